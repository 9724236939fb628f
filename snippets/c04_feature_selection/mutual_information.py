"""Plug-in mutual information of two discrete columns, in nats: O(n log n + table).

Continuous columns are cut at training quantiles first; the number of bins is part of
the estimate. On independent columns the plug-in value is about
(levels_x - 1)(levels_y - 1) / 2n, not 0, so more levels look more informative.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]
Codes = NDArray[np.intp]


def quantile_edges(x: ArrayLike, *, n_bins: int) -> Array:
    """At most n_bins - 1 inner edges that split x into equally full bins.

    Tied quantiles are merged, so a column with few values gets fewer bins. Learn the
    edges on training rows and keep them.
    """
    values = _numeric(x)
    if n_bins < 2:
        raise ValueError("n_bins must be at least 2")
    ends = -(-np.arange(1, n_bins) * values.size // n_bins) - 1  # last row of each bin
    cuts = np.unique(np.sort(values)[ends])
    edges: Array = cuts[cuts < values.max()]  # one at the maximum cuts off nothing
    return edges


def apply_bins(x: ArrayLike, edges: ArrayLike) -> Codes:
    """Bin number 0 … len(edges) of every value; bins are (low, high]."""
    cuts = np.asarray(edges, dtype=float)
    if cuts.ndim != 1 or not np.isfinite(cuts).all() or (np.diff(cuts) <= 0).any():
        raise ValueError("edges must be 1-D, finite and strictly rising")
    return np.searchsorted(cuts, _numeric(x), side="left")


def mutual_information(x: ArrayLike, y: ArrayLike) -> float:
    """Sum of p(a, b) ln[p(a, b) / p(a)p(b)] with observed shares as probabilities.

    0 for independent shares, at most min(H(x), H(y)) (Cover and Thomas, 2006, ch. 2).
    Labels may be integers, booleans or strings. Fractional numbers are refused: with
    all values distinct the estimate would be H(y) for any column.
    """
    a, b = _codes(x), _codes(y)
    if a.size != b.size:
        raise ValueError("x and y must have the same length")
    joint = np.zeros((a.max() + 1, b.max() + 1))
    np.add.at(joint, (a, b), 1.0)
    joint /= a.size
    outer = joint.sum(axis=1, keepdims=True) * joint.sum(axis=0, keepdims=True)
    seen = joint > 0  # 0 ln 0 = 0
    total = float(np.sum(joint[seen] * np.log(joint[seen] / outer[seen])))
    return max(0.0, total)  # rounding can leave -1e-17


def _numeric(x: ArrayLike) -> Array:
    values = np.asarray(x, dtype=float)
    if values.ndim != 1 or values.size == 0 or not np.isfinite(values).all():
        raise ValueError("x must be 1-D, not empty and finite: impute first")
    return values


def _codes(labels: ArrayLike) -> Codes:
    values = np.asarray(labels)
    if values.ndim != 1 or values.size == 0 or values.dtype.kind not in "biufUS":
        raise ValueError("labels must be 1-D, not empty, numbers or strings")
    if values.dtype.kind == "f" and not np.isfinite(values).all():
        raise ValueError("labels must be finite: impute first")
    if values.dtype.kind == "f" and not (values == np.floor(values)).all():
        raise ValueError("labels must be whole numbers: bin continuous columns first")
    return np.unique(values, return_inverse=True)[1]
