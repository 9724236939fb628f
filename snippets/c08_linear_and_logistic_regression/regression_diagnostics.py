"""VIF (d regressions, O(n d^3)), leverage, studentized residuals, Cook's distance."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]


def vif(X: ArrayLike) -> Array:
    """Variance inflation factor 1 / (1 - R_j^2) of each column; inf if collinear.

    R_j^2 is that of column j regressed on the others and an intercept. X holds no
    intercept column; a constant column raises ValueError.
    """
    A = _design(X)
    if np.any(~A.any(axis=0)):
        raise ValueError("a column of X is constant: leave the intercept out of X")
    factors = np.empty(A.shape[1] - 1)
    for j in range(1, A.shape[1]):
        others = np.delete(A, j, axis=1)
        rest = np.linalg.norm(A[:, j] - others @ np.linalg.lstsq(others, A[:, j])[0])
        factors[j - 1] = rest**-2 if rest > 1e-12 else np.inf  # rest^2 = 1 - R_j^2
    return factors


def leverage(X: ArrayLike) -> Array:
    """Diagonal of the hat matrix with intercept, (n,); sums to d + 1."""
    A = _design(X)
    if np.linalg.matrix_rank(A) < A.shape[1]:
        raise ValueError("columns of [1, X] are linearly dependent: drop one")
    Q = np.linalg.qr(A)[0]  # H = Q Q^T
    return np.asarray((Q**2).sum(axis=1))


def studentized_residuals(X: ArrayLike, y: ArrayLike) -> Array:
    """Each residual over its standard error, sigma estimated without that row (n,).

    Under the normal model each follows Student's t with n - d - 2 degrees of
    freedom; |value| > 3 deserves a look. Infinite where the other rows fit
    perfectly without this one, NaN where a row has leverage one.
    """
    h, residual, dof, s2 = _fit(X, y)
    if dof < 2:
        raise ValueError("need at least d + 3 rows")
    with np.errstate(divide="ignore", invalid="ignore"):
        s2_without = (s2 * dof - residual**2 / (1 - h)) / (dof - 1)
        t = residual / np.sqrt(np.maximum(s2_without, 0.0) * (1 - h))
    return np.where(1 - h > 1e-12, t, np.nan)


def cooks_distance(X: ArrayLike, y: ArrayLike) -> Array:
    """How far the fit moves when a row is left out, scaled; (n,). Cook, 1977.

    NaN where a row has leverage one, since the fit without it is not unique.
    """
    h, residual, dof, s2 = _fit(X, y)
    with np.errstate(divide="ignore", invalid="ignore"):
        D = residual**2 * h / ((1 - h) ** 2 * s2 * (len(h) - dof))
    return np.where(1 - h > 1e-12, D, np.nan)


def _fit(X: ArrayLike, y: ArrayLike) -> tuple[Array, Array, int, float]:
    """Leverage, residuals, degrees of freedom and residual variance."""
    A, y = _design(X), np.asarray(y, dtype=float)
    if y.shape != A.shape[:1] or not np.isfinite(y).all():
        raise ValueError(f"need finite y of shape ({len(A)},), got {y.shape}")
    dof = len(A) - A.shape[1]
    if dof < 1:
        raise ValueError("need more rows than coefficients")
    h = leverage(X)
    residual = y - A @ np.linalg.lstsq(A, y)[0]
    return h, residual, dof, float(residual @ residual) / dof


def _design(X: ArrayLike) -> Array:
    """A column of ones, and X with each column centered and of unit length.

    None of the four diagnostics depends on origin or units of a column; rounding
    does. A constant column becomes zeros.
    """
    X = np.asarray(X, dtype=float)
    if X.ndim != 2 or X.size == 0 or not np.isfinite(X).all():
        raise ValueError(f"X must be finite, of shape (n, d); got shape {X.shape}")
    Z = X - X.mean(axis=0)
    length = np.linalg.norm(Z, axis=0)
    rounding = len(X) * np.finfo(float).eps * np.linalg.norm(X, axis=0)
    Z = np.where(length > rounding, Z / np.where(length > 0, length, 1.0), 0.0)
    return np.column_stack([np.ones(len(X)), Z])
