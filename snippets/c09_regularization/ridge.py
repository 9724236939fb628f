"""Ridge regression: one solve, O(n*d*min(n, d)), or one SVD for every penalty."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]


def ridge(X: ArrayLike, y: ArrayLike, *, l2: float) -> tuple[Array, float]:
    """Weights (d,) and bias minimizing |y - Xw - b|^2 / 2n + l2/2 * |w|^2; b is free.

    scikit-learn's Ridge(alpha) is alpha = n * l2. Standardize X first: one penalty is
    fair only to columns in like units. Hoerl and Kennard (1970). Raises ValueError
    for unfit shapes, l2 <= 0, or an l2 too small for this route.
    """
    Xc, yc, x_mean, y_mean = _center(X, y)
    _check_penalty(np.asarray([l2], dtype=float))
    n, d = Xc.shape
    wide = d > n  # then the n x n system is the smaller one, with the same answer
    gram = Xc @ Xc.T if wide else Xc.T @ Xc
    system = gram / n + l2 * np.eye(len(gram))
    if np.linalg.cond(system) > 1e12:
        raise ValueError("l2 is too small for the closed form: use ridge_svd")
    if wide:
        w = Xc.T @ np.linalg.solve(system, yc / n)
    else:
        w = np.linalg.solve(system, Xc.T @ yc / n)
    return w, y_mean - float(x_mean @ w)


def ridge_svd(X: ArrayLike, y: ArrayLike, l2: ArrayLike) -> tuple[Array, Array, Array]:
    """Weights (k, d), biases (k,) and degrees of freedom (k,) for k penalties.

    With X = U S V^T, direction j is shrunk by s_j^2 / (s_j^2 + n*l2). The sum of these
    factors is the degrees of freedom; the bias would add one more.
    """
    Xc, yc, x_mean, y_mean = _center(X, y)
    penalty = _check_penalty(l2)[:, None] * len(yc)  # (k, 1)
    U, s, Vt = np.linalg.svd(Xc, full_matrices=False)
    s[s <= s[0] * max(Xc.shape) * np.finfo(float).eps] = 0.0  # rounding, not data
    W = (s / (s**2 + penalty) * (U.T @ yc)) @ Vt  # never divides by s
    return W, y_mean - W @ x_mean, (s**2 / (s**2 + penalty)).sum(axis=1)


def ridge_loo_error(X: ArrayLike, y: ArrayLike, l2: ArrayLike) -> Array:
    """Mean squared leave-one-out error (k,) without a refit: residual / (1 - leverage).

    Exact when n*l2, the penalty beside the *sum* of squares, is kept for the n - 1
    rows. Raises ValueError when a row is fitted (nearly) exactly, its leverage one.
    """
    Xc, yc, _, _ = _center(X, y)
    n = len(yc)
    penalty = _check_penalty(l2)[:, None] * n
    U, s, _ = np.linalg.svd(Xc, full_matrices=False)
    keep = s**2 / (s**2 + penalty)  # (k, r)
    slack = 1.0 - 1.0 / n - keep @ (U**2).T  # (k, n) = 1 - leverage
    if (slack < 1e-8).any():
        raise ValueError("l2 is too small: a row's leverage is one")
    residual = yc - (keep * (U.T @ yc)) @ U.T
    return np.asarray(((residual / slack) ** 2).mean(axis=1))


def _center(X: ArrayLike, y: ArrayLike) -> tuple[Array, Array, Array, float]:
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float)
    if X.ndim != 2 or X.shape[0] < 2 or X.shape[1] < 1 or y.shape != X.shape[:1]:
        raise ValueError(f"need X (n >= 2, d) and y (n,): {X.shape}, {y.shape}")
    if not (np.isfinite(X).all() and np.isfinite(y).all()):
        raise ValueError("X and y must be finite: impute first")
    x_mean, y_mean = X.mean(axis=0), float(y.mean())
    return X - x_mean, y - y_mean, x_mean, y_mean


def _check_penalty(l2: ArrayLike) -> Array:
    penalty = np.asarray(l2, dtype=float)
    if penalty.ndim != 1 or penalty.size == 0:
        raise ValueError("penalties must be a non-empty 1-D array")
    if not (np.isfinite(penalty).all() and (penalty > 0).all()):
        raise ValueError("l2 must be positive and finite: for 0 use least squares")
    return penalty
