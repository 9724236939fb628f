"""Numbers of the page Cross-Validation and Resampling, recomputed."""

import math
from functools import cache

import numpy as np
from numpy.typing import NDArray
from sklearn.datasets import load_diabetes
from sklearn.linear_model import Lasso

from snippets.c07_cross_validation.cross_validated_pipeline import (
    cross_validate,
    pipeline,
)
from snippets.c07_cross_validation.group_k_fold import group_k_fold
from snippets.c07_cross_validation.k_fold import k_fold, stratified_k_fold
from snippets.c07_cross_validation.one_standard_error import (
    corrected_standard_error,
    one_standard_error,
)
from snippets.c07_cross_validation.walk_forward import walk_forward

Array = NDArray[np.float64]
Rows = NDArray[np.intp]

CANDIDATES = (1, 3, 10, 30, 100, 300)


def _error(y: Array, predicted: Array) -> float:
    return float(np.mean(y != predicted))


def _nearest(X: Array, y: Array):  # type: ignore[no-untyped-def]
    """1-nearest-neighbor: returns the predictor."""

    def predict(new: Array) -> Array:
        gap = (new**2).sum(1)[:, None] - 2 * new @ X.T + (X**2).sum(1)
        labels: Array = y[gap.argmin(axis=1)]
        return labels

    return predict


def _most_correlated(count: int):  # type: ignore[no-untyped-def]
    """A step that keeps the columns with the largest |correlation| with y."""

    def fit(X: Array, y: Array):  # type: ignore[no-untyped-def]
        centered = X - X.mean(axis=0)
        score = np.abs((y - y.mean()) @ centered) / np.sqrt((centered**2).sum(axis=0))
        kept = np.argsort(-score)[:count]
        return lambda new: new[:, kept]

    return fit


@cache
def _screening() -> tuple[float, float]:
    """Mean 5-fold error with the columns chosen outside and inside, 12 data sets.

    50 rows, 25 a class, 5,000 columns of noise; 100 columns kept; 1-nearest-neighbor.
    """
    rng = np.random.default_rng(70)
    y = np.repeat([0.0, 1.0], 25)
    outside, inside = [], []
    for _ in range(12):
        X = rng.normal(size=(50, 5000))
        splits = stratified_k_fold(y, 5, rng=rng)
        chosen = _most_correlated(100)(X, y)(X)
        outside.append(cross_validate(chosen, y, splits, _nearest, _error)[0].mean())
        fit = pipeline([_most_correlated(100)], _nearest)
        inside.append(cross_validate(X, y, splits, fit, _error)[0].mean())
    return float(np.mean(outside)), float(np.mean(inside))


def screened_outside() -> float:
    """Error on noise when 100 of 5,000 columns are chosen before the split."""
    return _screening()[0]


def screened_inside() -> float:
    """Error on the same noise when they are chosen in each training part."""
    return _screening()[1]


def _accuracies(X: Array, y: Array, train: Rows, test: Rows) -> Array:
    """Accuracy of each column's nearest-class-mean rule, (columns,)."""
    rows, label = X[train], y[train]
    low, high = rows[label == 0].mean(axis=0), rows[label == 1].mean(axis=0)
    said = np.abs(X[test] - high) < np.abs(X[test] - low)
    right: Array = (said == (y[test] == 1)[:, None]).mean(axis=0)
    return right


@cache
def _best_of_many() -> tuple[Array, Array]:
    """Accuracy that (winner, nested) report for the best of M, (data sets, M).

    90 data sets of 100 rows, 50 a class, and 300 columns of noise; candidate j is the
    nearest-class-mean rule on column j; 5 outer and 5 inner stratified folds.
    """
    rng = np.random.default_rng(71)
    y = np.repeat([0.0, 1.0], 50)
    winner, nested = np.empty((2, 90, len(CANDIDATES)))
    for i in range(90):
        X = rng.normal(size=(100, max(CANDIDATES)))
        outer = stratified_k_fold(y, 5, rng=rng)
        held_out = np.array([_accuracies(X, y, *split) for split in outer])
        inside = np.empty_like(held_out)
        for f, (train, _) in enumerate(outer):
            splits = stratified_k_fold(y[train], 5, rng=rng)
            inside[f] = np.mean(
                [_accuracies(X, y, train[a], train[b]) for a, b in splits], axis=0
            )
        for j, count in enumerate(CANDIDATES):
            winner[i, j] = held_out.mean(axis=0)[:count].max()
            pick = inside[:, :count].argmax(axis=1)
            nested[i, j] = held_out[np.arange(5), pick].mean()
    return winner, nested


def winner_of_300() -> float:
    """Mean cross-validated accuracy of the best of 300 candidates on noise."""
    return float(_best_of_many()[0][:, -1].mean())


def nested_of_300() -> float:
    """Mean nested accuracy of choosing among the same 300 candidates."""
    return float(_best_of_many()[1][:, -1].mean())


@cache
def _users() -> tuple[float, float]:
    """1-NN accuracy with rows and with users split, mean over 20 data sets.

    60 users of 10 rows; a user's label is a coin; 5 features: the user's place plus
    noise of standard deviation 0.3, so rows tell who the user is, and nothing else.
    """
    rng = np.random.default_rng(72)
    user = np.repeat(np.arange(60), 10)
    by_row: list[float] = []
    by_user: list[float] = []
    for _ in range(20):
        y = rng.integers(2, size=60).astype(float)[user]
        X = rng.normal(size=(60, 5))[user] + 0.3 * rng.normal(size=(600, 5))
        for splits, found in (
            (k_fold(600, 5, rng=rng), by_row),
            (group_k_fold(user, 5, rng=rng), by_user),
        ):
            found.append(1 - cross_validate(X, y, splits, _nearest, _error)[0].mean())
    return float(np.mean(by_row)), float(np.mean(by_user))


def accuracy_split_by_row() -> float:
    """Accuracy that a row-wise split reports on user labels nobody can predict."""
    return _users()[0]


def accuracy_split_by_user() -> float:
    """Accuracy that a split by user reports on the same data."""
    return _users()[1]


def fold_without_positives() -> float:
    """Chance that 5 shuffled folds of 100 rows with 5 positives miss one somewhere.

    Exact: one minus the share of placements with one positive in each fold of 20.
    """
    return 1 - 20**5 / math.comb(100, 5)


@cache
def _last_known_label(gap: int) -> float:
    """Correlation of the newest training label with the next row's label.

    3,000 days of independent noise; the label of day t is the sum over days t + 1 to
    t + 10; 2,500 walk-forward splits of one test day.
    """
    noise = np.random.default_rng(73).normal(size=3010)
    total = np.concatenate(([0.0], np.cumsum(noise)))
    day = np.arange(3000)
    label = total[day + 11] - total[day + 1]
    splits = walk_forward(day, folds=2500, span=1, gap=gap)
    said = [label[train[-1]] for train, _ in splits]
    true = [label[test[0]] for _, test in splits]
    return float(np.corrcoef(said, true)[0, 1])


def correlation_without_gap() -> float:
    """Forecast skill on noise when labels are used before they are known."""
    return _last_known_label(0)


def correlation_with_gap() -> float:
    """The same forecast when the gap is as long as the label's 10 days."""
    return _last_known_label(10)


def loo_spread_least_squares() -> float:
    """Standard deviation of the leave-one-out error over that of 10-fold.

    4,000 data sets of 40 rows, 5 normal features, normal noise of variance 1, least
    squares with intercept; held-out residuals of a fold are (I - H_ff)^-1 e_f.
    """
    rng = np.random.default_rng(74)
    X = np.concatenate((np.ones((4000, 40, 1)), rng.normal(size=(4000, 40, 5))), axis=2)
    q = np.linalg.qr(X)[0]
    y = rng.normal(size=(4000, 40))  # true coefficients do not matter: zero
    residual = y - np.einsum("bnp,bp->bn", q, np.einsum("bnp,bn->bp", q, y))
    spread = []
    for size in (1, 4):
        block = q.reshape(4000, 40 // size, size, 6)
        left = np.eye(size) - block @ block.transpose(0, 1, 3, 2)
        held_out = np.linalg.solve(left, residual.reshape(4000, -1, size, 1))
        spread.append((held_out**2).mean(axis=(1, 2, 3)).std(ddof=1))
    return float(spread[0] / spread[1])


def loo_spread_majority() -> float:
    """The same ratio for the majority class of 40 coin flips, 4,000 data sets.

    A tie in the training labels predicts class 0.
    """
    rng = np.random.default_rng(75)
    y = rng.integers(2, size=(4000, 40))
    spread = []
    for size in (1, 4):
        block = y.reshape(4000, 40 // size, size)
        ones = y.sum(axis=1, keepdims=True) - block.sum(axis=2)
        said = ones > (40 - size) / 2
        spread.append((block != said[:, :, None]).mean(axis=(1, 2)).std(ddof=1))
    return float(spread[0] / spread[1])


def corrected_over_naive() -> float:
    """Corrected over naive standard error for 10 times 10-fold cross-validation."""
    d = np.random.default_rng(76).normal(size=100)
    naive = float(d.std(ddof=1)) / 10
    return corrected_standard_error(d, n_train=90, n_test=10) / naive


@cache
def _lasso_path() -> tuple[Array, Array, NDArray[np.intp]]:
    """(alphas, losses (10, alphas), non-zero coefficients) on the diabetes data.

    Mean squared error of the lasso over 10 shuffled folds; coefficients of the fit on
    all 442 rows; columns come scaled by scikit-learn.
    """
    X, y = load_diabetes(return_X_y=True)
    alphas = np.logspace(-2, 0, 11)
    splits = k_fold(len(y), 10, rng=np.random.default_rng(77))
    losses = np.empty((10, len(alphas)))
    for j, alpha in enumerate(alphas):
        losses[:, j] = cross_validate(
            X,
            y,
            splits,
            lambda a, b, alpha=alpha: Lasso(alpha).fit(a, b).predict,  # type: ignore[misc]
            lambda a, b: float(np.mean((a - b) ** 2)),
        )[0]
    kept = [np.count_nonzero(Lasso(alpha).fit(X, y).coef_) for alpha in alphas]
    return alphas, losses, np.array(kept)


def features_at_best() -> float:
    """Coefficients that stay at the lowest cross-validated error."""
    _, losses, kept = _lasso_path()
    return float(kept[losses.mean(axis=0).argmin()])


def features_at_one_standard_error() -> float:
    """Coefficients that stay at the largest alpha within one standard error."""
    alphas, losses, kept = _lasso_path()
    return float(kept[one_standard_error(losses, -alphas)])
