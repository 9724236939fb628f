"""Poisson regression with log link by IRLS (Newton's method): O(n d^2) a step."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]


def fit(
    X: ArrayLike,
    y: ArrayLike,
    *,
    exposure: ArrayLike = 1.0,
    tol: float = 1e-10,
    max_steps: int = 50,
) -> tuple[Array, float]:
    """Weights (d,) and intercept of E[y] = exposure * exp(X w + b).

    Each step is a weighted least squares on the working response (Nelder and
    Wedderburn, 1972). Raises ValueError for negative y or exposure <= 0, and
    RuntimeError when the deviance does not settle (a group with only zeros).
    """
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float)
    if X.ndim != 2 or y.shape != X.shape[:1]:
        raise ValueError(f"need X (n, d) and y (n,), got {X.shape} and {y.shape}")
    if not np.isfinite(X).all() or not np.isfinite(y).all() or y.min() < 0:
        raise ValueError("X and y must be finite, and y (a count) not negative")
    if y.sum() == 0:
        raise ValueError("every count is zero: the intercept would be -infinity")
    E = np.broadcast_to(np.asarray(exposure, dtype=float), y.shape)
    if not np.isfinite(E).all() or E.min() <= 0:
        raise ValueError("exposure must be positive")
    A = np.column_stack([np.ones(len(y)), X])  # (n, d + 1)
    unit = np.linalg.norm(A, axis=0) + np.finfo(float).tiny
    A = A / unit  # undone at the end; else units would decide the rank
    if np.linalg.matrix_rank(A) < A.shape[1]:
        raise ValueError("columns of [1, X] are linearly dependent: drop one")
    offset = np.log(E)
    beta = np.zeros(A.shape[1])
    beta[0] = np.log(y.sum() / E.sum()) * unit[0]  # start from the overall rate
    old = deviance(y, np.exp(A @ beta + offset))
    for _ in range(max_steps):
        eta = A @ beta
        mu = np.exp(eta + offset)  # (n,)
        working = eta + (y - mu) / mu  # (n,) response made linear at eta
        root = np.sqrt(mu)  # weight = 1 / (Var[y] g'(mu)^2) = mu
        target = np.linalg.lstsq(root[:, None] * A, root * working)[0]
        step = target - beta
        for _ in range(30):  # halve while the step makes things worse
            with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
                new = deviance(y, np.exp(A @ (beta + step) + offset))
            if new <= old * (1 + tol):
                break
            step = step / 2
        beta = beta + step
        if abs(old - new) <= tol * (new + 0.1) and np.abs(A @ step).max() < 1e-6:
            beta = beta / unit
            return beta[1:], float(beta[0])
        old = new
    raise RuntimeError("IRLS did not settle: look for a group whose counts are all 0")


def deviance(y: ArrayLike, mu: ArrayLike) -> float:
    """Twice the log-likelihood lost against a perfect fit, mu > 0; 0 log 0 is 0."""
    y, mu = np.asarray(y, dtype=float), np.asarray(mu, dtype=float)
    ratio = np.where(y > 0, y, mu) / mu
    return float(2.0 * np.sum(y * np.log(ratio) - (y - mu)))
