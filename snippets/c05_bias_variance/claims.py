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
from snippets.c05_bias_variance.learning_curves import (
    learning_curve,
    shuffled_folds,
    validation_curve,
)
from snippets.c05_bias_variance.power_law import PowerLaw, fit_power_law
from snippets.c05_bias_variance.random_features import fit_min_norm, relu_features
from snippets.c05_bias_variance.shift_gap import split_gap

Array = NDArray[np.float64]

SIGMA = 0.5  # sd of the noise, so that the irreducible error is 0.25
SIZES = [50, 100, 200, 400, 800, 1400]
PENALTIES = [10.0**k for k in range(-6, -1)]


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


def full_valid_200() -> float:
    """Validation error of an unpruned tree on 200 digits, mean of 5 folds."""
    return float(_digit_curves(None)[1][SIZES.index(200)].mean())


def _nearest(A: Any, b: Any) -> Callable[[Any], Any]:
    """1-nearest neighbor; |a - x|^2 without |x|^2, which all rows share."""
    length = (A**2).sum(axis=1)
    return lambda new: b[(length - 2 * new @ A.T).argmin(axis=1)]


@cache
def _nearest_curves() -> tuple[Array, Array]:
    """Training and validation error of 1-nearest neighbor, same folds, (6, 5)."""
    X, y = _digits()
    folds = shuffled_folds(len(y), 5, rng=np.random.default_rng(5))
    return learning_curve(_nearest, _error_rate, X, y, sizes=SIZES, folds=folds)


def nearest_valid() -> float:
    """Validation error of 1-nearest neighbor on 1,400 digits, mean of 5 folds."""
    return float(_nearest_curves()[1][-1].mean())


@cache
def _forecast() -> PowerLaw:
    """Power law through the unpruned tree at 50, 100, 200 and 400 rows."""
    return fit_power_law(SIZES[:4], _digit_curves(None)[1].mean(axis=1)[:4])


def forecast_1400() -> float:
    """Error at 1,400 rows by the power law fitted at 50, 100, 200 and 400 rows."""
    return float(_forecast().at(1400))


def forecast_exponent() -> float:
    """Exponent of that fit; its floor must be 0, as the page says."""
    if _forecast().floor != 0:
        raise ValueError("the fitted floor is no longer 0")
    return _forecast().exponent


Draw = tuple[Array, NDArray[np.int64], NDArray[np.intp], Array, Array]


@cache
def _digit_draw(seed: int) -> Draw:
    """X, labels with 10 % redrawn at random, order of the rows, random W and b."""
    X, y = _digits()
    X = (X - X.mean(axis=0)) / 16
    rng = np.random.default_rng(seed)
    rows = rng.permutation(len(y))
    given = y.copy()
    redrawn = rng.random(len(y)) < 0.1
    given[redrawn] = rng.integers(0, 10, int(redrawn.sum()))
    W, b = rng.normal(size=(64, 2000)) / 8, 0.3 * rng.normal(size=2000)
    return X, given, rows, W, b


def _one_hot_ridge(l2: float) -> Callable[[Any, Any], Callable[[Any], Any]]:
    def fit(A: Any, labels: Any) -> Callable[[Any], Any]:
        w = fit_min_norm(A, np.eye(10)[labels], l2=l2)
        return lambda new: (new @ w).argmax(axis=1)

    return fit


@cache
def _penalty(seed: int) -> float:
    """Penalty with the lowest 5-fold error on the 200 noisy training rows, p = 200.

    Neither test rows nor clean labels take part in the choice.
    """
    X, given, rows, W, b = _digit_draw(seed)
    train = rows[:200]
    _, valid = validation_curve(
        _one_hot_ridge,
        _error_rate,
        relu_features(X[train], W[:, :200], b[:200]),
        given[train],
        values=PENALTIES,
        folds=shuffled_folds(200, 5, rng=np.random.default_rng(seed)),
    )
    return PENALTIES[int(valid.mean(axis=1).argmin())]


@cache
def _random_feature_error(p: int, ridge: bool) -> float:
    """Test error rate of p random ReLU features, mean of three draws.

    200 training digits with 10 % of the labels redrawn at random; clean test labels.
    """
    _, y = _digits()
    errors = []
    for seed in range(3):
        X, given, rows, W, b = _digit_draw(seed)
        train, test = rows[:200], rows[200:]
        Phi = relu_features(X, W[:, :p], b[:p])
        fit = _one_hot_ridge(_penalty(seed) if ridge else 0.0)
        errors.append(_error_rate(y[test], fit(Phi[train], given[train])(Phi[test])))
    return float(np.mean(errors))


def random_features_80() -> float:
    """Test error with 80 features and no penalty."""
    return _random_feature_error(80, False)


def random_features_200() -> float:
    """Test error with 200 features, as many as rows, and no penalty."""
    return _random_feature_error(200, False)


def random_features_2000() -> float:
    """Test error with 2,000 features and no penalty: the minimum-norm fit."""
    return _random_feature_error(2000, False)


def random_features_200_ridge() -> float:
    """Test error with 200 features and a penalty chosen on the training rows."""
    return _random_feature_error(200, True)


@cache
def _shift(n: int) -> dict[str, float]:
    """A line fitted to sin(x) + N(0, 0.3^2) on n rows with x from N(0, 1).

    Mean squared errors on 400,000 rows of the same kind and on 400,000 with x from
    N(1, 1) and the same y given x; the part of the gap that reweighting explains.
    """
    rng = np.random.default_rng(5)

    def world(rows: int, mean: float) -> tuple[Array, Array]:
        x = rng.normal(mean, 1, rows)
        return x, np.sin(x) + 0.3 * rng.normal(size=rows)

    x, y = world(n, 0)
    line = np.polyfit(x, y, 1)
    (x_old, y_old), (x_new, y_new) = world(400_000, 0), world(400_000, 1)
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


def shift_difference() -> float:
    """New minus holdout error, 200 training rows."""
    return _shift(200)["new"] - _shift(200)["old"]


def shift_explained() -> float:
    """Part of the gap between them that the moved inputs explain, 200 rows."""
    return _shift(200)["inputs"]
