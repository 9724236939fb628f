"""Elastic net by coordinate descent, stopped by the KKT conditions: O(n*d) a sweep."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]


def elastic_net(
    X: ArrayLike,
    y: ArrayLike,
    *,
    strength: float,
    l1_ratio: float,
    tol: float = 1e-8,
    max_sweeps: int = 10_000,
) -> tuple[Array, float]:
    """Weights (d,) and bias of |y - Xw - b|^2 / 2n + strength * penalty(w); b is free.

    penalty = l1_ratio * |w|_1 + (1 - l1_ratio) / 2 * |w|^2, so `strength` is
    scikit-learn's alpha (and glmnet's lambda). Standardize X first. Stops when no KKT
    condition of column j is broken by more than tol * |x_j| |y| / n. Raises
    ValueError for unfit input, RuntimeError when sweeps run out. Zou and Hastie (2005).
    """
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float)
    if X.ndim != 2 or 0 in X.shape or y.shape != X.shape[:1]:
        raise ValueError(f"need X (n, d) and y (n,): {X.shape}, {y.shape}")
    if not (np.isfinite(X).all() and np.isfinite(y).all()):
        raise ValueError("X and y must be finite: impute first")
    if not (np.isfinite(strength) and strength > 0 and 0 <= l1_ratio <= 1):
        raise ValueError("need strength > 0 and l1_ratio between 0 and 1")
    n, d = X.shape
    l1, l2 = strength * l1_ratio, strength * (1.0 - l1_ratio)
    Xc, yc = X - X.mean(axis=0), y - y.mean()
    square = (Xc**2).sum(axis=0) / n
    limit = tol * np.sqrt(square) * float(np.linalg.norm(yc)) / np.sqrt(n)
    w, r = np.zeros(d), yc.copy()  # r = yc - Xc w
    for _ in range(max_sweeps):
        if (kkt_violation(Xc, r, w, l1=l1, l2=l2) <= limit).all():
            return w, float(y.mean() - X.mean(axis=0) @ w)
        for j in range(d):
            if square[j] == 0.0:  # a constant column keeps weight 0
                continue
            pull = float(Xc[:, j] @ r) / n + square[j] * w[j]
            # the kink subtracts l1, the bowl divides: threshold first, then shrink
            new = np.sign(pull) * max(abs(pull) - l1, 0.0) / (square[j] + l2)
            if new != w[j]:
                r += Xc[:, j] * (w[j] - new)
                w[j] = new
    raise RuntimeError(f"no convergence in {max_sweeps} sweeps: scale X or raise l2")


def kkt_violation(Xc: Array, r: Array, w: Array, *, l1: float, l2: float) -> Array:
    """How far 0 is outside the subdifferential, per column (d,); all zero = optimal.

    Xc: centered X (n, d); r: residual (n,). A nonzero weight needs slope = -l1*sign(w),
    a zero weight only |slope| <= l1: that slack is why zeros survive.
    """
    if Xc.ndim != 2 or r.shape != Xc.shape[:1] or w.shape != Xc.shape[1:]:
        raise ValueError("need Xc (n, d), r (n,) and w (d,)")
    slope = l2 * w - Xc.T @ r / len(r)  # gradient of the smooth part
    at_zero = np.maximum(np.abs(slope) - l1, 0.0)
    return np.asarray(np.where(w != 0, np.abs(slope + l1 * np.sign(w)), at_zero))
