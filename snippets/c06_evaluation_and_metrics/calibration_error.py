"""Reliability table, ECE, Brier score and its decomposition: O(n log n) time."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]


def reliability_table(
    y: ArrayLike, p: ArrayLike, *, n_bins: int = 10, equal_mass: bool = False
) -> tuple[Array, Array, NDArray[np.int64]]:
    """Mean forecast, observed rate and count of each bin that holds a row.

    Bins are (a, b], of equal width on [0, 1] or of about equal count.
    """
    labels, prob = _checked(y, p)
    if n_bins < 1:
        raise ValueError("n_bins must be at least 1")
    inner = np.linspace(0.0, 1.0, n_bins + 1)[1:-1]
    edges = np.quantile(prob, inner) if equal_mass else inner
    bins = np.searchsorted(edges, prob)
    count = np.bincount(bins, minlength=n_bins)
    used = count > 0
    forecast = np.bincount(bins, weights=prob, minlength=n_bins)[used] / count[used]
    observed = np.bincount(bins, weights=labels, minlength=n_bins)[used] / count[used]
    return forecast, observed, count[used]


def expected_calibration_error(
    y: ArrayLike, p: ArrayLike, *, n_bins: int = 10, equal_mass: bool = False
) -> float:
    """Count-weighted mean of |mean forecast - observed rate| over the bins."""
    forecast, observed, count = reliability_table(
        y, p, n_bins=n_bins, equal_mass=equal_mass
    )
    return float(np.average(np.abs(forecast - observed), weights=count))


def brier_score(y: ArrayLike, p: ArrayLike) -> float:
    """Mean squared error of the probability (Brier, 1950); strictly proper."""
    labels, prob = _checked(y, p)
    return float(np.mean((prob - labels) ** 2))


def brier_decomposition(y: ArrayLike, p: ArrayLike) -> tuple[float, float, float]:
    """(reliability, resolution, uncertainty): Brier = first - second + third.

    Exact, because rows are grouped by their distinct forecasts (Murphy, 1973): use it
    on forecasts that are rounded or come from bins.
    """
    labels, prob = _checked(y, p)
    forecast, group, count = np.unique(prob, return_inverse=True, return_counts=True)
    observed = np.bincount(group, weights=labels) / count
    base = float(labels.mean())
    reliability = float(np.average((forecast - observed) ** 2, weights=count))
    resolution = float(np.average((observed - base) ** 2, weights=count))
    return reliability, resolution, base * (1.0 - base)


def _checked(y: ArrayLike, p: ArrayLike) -> tuple[Array, Array]:
    labels, prob = np.asarray(y, dtype=float), np.asarray(p, dtype=float)
    if labels.shape != prob.shape or prob.ndim != 1 or prob.size == 0:
        raise ValueError("y and p must be 1-D, not empty and of equal length")
    if not np.isin(labels, (0.0, 1.0)).all():
        raise ValueError("y must be coded 0 and 1")
    if not ((prob >= 0.0) & (prob <= 1.0)).all():
        raise ValueError("p must be probabilities in [0, 1]: squash raw scores first")
    return labels, prob
