"""Least squares with classical or sandwich (HC0, HC3) standard errors: O(n d^2)."""

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]


def fit(
    X: ArrayLike, y: ArrayLike, *, kind: Literal["classical", "HC0", "HC3"] = "HC3"
) -> tuple[Array, Array]:
    """Coefficients and their standard errors, each (d + 1,), the intercept first.

    The coefficients do not depend on `kind`. Classical errors assume one noise
    variance; HC0 (White, 1980) and HC3 (MacKinnon and White, 1985) let every row
    have its own. None of them allows for correlated rows.
    Raises ValueError without spare rows, or for a singular design.
    """
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float)
    if X.ndim != 2 or y.shape != X.shape[:1]:
        raise ValueError(f"need X (n, d) and y (n,), got {X.shape} and {y.shape}")
    if not (np.isfinite(X).all() and np.isfinite(y).all()):
        raise ValueError("X and y must be finite: impute or drop first")
    if kind not in ("classical", "HC0", "HC3"):
        raise ValueError(f"kind must be classical, HC0 or HC3, not {kind!r}")
    A = np.column_stack([np.ones(len(X)), X])  # (n, d + 1)
    n, k = A.shape
    unit = np.linalg.norm(A, axis=0) + np.finfo(float).tiny
    if n <= k or np.linalg.matrix_rank(A / unit) < k:
        raise ValueError("need n > d + 1 and linearly independent columns")
    Q, R = np.linalg.qr(A)
    beta = np.linalg.solve(R, Q.T @ y)
    residual = y - A @ beta
    bread = np.linalg.solve(R, Q.T)  # (k, n): beta = bread @ y
    if kind == "classical":
        variance = np.full(n, residual @ residual / (n - k))
    elif kind == "HC0":
        variance = residual**2
    else:
        h = (Q**2).sum(axis=1)  # leverage: a fit hides the noise of such rows
        if np.any(1 - h < 1e-12):
            raise ValueError("a row has leverage 1, HC3 is not defined: use HC0")
        variance = (residual / (1 - h)) ** 2
    covariance = (bread * variance) @ bread.T  # bread, meat, bread
    return beta, np.sqrt(np.diag(covariance))
