"""Lasso by cyclic coordinate descent: O(n*d) a sweep, exact zeros at the kink."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]


def soft_threshold(z: ArrayLike, threshold: float) -> Array:
    """argmin over w of (w - z)^2 / 2 + threshold * |w|, elementwise: the shape of z."""
    if not threshold >= 0:
        raise ValueError("threshold must not be negative")
    z = np.asarray(z, dtype=float)
    return np.asarray(np.sign(z) * np.maximum(np.abs(z) - threshold, 0.0))


def smallest_empty_penalty(X: ArrayLike, y: ArrayLike) -> float:
    """The smallest l1 at which every weight is zero: max_j |x_j . y| / n, centered."""
    Xc, yc, _, _ = _center(X, y)
    return float(np.abs(Xc.T @ yc).max()) / len(yc)


def lasso(
    X: ArrayLike,
    y: ArrayLike,
    *,
    l1: float,
    tol: float = 1e-8,
    max_sweeps: int = 10_000,
) -> tuple[Array, float]:
    """Weights (d,) and bias minimizing |y - Xw - b|^2 / 2n + l1 * |w|_1; b is free.

    l1 is scikit-learn's alpha. Standardize X first. Stops when the duality gap, which
    bounds how far the objective is from its minimum, is below tol times the objective
    at w = 0. Raises ValueError for unfit input, RuntimeError when sweeps run out.
    Tibshirani (1996); Friedman, Hastie and Tibshirani (2010).
    """
    Xc, yc, x_mean, y_mean = _center(X, y)
    if not (np.isfinite(l1) and l1 > 0):
        raise ValueError("l1 must be positive and finite: for 0 use least squares")
    n, d = Xc.shape
    square = (Xc**2).sum(axis=0) / n  # (d,)
    w, r = np.zeros(d), yc.copy()  # r = yc - Xc w, kept up to date
    for _ in range(max_sweeps):
        if _gap(Xc, yc, r, w, l1) <= tol * float(yc @ yc) / (2 * n):
            return w, y_mean - float(x_mean @ w)
        for j in range(d):
            if square[j] == 0.0:  # a constant column keeps weight 0
                continue
            pull = float(Xc[:, j] @ r) / n + square[j] * w[j]  # as if w_j were 0
            new = float(soft_threshold(pull, l1)) / square[j]
            if new != w[j]:
                r += Xc[:, j] * (w[j] - new)
                w[j] = new
    raise RuntimeError(f"no convergence in {max_sweeps} sweeps: scale X or raise l1")


def _gap(Xc: Array, yc: Array, r: Array, w: Array, l1: float) -> float:
    n = len(yc)
    peak = float(np.abs(Xc.T @ r).max())
    theta = r * min(1.0, n * l1 / peak) if peak > 0 else r  # feasible in the dual
    primal = float(r @ r) / (2 * n) + l1 * float(np.abs(w).sum())
    return primal - float(yc @ yc - (yc - theta) @ (yc - theta)) / (2 * n)


def _center(X: ArrayLike, y: ArrayLike) -> tuple[Array, Array, Array, float]:
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float)
    if X.ndim != 2 or 0 in X.shape or y.shape != X.shape[:1]:
        raise ValueError(f"need X (n, d) and y (n,): {X.shape}, {y.shape}")
    if not (np.isfinite(X).all() and np.isfinite(y).all()):
        raise ValueError("X and y must be finite: impute first")
    x_mean, y_mean = X.mean(axis=0), float(y.mean())
    return X - x_mean, y - y_mean, x_mean, y_mean
