"""Standard, robust and min-max scaling: statistics from training rows, O(n*d) time."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Scaler:
    """The map x -> (x - center) / scale, one center and scale for each column."""

    center: Array  # (d,)
    scale: Array  # (d,), never zero

    def __post_init__(self) -> None:
        finite = np.isfinite(self.center).all() and np.isfinite(self.scale).all()
        if not finite or (self.scale < 1e-300).any():
            raise ValueError("a column's range over- or underflows: change its units")

    def transform(self, X: ArrayLike) -> Array:
        """New rows in the units of the training rows; same shape as X, (n, d)."""
        rows = _table(X)
        if rows.shape[1] != self.center.size:
            raise ValueError(
                f"X has {rows.shape[1]} columns, fit saw {self.center.size}"
            )
        return (rows - self.center) / self.scale

    def inverse(self, Z: ArrayLike) -> Array:
        """Scaled rows back in the original units."""
        rows = _table(Z)
        if rows.shape[1] != self.center.size:
            raise ValueError(
                f"Z has {rows.shape[1]} columns, fit saw {self.center.size}"
            )
        return rows * self.scale + self.center


def fit_standard(X: ArrayLike) -> Scaler:
    """Mean and standard deviation (divisor n). A constant column keeps scale 1."""
    rows = _table(X)
    low, spread = rows.min(axis=0), _spread(rows)
    unit = (rows - low) / spread  # in [0, 1], so squares cannot over- or underflow
    std = unit.std(axis=0)
    return Scaler(low + spread * unit.mean(axis=0), np.where(std > 0, spread * std, 1))


def fit_robust(X: ArrayLike) -> Scaler:
    """Median and interquartile range; raises where the quartiles coincide."""
    rows = _table(X)
    first, median, third = np.quantile(rows, [0.25, 0.5, 0.75], axis=0)
    iqr = third - first
    constant = rows.min(axis=0) == rows.max(axis=0)
    flat = np.flatnonzero((iqr == 0) & ~constant)
    if flat.size:
        raise ValueError(
            f"columns {flat.tolist()} have interquartile range 0: use fit_standard, "
            "or split them into an indicator and a value"
        )
    return Scaler(median, np.where(constant, 1.0, iqr))


def fit_min_max(X: ArrayLike) -> Scaler:
    """Training range to [0, 1]; later rows may fall outside, and are not clipped."""
    rows = _table(X)
    return Scaler(rows.min(axis=0), _spread(rows))


def _spread(rows: Array) -> Array:
    """Range of each column, 1 where the column is constant."""
    spread = rows.max(axis=0) - rows.min(axis=0)
    return np.where(spread > 0, spread, 1.0)


def _table(X: ArrayLike) -> Array:
    rows = np.asarray(X)
    if rows.dtype.kind in "cmMSU":
        raise TypeError("X must hold numbers: no text, dates or complex values")
    rows = rows.astype(np.float64)
    if rows.ndim != 2 or rows.size == 0 or not np.isfinite(rows).all():
        raise ValueError(
            "X must be a filled (n, d) table of finite numbers: impute first"
        )
    return rows
