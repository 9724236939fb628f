"""Perceptron: a rule learned from its own mistakes, O(n*d) a pass over the rows."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]


class Perceptron(NamedTuple):
    """Weights (d,), bias, and how many updates it took to get there."""

    w: Array
    b: float
    mistakes: int


def fit(X: ArrayLike, y: ArrayLike, *, max_epochs: int = 1000) -> Perceptron:
    """Cycle through the rows until one pass has no mistake; y in {-1, +1}.

    A row with y * (w @ x + b) <= 0 is a mistake, and adds y * (x, 1) to (w, b).
    Raises RuntimeError after max_epochs passes: then the classes overlap, or the
    margin is too small for so few passes. The loop itself cannot tell which.
    """
    rows, sign = _checked(X, y)
    if max_epochs < 1:
        raise ValueError("max_epochs must be at least 1")
    w, mistakes = np.zeros(rows.shape[1]), 0
    for _ in range(max_epochs):
        before = mistakes
        for row, s in zip(rows, sign, strict=True):
            if s * (row @ w) <= 0:
                w = w + s * row
                mistakes += 1
        if mistakes == before:
            return Perceptron(w[:-1], float(w[-1]), mistakes)
    raise RuntimeError(
        f"still wrong after {max_epochs} passes: the classes may not be linearly "
        "separable (add features or fit logistic regression), or raise max_epochs"
    )


def predict(X: ArrayLike, model: Perceptron) -> NDArray[np.int64]:
    """-1 or +1 for every row; a score of exactly 0 counts as +1."""
    rows = np.asarray(X, dtype=np.float64)
    if rows.ndim != 2 or rows.shape[1] != model.w.size:
        raise ValueError(f"X must have shape (n, {model.w.size})")
    if not np.isfinite(rows).all():
        raise ValueError("X must be finite")
    return np.where(rows @ model.w + model.b >= 0, 1, -1).astype(np.int64)


def mistake_bound(X: ArrayLike, y: ArrayLike, w: ArrayLike, b: float) -> float:
    """(R / gamma)^2 for a separator (w, b): no order of the rows needs more updates.

    R = max |(x, 1)| and gamma = min y * (w @ x + b) / |(w, b)| (Novikoff, 1962).
    Any separator bounds the count, the one with the widest margin bounds it best.
    Raises ValueError when (w, b) does not separate the rows.
    """
    rows, sign = _checked(X, y)
    plane = np.append(np.asarray(w, dtype=np.float64), float(b))
    if plane.shape != (rows.shape[1],):
        raise ValueError(f"w must have shape ({rows.shape[1] - 1},)")
    if not np.isfinite(plane).all() or not plane.any():
        raise ValueError("w and b must be finite, and not all zero")
    gamma = float((sign * (rows @ (plane / np.linalg.norm(plane)))).min())
    if gamma <= 0:
        raise ValueError("(w, b) does not separate the rows: the bound is infinite")
    return (float(np.linalg.norm(rows, axis=1).max()) / gamma) ** 2


def _checked(X: ArrayLike, y: ArrayLike) -> tuple[Array, Array]:
    rows, sign = np.asarray(X, dtype=np.float64), np.asarray(y, dtype=np.float64)
    if rows.ndim != 2 or 0 in rows.shape or sign.shape != rows.shape[:1]:
        raise ValueError("X must have shape (n, d) and y shape (n,), none empty")
    if not (np.abs(rows) < 1e140).all():  # inf - inf in a score would pass as right
        raise ValueError("X must be finite, and below 1e140 in size")
    if not np.isin(sign, [-1, 1]).all():
        raise ValueError("y must hold -1 and +1 only")
    return np.column_stack([rows, np.ones(len(rows))]), sign  # bias as a feature
