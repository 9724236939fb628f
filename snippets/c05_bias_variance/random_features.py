"""Random ReLU features and the minimum-norm fit: O(n*p*min(n, p)) by SVD."""

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]


def relu_features(X: ArrayLike, W: ArrayLike, b: ArrayLike) -> Array:
    """max(X W + b, 0) / sqrt(p): a hidden layer (n, p) that stays as it was drawn.

    `X` is (n, d), `W` (d, p), `b` (p,). The factor keeps row norms from growing with p.
    """
    A, weight, shift = (np.asarray(a, dtype=float) for a in (X, W, b))
    if A.ndim != 2 or weight.ndim != 2 or A.shape[1] != weight.shape[0]:
        raise ValueError("X must be (n, d) and W (d, p)")
    if weight.shape[1] == 0 or shift.shape != weight.shape[1:]:
        raise ValueError("need p >= 1 features and one entry of b for each")
    hidden: Array = np.maximum(A @ weight + shift, 0.0)
    return hidden / math.sqrt(weight.shape[1])


def fit_min_norm(Phi: ArrayLike, y: ArrayLike, *, l2: float = 0.0) -> Array:
    """Weights (p,) or (p, k) minimizing mean squared error + l2 * |w|^2.

    With l2 = 0 it is the least-squares solution of smallest norm, the limit of ridge as
    l2 -> 0 and of gradient descent from zero. Singular values at rounding level are
    dropped, as numpy.linalg.lstsq does. `Phi` is (n, p), `y` (n,) or (n, k).
    """
    A, target = np.asarray(Phi, dtype=float), np.asarray(y, dtype=float)
    if A.ndim != 2 or A.size == 0:
        raise ValueError("Phi must be (n, p) with n, p >= 1")
    if target.ndim not in (1, 2) or len(target) != len(A) or target.size == 0:
        raise ValueError("y must be (n,) or (n, k) with one row for each row of Phi")
    if not (np.isfinite(A).all() and np.isfinite(target).all()):
        raise ValueError("Phi and y must be finite")
    if not 0.0 <= l2 < np.inf:
        raise ValueError("l2 must be zero or positive, and finite")
    U, s, Vt = np.linalg.svd(A, full_matrices=False)
    kept = s > s[0] * max(A.shape) * np.finfo(float).eps
    U, s, Vt = U[:, kept], s[kept], Vt[kept]
    factor = s / (s**2 + len(A) * l2)  # l2 = 0: 1 / s, which blows up for a small s
    w: Array = Vt.T @ (factor * (U.T @ target).T).T
    return w
