import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import log_softmax as scipy_log_softmax
from sklearn.datasets import load_iris
from sklearn.linear_model import LogisticRegression

from snippets.c08_linear_and_logistic_regression.softmax_regression import (
    fit,
    log_softmax,
    predict_proba,
)


@pytest.mark.parametrize("l2", [0.01, 0.1, 1.0])
def test_agrees_with_scikit_learn_on_iris(l2):
    X, y = load_iris(return_X_y=True)
    X = (X - X.mean(0)) / X.std(0)
    oracle = LogisticRegression(C=1 / (l2 * len(y)), tol=1e-10, max_iter=5000)
    W, b = fit(X, y, l2=l2)
    np.testing.assert_allclose(W.T, oracle.fit(X, y).coef_, atol=1e-3)
    np.testing.assert_allclose(
        predict_proba(X, W, b), oracle.predict_proba(X), atol=1e-4
    )


@pytest.mark.parametrize("seed", range(3))
def test_gradient_is_zero_by_finite_differences(seed):
    rng = np.random.default_rng(seed)
    X, y = rng.normal(size=(50, 2)), np.arange(50) % 3
    W, b = fit(X, y, l2=0.1, tol=1e-9)

    def objective(v):
        V, c = v[:6].reshape(2, 3), v[6:]
        return -log_softmax(X @ V + c)[np.arange(50), y].mean() + 0.05 * (V**2).sum()

    at, h = np.r_[W.ravel(), b], 1e-5
    slopes = [(objective(at + h * e) - objective(at - h * e)) / (2 * h)
              for e in np.eye(9)]  # fmt: skip
    np.testing.assert_allclose(slopes, 0, atol=1e-8)


def test_two_classes_are_logistic_regression_at_half_the_penalty():
    rng = np.random.default_rng(0)
    X = rng.normal(size=(100, 2))
    y = (X[:, 0] + rng.normal(size=100) > 0).astype(int)
    W, b = fit(X, y, l2=0.2, tol=1e-9)
    binary = LogisticRegression(C=1 / (0.1 * 100), tol=1e-10).fit(X, y)
    np.testing.assert_allclose(W[:, 1] - W[:, 0], binary.coef_[0], atol=1e-5)
    assert b[1] - b[0] == pytest.approx(binary.intercept_[0], abs=1e-5)


def test_weights_of_a_feature_sum_to_zero():
    X, y = load_iris(return_X_y=True)
    W, b = fit(X - X.mean(0), y, l2=0.1)
    np.testing.assert_allclose(W.sum(axis=1), 0, atol=1e-12)
    assert b.sum() == pytest.approx(0, abs=1e-12)


@given(st.lists(st.floats(-500, 500), min_size=2, max_size=5), st.floats(-1e4, 1e4))
def test_log_softmax_matches_scipy_and_ignores_a_shift(z, shift):
    Z = np.array([z])
    np.testing.assert_allclose(log_softmax(Z), scipy_log_softmax(Z, axis=1), atol=1e-9)
    np.testing.assert_allclose(log_softmax(Z + shift), log_softmax(Z), atol=1e-8)


def test_by_hand_and_at_huge_logits():
    np.testing.assert_allclose(np.exp(log_softmax([[0, np.log(3)]])), [[0.25, 0.75]])
    np.testing.assert_allclose(log_softmax([[1e6, 0, -1e6]]), [[0, -1e6, -2e6]])


def test_integer_features_work():
    X, y = [[0], [1], [2], [3], [4], [5]], [0, 0, 1, 1, 2, 2]
    W, b = fit(X, y, l2=0.1)
    V, c = fit(np.asarray(X, dtype=float), np.asarray(y, dtype=float), l2=0.1)
    np.testing.assert_array_equal(W, V)
    np.testing.assert_array_equal(b, c)


@pytest.mark.parametrize(
    ("X", "y", "l2", "message"),
    [
        ([[1], [2]], [0, 2], 0.1, "every label"),
        ([[1], [2]], [1, 2], 0.1, "every label"),
        ([[1], [2]], [0, 0], 0.1, "every label"),
        ([[1], [2]], [0.5, 1], 0.1, "every label"),
        ([1, 2], [0, 1], 0.1, "need finite X"),
        ([[1], [np.nan]], [0, 1], 0.1, "need finite X"),
        ([[1], [2]], [0, 1], 0, "must be positive"),
    ],
)
def test_bad_input(X, y, l2, message):
    with pytest.raises(ValueError, match=message):
        fit(X, y, l2=l2)


def test_tiny_units_ask_for_scaling_instead_of_returning_zero_weights():
    rng = np.random.default_rng(0)
    X = rng.normal(size=(100, 2))
    y = (X[:, 0] + rng.normal(size=100) > 0).astype(int)
    with pytest.raises(RuntimeError, match="scale X"):
        fit(X * 1e-7, y, l2=1e-16, max_steps=200)


def test_too_few_steps():
    with pytest.raises(RuntimeError, match="no convergence"):
        fit([[0], [1], [2]], [0, 1, 0], l2=0.1, max_steps=2)
