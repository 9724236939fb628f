"""Binary logistic regression by gradient descent: O(steps*n*d) time, O(n+d) memory."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]


def sigmoid(z: ArrayLike) -> Array:
    """Logits to probabilities; tanh saturates where a bare exp(-z) would overflow.

    Absolute error is about 1e-16, so z < -37 gives 0: take losses from logits.
    """
    return np.asarray(0.5 * (1.0 + np.tanh(0.5 * np.asarray(z, dtype=float))))


def log_loss(z: ArrayLike, y: ArrayLike) -> float:
    """Mean of log(1 + e^z) - y*z: from logits, so it never meets log(0)."""
    z, y = np.asarray(z, dtype=float), np.asarray(y, dtype=float)
    if z.shape != y.shape or not np.isin(y, (0, 1)).all():
        raise ValueError("need one label, 0 or 1, for each logit")
    # log(1 + e^-z) for y = 1, log(1 + e^z) for y = 0
    return float(np.mean(np.logaddexp(0.0, np.where(y == 1, -z, z))))


def fit(
    X: ArrayLike,
    y: ArrayLike,
    *,
    l2: float = 0.0,
    tol: float = 1e-6,
    max_steps: int = 10_000,
) -> tuple[Array, float]:
    """Weights (d,) and bias minimizing mean log-loss + l2/2 * |w|^2; bias is free.

    scikit-learn's C is 1 / (l2 * n). Stops when the gradient along each column is
    within `tol` times that column's root mean square. Raises ValueError for labels
    other than 0 and 1, and for separable classes without l2: then no finite minimum
    exists. Raises RuntimeError when max_steps are not enough.
    """
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float)
    if X.ndim != 2 or y.shape != X.shape[:1] or not np.isfinite(X).all():
        raise ValueError(f"need finite X (n, d) and y (n,): {X.shape}, {y.shape}")
    if set(np.unique(y)) != {0.0, 1.0}:
        raise ValueError("y must hold both classes, coded 0 and 1")
    if l2 < 0:
        raise ValueError("l2 must not be negative")
    n, d = X.shape
    w, b = np.zeros(d), 0.0
    limit = tol * np.linalg.norm(X, axis=0) / np.sqrt(n)  # in the units of X
    # Hessian <= [X, 1]^T [X, 1] / 4n + l2, because p(1 - p) <= 1/4
    curvature = (float(np.linalg.norm(X, ord=2)) ** 2 / n + 1.0) / 4.0 + l2
    for _ in range(max_steps):
        z = X @ w + b  # (n,)
        if l2 == 0 and np.all(np.where(y == 1, z, -z) > 0):
            raise ValueError("classes are separable, |w| would grow for ever: set l2")
        error = sigmoid(z) - y  # (n,) = d loss / d logit
        grad_w = X.T @ error / n + l2 * w  # (d,)
        grad_b = float(error.mean())
        if np.all(np.abs(grad_w) <= limit) and abs(grad_b) <= tol:
            return w, b
        w = w - grad_w / curvature  # a step of 1/curvature never overshoots
        b = b - grad_b / curvature
    raise RuntimeError(f"no convergence in {max_steps} steps: scale X or raise l2")


def predict_proba(X: ArrayLike, w: Array, b: float) -> Array:
    """P(y = 1 | x) for every row of X."""
    return sigmoid(np.asarray(X, dtype=float) @ w + b)
