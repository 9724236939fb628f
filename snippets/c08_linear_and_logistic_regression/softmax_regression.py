"""Softmax (multinomial logistic) regression by gradient descent: O(n d K) a step."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]


def log_softmax(Z: ArrayLike) -> Array:
    """Log-probabilities of each row of logits (n, K); safe for any finite logit."""
    Z = np.asarray(Z, dtype=float)
    shifted = Z - Z.max(axis=1, keepdims=True)  # softmax ignores a common shift
    return np.asarray(shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True)))


def fit(
    X: ArrayLike,
    y: ArrayLike,
    *,
    l2: float,
    tol: float = 1e-6,
    max_steps: int = 10_000,
) -> tuple[Array, Array]:
    """Weights (d, K) and biases (K,) for labels 0..K-1, by mean cross-entropy.

    l2/2 * |W|^2 is added; it must be positive, since adding one vector to every
    class's weights changes no probability: without l2 the optimum is not unique.
    Stops when the gradient along each column is within `tol` times that column's
    root mean square; raises RuntimeError when max_steps are not enough.
    """
    X, y = np.asarray(X, dtype=float), np.asarray(y)
    if X.ndim != 2 or y.shape != X.shape[:1] or not np.isfinite(X).all():
        raise ValueError(f"need finite X (n, d) and y (n,): {X.shape}, {y.shape}")
    classes = np.unique(y)
    K = len(classes)
    if K < 2 or not np.array_equal(classes, np.arange(K)):
        raise ValueError(f"y must hold every label 0..K-1, K >= 2; got {classes}")
    if l2 <= 0:
        raise ValueError("l2 must be positive: the weights are not unique without it")
    n, d = X.shape
    Y = np.eye(K)[y.astype(int)]  # (n, K) one-hot
    W, b = np.zeros((d, K)), np.zeros(K)
    limit = tol * np.linalg.norm(X, axis=0)[:, None] / np.sqrt(n)  # (d, 1)
    # the Hessian of cross-entropy in one row's logits is at most 1/2
    curvature = (float(np.linalg.norm(X, ord=2)) ** 2 / n + 1.0) / 2.0 + l2
    for _ in range(max_steps):
        error = np.exp(log_softmax(X @ W + b)) - Y  # (n, K) = d loss / d logits
        grad_W = X.T @ error / n + l2 * W  # (d, K)
        grad_b = error.mean(axis=0)  # (K,)
        if np.all(np.abs(grad_W) <= limit) and np.abs(grad_b).max() <= tol:
            return W, b
        W = W - grad_W / curvature
        b = b - grad_b / curvature
    raise RuntimeError(f"no convergence in {max_steps} steps: scale X or raise l2")


def predict_proba(X: ArrayLike, W: Array, b: Array) -> Array:
    """Class probabilities (n, K); each row sums to one."""
    return np.asarray(np.exp(log_softmax(np.asarray(X, dtype=float) @ W + b)))
