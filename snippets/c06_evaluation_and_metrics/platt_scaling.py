"""Platt scaling, a logistic curve over held-out scores: O(n) for each Newton step."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]


def fit_platt(
    score: ArrayLike, y: ArrayLike, *, tol: float = 1e-10, max_steps: int = 100
) -> tuple[float, float]:
    """Slope a and intercept b of P(y = 1) = sigmoid(a * score + b).

    Targets are pulled in from 0 and 1 as in Platt (1999), so that separable scores
    still have a finite answer. Fit on rows the classifier was not trained on.
    """
    s, labels = np.asarray(score, dtype=float), np.asarray(y)
    if s.shape != labels.shape or s.ndim != 1 or not np.isfinite(s).all():
        raise ValueError("score and y must be 1-D, of equal length, scores finite")
    if set(np.unique(labels).tolist()) != {0, 1}:
        raise ValueError("y must hold both classes, coded 0 and 1")
    n_pos = int((labels == 1).sum())
    n_neg = s.size - n_pos
    target = np.where(labels == 1, (n_pos + 1) / (n_pos + 2), 1 / (n_neg + 2))
    center, scale = float(s.mean()), float(s.std())
    if scale == 0.0:
        raise ValueError("all scores are equal: there is no slope to fit")
    X = np.column_stack([(s - center) / scale, np.ones_like(s)])  # (n, 2)

    def loss(w: Array) -> float:
        z = X @ w
        return float(np.mean(np.logaddexp(0.0, z) - target * z))

    w = np.zeros(2)
    for _ in range(max_steps):
        p = _sigmoid(X @ w)
        gradient = X.T @ (p - target) / s.size
        if float(np.abs(gradient).max()) < tol:
            slope = float(w[0]) / scale
            return slope, float(w[1]) - slope * center
        hessian = (X * (p * (1.0 - p))[:, None]).T @ X / s.size
        step, now, rate = np.linalg.solve(hessian, gradient), loss(w), 1.0
        while rate > 1e-8 and loss(w - rate * step) > now:  # Newton may overshoot
            rate /= 2.0
        w = w - rate * step
    raise RuntimeError(f"no convergence in {max_steps} steps: loosen tol")


def apply_platt(score: ArrayLike, slope: float, intercept: float) -> Array:
    """Calibrated P(y = 1), same shape as score; order is kept while slope > 0."""
    return _sigmoid(slope * np.asarray(score, dtype=float) + intercept)


def _sigmoid(z: Array) -> Array:
    return 0.5 * (1.0 + np.tanh(0.5 * z))
