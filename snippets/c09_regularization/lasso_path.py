"""The lasso path with warm starts, and a penalty chosen on it by cross-validation."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]


def penalty_grid(
    X: ArrayLike, y: ArrayLike, *, size: int = 100, ratio: float = 1e-3
) -> Array:
    """Falling geometric grid (size,) from the smallest l1 with no feature, l1_max.

    It ends at ratio * l1_max. Raises ValueError when y is uncorrelated with all of X.
    """
    X, y = _checked(X, y)
    if size < 2 or not 0 < ratio < 1:
        raise ValueError("need size >= 2 and ratio between 0 and 1")
    top = float(np.abs((X - X.mean(axis=0)).T @ (y - y.mean())).max()) / len(y)
    if top <= 1e-12 * float(np.abs(X).max() * np.abs(y).max()):
        raise ValueError("no column moves with y: there is no path to follow")
    return np.asarray(np.geomspace(top, top * ratio, size))


def lasso_path(
    X: ArrayLike,
    y: ArrayLike,
    l1: ArrayLike,
    *,
    tol: float = 1e-7,
    max_sweeps: int = 10_000,
) -> tuple[Array, Array]:
    """Weights (k, d) and biases (k,) for k falling penalties; each starts at the last.

    Objective |y - Xw - b|^2 / 2n + l1 * |w|_1. Works on X^T X, so a sweep costs
    O(d * nonzeros), whatever n is. Standardize X first.
    Raises RuntimeError when max_sweeps are not enough for one penalty.
    """
    X, y = _checked(X, y)
    grid = np.asarray(l1, dtype=float)
    if grid.ndim != 1 or grid.size == 0 or not (grid > 0).all():
        raise ValueError("l1 must be a 1-D array of positive penalties")
    if not np.isfinite(grid).all() or (np.diff(grid) > 0).any():
        raise ValueError("penalties must be finite and fall: warm starts go down")
    n, d = X.shape
    Xc, yc = X - X.mean(axis=0), y - y.mean()
    gram, slope = Xc.T @ Xc / n, Xc.T @ yc / n  # slope = Xc^T residual / n
    scale = np.sqrt(np.diag(gram))
    limit = tol * scale * float(np.sqrt(yc @ yc / n))
    w, W = np.zeros(d), np.zeros((grid.size, d))
    for k, penalty in enumerate(grid):
        for _ in range(max_sweeps):
            slack = np.where(w != 0, slope - penalty * np.sign(w), 0.0)
            slack[w == 0] = np.maximum(np.abs(slope[w == 0]) - penalty, 0.0)
            wrong = np.abs(slack) > limit  # broken KKT conditions
            if not wrong.any():
                break
            for j in np.flatnonzero(wrong | (w != 0)):
                pull = slope[j] + gram[j, j] * w[j]
                new = np.sign(pull) * max(abs(pull) - penalty, 0.0) / gram[j, j]
                if new != w[j]:
                    slope += gram[:, j] * (w[j] - new)
                    w[j] = new
        else:
            raise RuntimeError(f"no convergence at l1 = {penalty:g}: raise max_sweeps")
        W[k] = w
    return W, y.mean() - W @ X.mean(axis=0)


def fold_errors(
    X: ArrayLike,
    y: ArrayLike,
    l1: ArrayLike,
    folds: Sequence[ArrayLike],
    *,
    tol: float = 1e-5,
) -> Array:
    """Mean squared error (folds, k) on each held-out set of row numbers.

    Columns are standardized inside each fold, on its training rows. Raises ValueError
    for masks, numbers out of range, and folds that leave nothing to train on.
    """
    X, y = _checked(X, y)
    if len(folds) == 0:
        raise ValueError("need at least one fold")
    errors = []
    for rows in folds:
        place = np.asarray(rows)
        if place.ndim != 1 or place.dtype.kind not in "iu":
            raise ValueError("a fold is a 1-D array of row numbers, not a mask")
        if not place.size or place.min() < 0 or place.max() >= len(y):
            raise ValueError(f"row numbers must lie in 0..{len(y) - 1}, at least one")
        held = np.isin(np.arange(len(y)), place)
        if held.all():
            raise ValueError("a fold holds all rows: none is left to train on")
        center, spread = X[~held].mean(axis=0), X[~held].std(axis=0)
        spread[spread == 0] = 1.0
        Z = (X - center) / spread
        W, b = lasso_path(Z[~held], y[~held], l1, tol=tol)
        errors.append(((y[held][:, None] - Z[held] @ W.T - b) ** 2).mean(axis=0))
    return np.asarray(errors)


def pick_penalty(errors: ArrayLike) -> tuple[int, int]:
    """Grid places of the smallest mean error and of the one-standard-error rule.

    The second is the strongest penalty (first in a falling grid) whose mean error is
    within one standard error, over folds, of the smallest.
    """
    table = np.asarray(errors, dtype=float)
    if table.ndim != 2 or len(table) < 2 or not np.isfinite(table).all():
        raise ValueError("need finite errors of shape (folds >= 2, penalties)")
    mean = table.mean(axis=0)
    best = int(mean.argmin())
    spare = float(table[:, best].std(ddof=1)) / np.sqrt(len(table))
    return best, int(np.argmax(mean <= mean[best] + spare))


def _checked(X: ArrayLike, y: ArrayLike) -> tuple[Array, Array]:
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float)
    if X.ndim != 2 or 0 in X.shape or y.shape != X.shape[:1]:
        raise ValueError(f"need X (n, d) and y (n,): {X.shape}, {y.shape}")
    if not (np.isfinite(X).all() and np.isfinite(y).all()):
        raise ValueError("X and y must be finite: impute first")
    return X, y
