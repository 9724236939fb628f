"""Pearson's chi-squared of a categorical column, or of counts, against a class: O(n*d).

Two different statistics share the name: the test of independence on a full table, and
the score that scikit-learn's `chi2` computes from sums of counts.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]


class Independence(NamedTuple):
    """Statistic, degrees of freedom, and the smallest expected cell of the table."""

    statistic: float
    dof: int
    smallest_expected: float


def chi2_independence(x: ArrayLike, y: ArrayLike) -> Independence:
    """Sum of (observed - expected)^2 / expected over the table of x and y.

    Expected is row total * column total / n (Pearson, 1900), without a continuity
    correction. The p-value is `scipy.stats.chi2.sf(statistic, dof)`; it is an
    approximation, so look at `smallest_expected` (5 is the usual minimum).
    """
    a, b = _codes(x, "x"), _codes(y, "y")
    if a.size != b.size:
        raise ValueError("x and y must have the same length")
    table = np.zeros((a.max() + 1, b.max() + 1))
    np.add.at(table, (a, b), 1.0)
    expected = np.outer(table.sum(axis=1), table.sum(axis=0)) / a.size
    statistic = float(((table - expected) ** 2 / expected).sum())
    dof = (table.shape[0] - 1) * (table.shape[1] - 1)
    return Independence(statistic, dof, float(expected.min()))


def chi2_counts(X: ArrayLike, y: ArrayLike) -> Array:
    """Score (d,) of counts, such as words: class sums against shares of the rows.

    The same as `sklearn.feature_selection.chi2`. It is proportional to the unit of X,
    so it means something for counts and 0/1 columns only. A column of zeros gets 0.
    """
    counts, b = np.asarray(X, dtype=float), _codes(y, "y")
    if counts.ndim != 2 or 0 in counts.shape or len(counts) != b.size:
        raise ValueError("X must be (n, d), not empty, with one row for each label")
    if not np.isfinite(counts).all() or (counts < 0).any():
        raise ValueError("X must hold finite counts, none negative")
    if b.max() == 0:
        raise ValueError("y holds a single class")
    observed = np.zeros((b.max() + 1, counts.shape[1]))
    np.add.at(observed, b, counts)  # (classes, d)
    expected = np.outer(np.bincount(b) / b.size, counts.sum(axis=0))
    term = np.zeros_like(observed)
    np.divide((observed - expected) ** 2, expected, out=term, where=expected > 0)
    return np.asarray(term.sum(axis=0))


def _codes(labels: ArrayLike, name: str) -> NDArray[np.intp]:
    values = np.asarray(labels)
    if values.ndim != 1 or values.size == 0 or values.dtype.kind not in "biuUS":
        raise ValueError(f"{name} must be 1-D, not empty, integers or strings")
    return np.unique(values, return_inverse=True)[1]
