"""Variance or shift? Split the fall from old holdout to new data: O(rows)."""

import math
from statistics import NormalDist
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]


class Gap(NamedTuple):
    """A difference of mean losses and its interval."""

    value: float
    low: float
    high: float


def mean_gap(old_loss: ArrayLike, new_loss: ArrayLike, *, level: float = 0.95) -> Gap:
    """New minus old mean loss of one frozen model, rows independent (Welch, normal).

    Both must be rows that the model was not fitted on, a loss for each row.
    """
    old, new = _losses(old_loss, 2), _losses(new_loss, 2)
    if not 0.0 < level < 1.0:
        raise ValueError("level is the coverage, between 0 and 1")
    value = float(new.mean() - old.mean())
    error = math.sqrt(old.var(ddof=1) / old.size + new.var(ddof=1) / new.size)
    half = NormalDist().inv_cdf(0.5 + level / 2) * error
    return Gap(value, value - half, value + half)


def reweighted_loss(old_loss: ArrayLike, weight: ArrayLike) -> tuple[float, float]:
    """Old holdout as if it had the inputs of new data, and its effective row count.

    `weight` is proportional to p_new(x) / p_old(x) (Shimodaira, 2000), for example the
    odds of a classifier that tells new rows from old ones. It must not look at the
    outcome. The count is (sum w)^2 / sum w^2.
    """
    loss, w = _losses(old_loss, 1), np.asarray(weight, dtype=float)
    if w.shape != loss.shape or not np.isfinite(w).all():
        raise ValueError("weight must hold one finite number for each row")
    if (w < 0).any() or w.max() == 0:
        raise ValueError("weights must not be negative, and not all zero")
    w = w / w.max()  # no overflow in the squares
    return float(w @ loss / w.sum()), float(w.sum() ** 2 / (w @ w))


def split_gap(
    old_loss: ArrayLike, new_loss: ArrayLike, weight: ArrayLike
) -> tuple[float, float]:
    """(part explained by the inputs moving, rest); they add up to new minus old.

    The rest is a change of y given x, a change in what was not measured, or weights
    that miss a region where old data has no rows at all.
    """
    expected, _ = reweighted_loss(old_loss, weight)
    return (
        expected - float(_losses(old_loss, 1).mean()),
        float(_losses(new_loss, 1).mean()) - expected,
    )


def _losses(values: ArrayLike, least: int) -> Array:
    loss = np.asarray(values, dtype=float)
    if loss.ndim != 1 or loss.size < least or not np.isfinite(loss).all():
        raise ValueError(f"give one finite loss a row, 1-D, {least} or more rows")
    return loss
