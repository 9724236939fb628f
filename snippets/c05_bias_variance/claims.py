"""Numbers of the page Bias-Variance Tradeoff, Overfitting, Underfitting."""

from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
from numpy.polynomial.chebyshev import chebfit, chebval
from numpy.typing import NDArray
from sklearn.datasets import load_digits
from sklearn.tree import DecisionTreeClassifier

from snippets.c05_bias_variance.bias_variance import (
    Decomposition,
    Fit,
    decompose,
    predictions,
)
from snippets.c05_bias_variance.learning_curves import learning_curve, shuffled_folds
from snippets.c05_bias_variance.power_law import fit_power_law
from snippets.c05_bias_variance.random_features import fit_min_norm, relu_features
from snippets.c05_bias_variance.shift_gap import split_gap

Array = NDArray[np.float64]

SIGMA = 0.5  # sd of the noise, so that the irreducible error is 0.25
SIZES = [50, 100, 200, 400, 800, 1400]


def _polynomial(degree: int) -> Fit:
    def fit(X: Array, y: Array) -> Callable[[Array], Array]:
        coef = chebfit(X, y, degree)
        return lambda new: np.asarray(chebval(new, coef), dtype=float)

    return fit


def _sine_sample(rng: np.random.Generator) -> tuple[Array, Array]:
    """20 evenly spaced points on [-1, 1] and sin(pi x) plus noise."""
    x = np.linspace(-1, 1, 20)
    return x, np.sin(np.pi * x) + SIGMA * rng.normal(size=20)


@cache
def _sine(degree: int) -> Decomposition:
    """500 training sets, 101 test points, polynomial least squares."""
    new = np.linspace(-1, 1, 101)
    rng = np.random.default_rng(5)
    P = predictions(_polynomial(degree), _sine_sample, new, rng=rng, n_sets=500)
    return decompose(P, np.sin(np.pi * new), noise_var=SIGMA**2)


def bias2_degree_1() -> float:
    """Squared bias of the straight line for sin(pi x)."""
    return _sine(1).bias2


def error_degree_3() -> float:
    """Expected squared error of the cubic: the lowest of degrees 0 to 12."""
    return _sine(3).error


@cache
def _digits() -> tuple[Array, NDArray[np.int64]]:
    X, y = load_digits(return_X_y=True)
    return X, y


def _error_rate(y: NDArray[Any], predicted: NDArray[Any]) -> float:
    return float(np.mean(y != predicted))


@cache
def _digit_curves(depth: int | None) -> tuple[Array, Array]:
    """Training and validation error of a decision tree on the digits, (6, 5)."""
    X, y = _digits()
    folds = shuffled_folds(len(y), 5, rng=np.random.default_rng(5))
    tree = DecisionTreeClassifier(max_depth=depth, random_state=0)

    def fit(A: Any, b: Any) -> Callable[[Any], Any]:
        predict: Callable[[Any], Any] = tree.fit(A, b).predict
        return predict

    return learning_curve(fit, _error_rate, X, y, sizes=SIZES, folds=folds)


def shallow_train() -> float:
    """Training error of a tree of depth 3 on 1,400 digits, mean of 5 folds."""
    return float(_digit_curves(3)[0][-1].mean())


def shallow_valid() -> float:
    """Validation error of the same trees."""
    return float(_digit_curves(3)[1][-1].mean())


def full_valid() -> float:
    """Validation error of an unpruned tree on 1,400 digits, mean of 5 folds."""
    return float(_digit_curves(None)[1][-1].mean())


def forecast_1400() -> float:
    """Error at 1,400 rows by the power law fitted at 50, 100, 200 and 400 rows."""
    valid = _digit_curves(None)[1].mean(axis=1)
    return float(fit_power_law(SIZES[:4], valid[:4]).at(1400))


@cache
def _random_feature_error(p: int, l2: float) -> float:
    """Test error rate of p random ReLU features, mean of three draws.

    200 training digits with 10 % of the labels redrawn at random; clean test labels.
    """
    X, y = _digits()
    X = (X - X.mean(axis=0)) / 16
    errors = []
    for seed in range(3):
        rng = np.random.default_rng(seed)
        rows = rng.permutation(len(y))
        train, test = rows[:200], rows[200:]
        given = y.copy()
        redrawn = rng.random(len(y)) < 0.1
        given[redrawn] = rng.integers(0, 10, int(redrawn.sum()))
        W, b = rng.normal(size=(64, 2000)) / 8, 0.3 * rng.normal(size=2000)
        Phi = relu_features(X, W[:, :p], b[:p])
        w = fit_min_norm(Phi[train], np.eye(10)[given[train]], l2=l2)
        errors.append(_error_rate(y[test], (Phi[test] @ w).argmax(axis=1)))
    return float(np.mean(errors))


def random_features_80() -> float:
    """Test error with 80 features and no penalty."""
    return _random_feature_error(80, 0.0)


def random_features_200() -> float:
    """Test error with 200 features, as many as rows, and no penalty."""
    return _random_feature_error(200, 0.0)


def random_features_2000() -> float:
    """Test error with 2,000 features and no penalty: the minimum-norm fit."""
    return _random_feature_error(2000, 0.0)


def random_features_200_ridge() -> float:
    """Test error with 200 features and a penalty of 1e-4."""
    return _random_feature_error(200, 1e-4)


@cache
def _shift(n: int) -> dict[str, float]:
    """A line fitted to sin(x) + N(0, 0.3^2) on n rows with x from N(0, 1).

    Mean squared errors on 20,000 rows of the same kind and on 20,000 with x from
    N(1, 1) and the same y given x; the part of the gap that reweighting explains.
    """
    rng = np.random.default_rng(5)

    def world(rows: int, mean: float) -> tuple[Array, Array]:
        x = rng.normal(mean, 1, rows)
        return x, np.sin(x) + 0.3 * rng.normal(size=rows)

    x, y = world(n, 0)
    line = np.polyfit(x, y, 1)
    (x_old, y_old), (x_new, y_new) = world(20_000, 0), world(20_000, 1)
    old = (y_old - np.polyval(line, x_old)) ** 2
    new = (y_new - np.polyval(line, x_new)) ** 2
    inputs, rest = split_gap(old, new, np.exp(x_old - 0.5))
    return {
        "old": float(old.mean()),
        "new": float(new.mean()),
        "inputs": inputs,
        "rest": rest,
    }


def shift_holdout() -> float:
    """Holdout error, no shift, 200 training rows."""
    return _shift(200)["old"]


def shift_new() -> float:
    """Error on the shifted rows, 200 training rows."""
    return _shift(200)["new"]


def shift_new_more_data() -> float:
    """Error on the shifted rows, 20,000 training rows of the old kind."""
    return _shift(20_000)["new"]


def shift_explained() -> float:
    """Part of the gap between them that the moved inputs explain, 200 rows."""
    return _shift(200)["inputs"]
