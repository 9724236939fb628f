"""Numbers of the page Regularization: L1, L2, Elastic Net, recomputed."""

from functools import cache

import numpy as np
from numpy.typing import NDArray
from sklearn.datasets import load_diabetes
from sklearn.linear_model import LassoCV
from sklearn.linear_model import lasso_path as fast_path

from snippets.c09_regularization.adamw import adam
from snippets.c09_regularization.lasso_path import (
    lasso_path,
    penalty_grid,
    pick_penalty,
)
from snippets.c09_regularization.ridge import ridge_loo_error, ridge_svd

Array = NDArray[np.float64]


def _diabetes() -> tuple[Array, Array, Array]:
    """442 patients: ten features in their own units, the same standardized, target."""
    raw, y = load_diabetes(return_X_y=True, scaled=False)
    return raw, (raw - raw.mean(axis=0)) / raw.std(axis=0), y


def _errors(raw: Array, y: Array, grid: Array, seed: int) -> Array:
    """What fold_errors returns for five random folds, by scikit-learn's faster path."""
    errors = []
    for held in np.array_split(np.random.default_rng(seed).permutation(len(y)), 5):
        train = np.setdiff1d(np.arange(len(y)), held)
        Z = (raw - raw[train].mean(axis=0)) / raw[train].std(axis=0)
        center = y[train].mean()
        w = fast_path(Z[train], y[train] - center, alphas=grid, precompute=True)[1]
        errors.append(((y[held][:, None] - Z[held] @ w - center) ** 2).mean(axis=0))
    return np.asarray(errors)


@cache
def _chosen() -> tuple[Array, Array, Array, int, int]:
    """Grid, path, cross-validated R^2, places of best and one-standard-error penalty.

    Five random folds, standardized inside each; R^2 = 1 - mean fold error / Var(y).
    """
    raw, X, y = _diabetes()
    grid = penalty_grid(X, y, size=40)
    errors = _errors(raw, y, grid, seed=9)
    best, sparse = pick_penalty(errors)
    path = lasso_path(X, y, grid, tol=1e-5)[0]
    return grid, path, 1 - errors.mean(axis=0) / y.var(), best, sparse


@cache
def _other_splits() -> tuple[Array, Array]:
    """Features at the least error and by the one-standard-error rule, 10 fold seeds."""
    raw, _, y = _diabetes()
    grid, path, _, _, _ = _chosen()
    count = np.count_nonzero(path, axis=1)
    picks = np.array([pick_penalty(_errors(raw, y, grid, seed)) for seed in range(10)])
    return count[picks[:, 0]], count[picks[:, 1]]


def fewest_at_best() -> float:
    """Fewest features at the least error, over 10 random splits into five folds."""
    return float(_other_splits()[0].min())


def most_at_best() -> float:
    """Most features at the least error, over 10 random splits into five folds."""
    return float(_other_splits()[0].max())


def fewest_at_one_error() -> float:
    """Fewest features by the one-standard-error rule, over the same 10 splits."""
    return float(_other_splits()[1].min())


def most_at_one_error() -> float:
    """Most features by the one-standard-error rule, over the same 10 splits."""
    return float(_other_splits()[1].max())


def features_at_best() -> float:
    """Nonzero weights, of ten, where the cross-validated error is smallest."""
    _, path, _, best, _ = _chosen()
    return float(np.count_nonzero(path[best]))


def features_at_one_error() -> float:
    """Nonzero weights, of ten, at the penalty of the one-standard-error rule."""
    _, path, _, _, sparse = _chosen()
    return float(np.count_nonzero(path[sparse]))


def r2_at_best() -> float:
    """Cross-validated R^2 at the penalty with the smallest error."""
    _, _, r2, best, _ = _chosen()
    return float(r2[best])


def r2_at_one_error() -> float:
    """Cross-validated R^2 at the penalty of the one-standard-error rule."""
    _, _, r2, _, sparse = _chosen()
    return float(r2[sparse])


def shared_first_three() -> float:
    """Features that raw and standardized columns share among the first three kept."""
    raw, X, y = _diabetes()
    kept = []
    for columns in (raw, X):
        grid = penalty_grid(columns, y, size=150, ratio=0.02)
        path, _ = lasso_path(columns, y, grid, tol=1e-5)
        count = np.count_nonzero(path, axis=1)
        kept.append(set(np.flatnonzero(path[int(np.argmax(count == 3))]).tolist()))
    return float(len(kept[0] & kept[1]))


@cache
def _contest(strong: int) -> tuple[float, float, float]:
    """Medians of ridge's excess error, lasso's, and lasso's count of false features.

    11 draws of 100 rows, 200 independent N(0, 1) features, noise N(0, 1). `strong`
    weights are nonzero, of equal size and random sign; their squares sum to 4.
    Ridge's penalty is chosen by leave-one-out, lasso's by five folds. Excess error,
    |w_hat - w|^2 + bias^2 over 4, is the expected squared distance from the true
    mean on new rows, as a share of what predicting zero costs.
    """
    n, d, medians = 100, 200, []
    for seed in range(11):
        rng = np.random.default_rng(seed)
        X = rng.normal(size=(n, d))
        w = np.zeros(d)
        w[:strong] = rng.choice([-1, 1], size=strong) * 2 / np.sqrt(strong)
        y = X @ w + rng.normal(size=n)
        l2 = np.geomspace(1e-2, 1e2, 40)
        k = int(ridge_loo_error(X, y, l2).argmin())
        weights, bias, _ = ridge_svd(X, y, l2[k : k + 1])
        fit = LassoCV(alphas=20, eps=0.03, cv=5, tol=1e-3).fit(X, y)
        medians.append(
            (
                float(((weights[0] - w) ** 2).sum() + bias[0] ** 2) / 4,
                float(((fit.coef_ - w) ** 2).sum() + fit.intercept_**2) / 4,
                float(np.count_nonzero(fit.coef_[strong:])),
            )
        )
    ridge, sparse, false = np.median(medians, axis=0)
    return float(ridge), float(sparse), float(false)


def ridge_when_sparse() -> float:
    """Ridge's excess error, 5 of 200 weights nonzero (see _contest)."""
    return _contest(5)[0]


def lasso_when_sparse() -> float:
    """Lasso's excess error, 5 of 200 weights nonzero (see _contest)."""
    return _contest(5)[1]


def false_features() -> float:
    """Median count of the 195 true zeros that lasso, tuned for prediction, keeps."""
    return _contest(5)[2]


def ridge_when_dense() -> float:
    """Ridge's excess error, all 200 weights of equal size (see _contest)."""
    return _contest(200)[0]


def lasso_when_dense() -> float:
    """Lasso's excess error, all 200 weights of equal size (see _contest)."""
    return _contest(200)[1]


def twin_dropped() -> float:
    """Share of 400 samples in which lasso keeps only one of two near-twins.

    100 rows; both features are one signal plus N(0, 0.1^2), y is it plus N(0, 1);
    standardized columns, l1 = 0.1. One twin alone is the solution if its residual
    keeps the other within the KKT bound.
    """
    alone = 0
    for seed in range(400):
        rng = np.random.default_rng(seed)
        signal = rng.normal(size=100)
        X = signal[:, None] + 0.1 * rng.normal(size=(100, 2))
        X = (X - X.mean(axis=0)) / X.std(axis=0)
        z = X.T @ (signal + rng.normal(size=100)) / 100
        if abs(z[1]) > abs(z[0]):
            z = z[::-1]
        w = np.sign(z[0]) * max(abs(z[0]) - 0.1, 0.0)  # the stronger twin alone
        shared = float(X[:, 0] @ X[:, 1]) / 100
        alone += int(w != 0 and abs(z[1] - shared * w) <= 0.1)
    return alone / 400


@cache
def _shrinkage(knob: str) -> Array:
    """Mean weight (2001, 2) of 500 quiet and 500 noisy coordinates, starting at 1.

    Gradients are pure noise, N(0, 0.1^2) and N(0, 10^2); lr = 0.001 and
    `knob` (l2 or weight_decay) = 0.1.
    """
    rng = np.random.default_rng(0)
    spread = np.repeat([0.1, 10.0], 500)
    path = adam(
        lambda w: spread * rng.normal(size=1000),
        np.ones(1000),
        steps=2000,
        lr=1e-3,
        **{knob: 0.1},  # type: ignore[arg-type]
    )
    return np.asarray(path.reshape(2001, 2, 500).mean(axis=2))


def adam_l2_quiet() -> float:
    """Mean weight left after 2,000 steps of Adam + L2, gradient noise 0.1."""
    return float(_shrinkage("l2")[-1, 0])


def adam_l2_noisy() -> float:
    """Mean weight left after 2,000 steps of Adam + L2, gradient noise 10."""
    return float(_shrinkage("l2")[-1, 1])


def adamw_noisy() -> float:
    """Mean weight left after 2,000 steps of AdamW, gradient noise 10."""
    return float(_shrinkage("weight_decay")[-1, 1])
