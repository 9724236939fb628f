"""Fill missing numbers with training statistics and flag where: O(n*d) time."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Imputer:
    """Fill values of d columns, and which of them had gaps in training."""

    fill: Array  # (d,)
    flagged: NDArray[np.int64]  # (f,) columns that get an indicator

    def transform(
        self, X: ArrayLike, *, on_new: Literal["raise", "fill"] = "raise"
    ) -> Array:
        """Filled columns, then one 0/1 column for each flagged one: (n, d + f).

        A column that was complete in training has no indicator, so the model never
        learnt what its absence means. on_new="fill" accepts that, "raise" stops.
        """
        rows = _table(X)
        if rows.shape[1] != self.fill.size:
            raise ValueError(f"X has {rows.shape[1]} columns, fit saw {self.fill.size}")
        if on_new not in ("raise", "fill"):
            raise ValueError("on_new must be 'raise' or 'fill'")
        missing = np.isnan(rows)
        new = np.setdiff1d(np.flatnonzero(missing.any(axis=0)), self.flagged)
        if new.size and on_new == "raise":
            raise ValueError(
                f"columns {new.tolist()} were never missing in training: check the "
                "feed, or pass on_new='fill'"
            )
        filled = np.where(missing, self.fill, rows)
        return np.hstack([filled, missing[:, self.flagged].astype(np.float64)])


def fit_imputer(
    X: ArrayLike, *, strategy: Literal["median", "mean"] = "median"
) -> Imputer:
    """Learn fill values from training rows (n, d); NaN marks a missing cell."""
    rows = _table(X)
    missing = np.isnan(rows)
    empty = np.flatnonzero(missing.all(axis=0))
    if empty.size:
        raise ValueError(f"columns {empty.tolist()} hold no value: drop them")
    if strategy == "median":
        fill = np.nanmedian(rows, axis=0)
    elif strategy == "mean":
        fill = np.nanmean(rows, axis=0)
    else:
        raise ValueError("strategy must be 'median' or 'mean'")
    return Imputer(
        np.asarray(fill, dtype=np.float64), np.flatnonzero(missing.any(axis=0))
    )


def _table(X: ArrayLike) -> Array:
    rows = np.asarray(X)
    if rows.dtype.kind in "cmMSU":
        raise TypeError("X must hold numbers: no text, dates or complex values")
    rows = rows.astype(np.float64)
    if rows.ndim != 2 or rows.size == 0:
        raise ValueError("X must be a table (n, d) with at least one cell")
    if np.isinf(rows).any():
        raise ValueError("X holds infinite values: repair them, or mark them as NaN")
    return rows
