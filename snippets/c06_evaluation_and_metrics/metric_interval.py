"""Confidence intervals for a metric: Wilson for rates, bootstrap for the rest."""

import math
from collections.abc import Callable
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike, NDArray


def wilson_interval(
    successes: int, n: int, *, level: float = 0.95
) -> tuple[float, float]:
    """Interval for a rate such as accuracy or recall (Wilson, 1927).

    Stays inside [0, 1] and keeps a width at 0 or n successes, where the textbook
    p +/- z * sqrt(p(1 - p)/n) shrinks to a point.
    """
    if not (0 <= successes <= n and n > 0 and 0.0 < level < 1.0):
        raise ValueError("need 0 <= successes <= n, n > 0 and 0 < level < 1")
    z = NormalDist().inv_cdf(0.5 + level / 2)
    p, shrink = successes / n, 1.0 + z**2 / n
    center = (p + z**2 / (2 * n)) / shrink
    half = z / shrink * math.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
    return max(0.0, center - half), min(1.0, center + half)


def bootstrap_interval(
    metric: Callable[..., float],
    *columns: ArrayLike,
    rng: np.random.Generator,
    groups: ArrayLike | None = None,
    n_boot: int = 1000,
    level: float = 0.95,
) -> tuple[float, float]:
    """Percentile interval of metric(*columns); rows are resampled together.

    Two models on the same rows: pass both score columns and let `metric` return the
    difference, so that the shared difficulty of a row cancels. `groups` (one id a row,
    such as a user) resamples whole groups, because their rows are not independent.
    `metric` may return nan where it is undefined, for at most 5 % of the resamples.
    """
    data = [np.asarray(column) for column in columns]
    if not data or data[0].size == 0 or any(len(c) != len(data[0]) for c in data):
        raise ValueError("give one or more columns, not empty and of equal length")
    members = None if groups is None else _members(np.asarray(groups), len(data[0]))
    units = len(data[0]) if members is None else len(members)
    values = np.empty(n_boot)
    for i in range(n_boot):
        drawn = rng.integers(units, size=units)
        rows = drawn if members is None else np.concatenate([members[g] for g in drawn])
        values[i] = metric(*(column[rows] for column in data))
    if np.isnan(values).mean() > 0.05:
        raise ValueError("metric is undefined on too many resamples: too few positives")
    tail = (1.0 - level) / 2
    low, high = np.nanquantile(values, [tail, 1.0 - tail])
    return float(low), float(high)


def _members(ids: NDArray[np.generic], n: int) -> list[NDArray[np.intp]]:
    if ids.shape != (n,):
        raise ValueError("groups must hold one id for each row")
    _, code = np.unique(ids, return_inverse=True)
    ends = np.cumsum(np.bincount(code))[:-1]
    return np.split(np.argsort(code, kind="stable"), ends)
