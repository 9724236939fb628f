"""Least squares two ways: QR in O(n d^2), gradient descent in O(n d) a step."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]


def fit_qr(X: ArrayLike, y: ArrayLike) -> tuple[Array, float]:
    """Weights (d,) and intercept of least squares, by Householder QR of centered X.

    QR works on X itself; forming X^T X would square its condition number.
    Raises ValueError when columns are linearly dependent to working precision.
    """
    Xc, yc, x_mean, y_mean = _center(X, y)
    Q, R = np.linalg.qr(Xc)  # Q: (n, d) orthonormal, R: (d, d) upper triangular
    left_over = np.abs(np.diag(R))  # length of column j outside columns 0..j-1
    floor = _rounding(Xc.shape) * np.linalg.norm(np.asarray(X), axis=0)
    rank = np.linalg.matrix_rank(
        R / np.linalg.norm(Xc, axis=0), rtol=_rounding(Xc.shape)
    )
    if rank < Xc.shape[1] or np.any(left_over <= floor):
        raise ValueError("columns are linearly dependent: drop one, or use ridge")
    w = np.linalg.solve(R, Q.T @ yc)
    return w, y_mean - float(x_mean @ w)


def fit_gd(
    X: ArrayLike, y: ArrayLike, *, tol: float = 1e-8, max_steps: int = 10_000
) -> tuple[Array, float]:
    """The same by gradient descent on half the mean squared error, from w = 0.

    Stops when no column's covariance with the residual exceeds `tol` times the
    largest value it could take. With more columns than rows it ends at the
    solution of least norm. Raises RuntimeError when max_steps are not enough.
    """
    Xc, yc, x_mean, y_mean = _center(X, y)
    n, d = Xc.shape
    limit = tol * np.linalg.norm(Xc, axis=0) * np.linalg.norm(yc) / n  # (d,)
    curvature = float(np.linalg.norm(Xc, ord=2)) ** 2 / n  # top Hessian eigenvalue
    w = np.zeros(d)
    for _ in range(max_steps):
        grad = Xc.T @ (Xc @ w - yc) / n  # (d,)
        if np.all(np.abs(grad) <= limit):
            return w, y_mean - float(x_mean @ w)
        w = w - grad / curvature
    raise RuntimeError(f"no convergence in {max_steps} steps: standardize X")


def predict(X: ArrayLike, w: Array, b: float) -> Array:
    """Fitted means (n,)."""
    return np.asarray(np.asarray(X, dtype=float) @ w + b)


def _center(X: ArrayLike, y: ArrayLike) -> tuple[Array, Array, Array, float]:
    """X and y without their means, and the means: the intercept then drops out."""
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float)
    if X.ndim != 2 or y.shape != X.shape[:1] or X.size == 0:
        raise ValueError(f"need X (n, d) and y (n,), got {X.shape} and {y.shape}")
    if not (np.isfinite(X).all() and np.isfinite(y).all()):
        raise ValueError("X and y must be finite: impute or drop first")
    x_mean, y_mean = X.mean(axis=0), float(y.mean())
    spread = np.linalg.norm(X - x_mean, axis=0)
    if np.any(spread <= _rounding(X.shape) * np.linalg.norm(X, axis=0)):
        raise ValueError("a column of X is constant: the intercept already holds it")
    return X - x_mean, y - y_mean, x_mean, y_mean


def _rounding(shape: tuple[int, ...]) -> float:
    """Relative size below which a length is rounding error."""
    return float(max(shape) * np.finfo(float).eps)
