import numpy as np
import pytest
from scipy.optimize import minimize
from sklearn import linear_model
from sklearn.datasets import load_iris

from snippets.c01_ml_ai_and_data_science.perceptron import (
    Perceptron,
    fit,
    mistake_bound,
    predict,
)


def separable(seed, margin=0.1, n=200):
    """Points in the unit square whose distance to a known line is at least margin."""
    rng = np.random.default_rng(seed)
    normal = rng.normal(size=2)
    normal /= np.linalg.norm(normal)
    X = rng.uniform(-1, 1, size=(20 * n, 2))
    X = X[abs(X @ normal) >= margin][:n]
    return X, np.where(X @ normal > 0, 1, -1), normal


def iris():
    X, y = load_iris(return_X_y=True)
    return X, np.where(y == 0, 1, -1)


def oracle(X, y):
    return linear_model.Perceptron(shuffle=False, tol=None, max_iter=500).fit(X, y)


@pytest.mark.parametrize("seed", range(5))
def test_same_weights_as_sklearn(seed):
    X, y, _ = separable(seed)
    got, want = fit(X, y), oracle(X, y)
    np.testing.assert_allclose(got.w, want.coef_[0], rtol=1e-9)
    assert got.b == pytest.approx(want.intercept_[0])
    np.testing.assert_array_equal(predict(X, got), y)


def test_real_data_agrees_with_sklearn():
    X, y = iris()
    got, want = fit(X, y), oracle(X, y)
    np.testing.assert_allclose(got.w, want.coef_[0], rtol=1e-9)
    np.testing.assert_array_equal(predict(X, got), y)


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("margin", [0.02, 0.1, 0.4])
def test_mistakes_stay_under_the_bound_in_any_order(seed, margin):
    X, y, normal = separable(seed, margin)
    bound = mistake_bound(X, y, normal, 0.0)
    assert bound <= 3 / margin**2  # R^2 <= 1 + 1 + 1 for the bias
    order = np.random.default_rng(seed).permutation(len(X))
    for rows in (np.arange(len(X)), order, np.argsort(y)):
        assert 1 <= fit(X[rows], y[rows], max_epochs=10_000).mistakes <= bound


def test_the_widest_margin_gives_the_smallest_bound():
    X, y = iris()
    signed = y[:, None] * np.column_stack([X, np.ones(len(X))])
    start = fit(X, y)
    w = minimize(
        lambda v: v @ v,
        np.append(start.w, start.b),
        jac=lambda v: 2 * v,
        constraints={
            "type": "ineq",
            "fun": lambda v: signed @ v - 1,
            "jac": lambda v: signed,
        },
        method="SLSQP",
    ).x
    best = mistake_bound(X, y, w[:-1], w[-1])
    assert start.mistakes <= best <= mistake_bound(X, y, start.w, start.b)
    # the optimum has |w| = 1 / gamma
    assert best == pytest.approx(w @ w * (signed**2).sum(axis=1).max(), rel=1e-6)


def test_by_hand():
    # (w, b) after each update, worked on paper: (2, 1) (1, 0) | (0, -1) | (2, 0)
    # (1, -1) | (0, -2) | (2, -1) (1, -2) | (3, -1) (2, -2) | (1, -3) | (3, -2) (2, -3)
    got = fit([[2], [1]], [1, -1])
    assert (got.w.tolist(), got.b, got.mistakes) == ([2.0], -3.0, 13)
    assert mistake_bound([[2], [1]], [1, -1], [2.0], -3.0) == pytest.approx(65)


def test_classes_that_overlap_end_with_an_error():
    with pytest.raises(RuntimeError, match="separable"):
        fit([[0, 0], [1, 1], [0, 1], [1, 0]], [1, 1, -1, -1], max_epochs=200)
    X, y = load_iris(return_X_y=True)
    with pytest.raises(RuntimeError, match="separable"):
        fit(X[50:], np.where(y[50:] == 1, 1, -1), max_epochs=100)


def test_extremes():
    assert fit([[5]], [-1]).mistakes == 1
    assert predict([[0.0]], Perceptron(np.array([1.0]), 0.0, 0))[0] == 1
    X, y, _ = separable(0)
    shown = (X * 100).round().astype(int)
    whole, real = fit(shown, y), fit(shown.astype(float), y)
    np.testing.assert_array_equal(whole.w, real.w)


@pytest.mark.parametrize(
    "call",
    [
        lambda: fit([1, 2], [1, -1]),
        lambda: fit([[1], [2]], [1]),
        lambda: fit([[1], [2]], [[1], [-1]]),
        lambda: fit([[1], [2]], [0, 1]),
        lambda: fit([[np.nan], [2]], [-1, 1]),
        lambda: fit(np.empty((0, 2)), []),
        lambda: fit([[1e200, 1e200], [1e200, -1e200]], [1, -1]),
        lambda: fit([[1], [2]], [-1, 1], max_epochs=0),
        lambda: predict([[1, 2]], Perceptron(np.ones(1), 0.0, 0)),
        lambda: predict([[np.inf]], Perceptron(np.ones(1), 0.0, 0)),
        lambda: mistake_bound([[1], [2]], [-1, 1], [1, 1], 0),
        lambda: mistake_bound([[1], [2]], [-1, 1], [0], 0),
        lambda: mistake_bound([[1], [2]], [-1, 1], [np.nan], 0),
        lambda: mistake_bound([[1], [2]], [-1, 1], [-1], 1.5),
    ],
)
def test_bad_input_is_refused(call):
    with pytest.raises(ValueError):
        call()
