"""Isotonic regression by pooling adjacent violators: O(n log n) sort, O(n) pooling."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]


def fit_isotonic(score: ArrayLike, y: ArrayLike) -> tuple[Array, Array]:
    """Knots (distinct scores, rising) and the non-decreasing fit that is closest to y.

    Least squares under y_hat[i] <= y_hat[i + 1] (Barlow et al., 1972). Equal scores are
    averaged first. With 0/1 labels the fit is a rate, so a probability.
    """
    s, target = np.asarray(score, dtype=float), np.asarray(y, dtype=float)
    if s.shape != target.shape or s.ndim != 1 or s.size == 0:
        raise ValueError("score and y must be 1-D, not empty and of equal length")
    if not (np.isfinite(s).all() and np.isfinite(target).all()):
        raise ValueError("score and y must be finite")
    knots, group, count = np.unique(s, return_inverse=True, return_counts=True)
    mean = np.bincount(group, weights=target) / count

    blocks: list[tuple[float, float, int]] = []  # value, rows, knots of each block
    for value, rows in zip(mean.tolist(), count.tolist(), strict=True):
        block = (value, float(rows), 1)
        while blocks and blocks[-1][0] >= block[0]:  # out of order: pool the two
            left, n_left, width = blocks.pop()
            n = n_left + block[1]
            pooled = (left * n_left + block[0] * block[1]) / n
            block = (pooled, n, width + block[2])
        blocks.append(block)
    fitted = np.repeat([b[0] for b in blocks], [b[2] for b in blocks])
    return knots, fitted


def apply_isotonic(score: ArrayLike, knots: Array, fitted: Array) -> Array:
    """Linear between knots, constant beyond them; ties appear on every flat block."""
    value: Array = np.interp(np.asarray(score, dtype=float), knots, fitted)
    return value
