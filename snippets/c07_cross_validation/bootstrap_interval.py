"""Bootstrap intervals, percentile and BCa: n_boot + n calls of the statistic."""

from collections.abc import Callable
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]
NORMAL = NormalDist()


def bootstrap_values(
    statistic: Callable[..., float],
    *columns: ArrayLike,
    rng: np.random.Generator,
    n_boot: int = 2000,
) -> Array:
    """statistic(*columns) on `n_boot` resamples; rows are drawn with replacement.

    Rows must be independent: with several rows a user, let a row stand for a user.
    """
    data = _aligned(columns)
    if n_boot < 100:
        raise ValueError("n_boot must be at least 100; 2,000 for the ends at 95 %")
    n = len(data[0])
    draws = (rng.integers(n, size=n) for _ in range(n_boot))
    return _finite([statistic(*(column[i] for column in data)) for i in draws])


def percentile_interval(
    values: ArrayLike, *, level: float = 0.95
) -> tuple[float, float]:
    """The middle `level` of the bootstrap values."""
    low, high = np.quantile(_finite(values), _tails(level))
    return float(low), float(high)


def bca_interval(
    statistic: Callable[..., float],
    *columns: ArrayLike,
    values: ArrayLike,
    level: float = 0.95,
) -> tuple[float, float]:
    """Percentiles corrected for bias and skewness (Efron, 1987).

    `values` come from bootstrap_values on the same columns. Bias z: the share of them
    below the estimate. Acceleration a: the skewness of the jackknife (rows left out).
    """
    data, boot = _aligned(columns), _finite(values)
    estimate, n = float(statistic(*data)), len(data[0])
    below = float(np.mean(boot < estimate) + np.mean(boot == estimate) / 2)
    if not 0.0 < below < 1.0:
        raise ValueError(
            "the estimate lies outside the bootstrap values: BCa undefined"
        )
    kept = (np.delete(np.arange(n), i) for i in range(n))
    jack = _finite([statistic(*(column[i] for column in data)) for i in kept])
    gap = jack.mean() - jack
    spread = float(np.sum(gap**2)) ** 1.5
    a = float(np.sum(gap**3)) / (6.0 * spread) if spread > 0 else 0.0
    z = NORMAL.inv_cdf(below)
    shifted = []
    for tail in _tails(level):
        step = z + NORMAL.inv_cdf(tail)
        if a * step >= 1.0:  # beyond the pole the two ends swap sides
            raise ValueError("too skewed for this level: BCa undefined")
        shifted.append(NORMAL.cdf(z + step / (1.0 - a * step)))
    low, high = np.quantile(boot, shifted)
    return float(low), float(high)


def _aligned(columns: tuple[ArrayLike, ...]) -> list[NDArray[np.generic]]:
    data = [np.asarray(column) for column in columns]
    if not data or any(c.ndim == 0 or len(c) != len(data[0]) for c in data):
        raise ValueError("give one or more columns of equal length")
    if len(data[0]) < 2:
        raise ValueError("need at least 2 rows")
    return data


def _finite(values: ArrayLike) -> Array:
    array = np.asarray(values, dtype=float)
    if array.ndim != 1 or array.size == 0 or not np.isfinite(array).all():
        raise ValueError("the statistic must give one finite number for each resample")
    return array


def _tails(level: float) -> tuple[float, float]:
    if not 0.0 < level < 1.0:
        raise ValueError("level must lie strictly between 0 and 1")
    return (1.0 - level) / 2, (1.0 + level) / 2
