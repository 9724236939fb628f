import warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import expit
from sklearn.datasets import load_breast_cancer
from sklearn.linear_model import LogisticRegression

from snippets.c08_linear_and_logistic_regression.logistic_regression import (
    fit,
    log_loss,
    predict_proba,
    sigmoid,
)


def draw(seed: int, n: int = 200, d: int = 3):
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(n, d))
    return X, (rng.random(n) < expit(X @ rng.normal(size=d) - 0.5)).astype(int)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("l2", [0.0, 0.01, 1.0])
def test_agrees_with_scikit_learn(seed, l2):
    X, y = draw(seed)
    C = 1 / (l2 * len(y)) if l2 else np.inf
    oracle = LogisticRegression(C=C, tol=1e-10, max_iter=5000).fit(X, y)
    w, b = fit(X, y, l2=l2, tol=1e-9)
    np.testing.assert_allclose(w, oracle.coef_[0], atol=1e-5)
    assert b == pytest.approx(oracle.intercept_[0], abs=1e-5)
    np.testing.assert_allclose(
        predict_proba(X, w, b), oracle.predict_proba(X)[:, 1], atol=1e-5
    )


def test_breast_cancer():
    X, y = load_breast_cancer(return_X_y=True)
    X = (X - X.mean(0)) / X.std(0)
    oracle = LogisticRegression(C=1 / (0.05 * len(y)), tol=1e-10).fit(X, y)
    w, _ = fit(X, y, l2=0.05)
    np.testing.assert_allclose(w, oracle.coef_[0], atol=1e-4)


@pytest.mark.parametrize("seed", range(3))
def test_gradient_is_zero_by_finite_differences(seed):
    X, y = draw(seed)
    w, b = fit(X, y, l2=0.1, tol=1e-9)

    def objective(v):
        return log_loss(X @ v[1:] + v[0], y) + 0.05 * v[1:] @ v[1:]

    at, h = np.r_[b, w], 1e-5
    slopes = [(objective(at + h * e) - objective(at - h * e)) / (2 * h)
              for e in np.eye(len(at))]  # fmt: skip
    np.testing.assert_allclose(slopes, 0, atol=1e-8)


def test_one_binary_feature_by_hand():
    # 1 of 4 positive at x = 0 and 3 of 4 at x = 1: odds 1/3 and 3, odds ratio 9
    X = np.repeat([[0], [1]], 4, axis=0)
    w, b = fit(X, [1, 0, 0, 0, 1, 1, 1, 0], tol=1e-10)
    assert b == pytest.approx(-np.log(3), abs=1e-6)
    assert w[0] == pytest.approx(np.log(9), abs=1e-6)


@pytest.mark.parametrize("unit", [1e-3, 1e-7])
def test_tiny_units_ask_for_scaling_instead_of_returning_zero_weights(unit):
    X, y = draw(0)
    with pytest.raises(RuntimeError, match="scale X"):
        fit(X * unit, y, max_steps=200)


def test_large_units_cost_nothing_in_accuracy():
    X, y = draw(0)
    w, b = fit(X, y, tol=1e-8)
    v, c = fit(X * [1.0, 1.0, 3.0], y, tol=1e-8)
    np.testing.assert_allclose(v * [1.0, 1.0, 3.0], w, atol=1e-6)
    assert c == pytest.approx(b, abs=1e-6)


def test_mean_probability_is_the_base_rate():
    X, y = draw(1)
    assert predict_proba(X, *fit(X, y, tol=1e-10)).mean() == pytest.approx(y.mean())


def test_huge_logits_stay_finite_and_silent():
    z = np.array([-1e308, -1e4, 0.0, 1e4, 1e308])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        np.testing.assert_allclose(sigmoid(z), [0, 0, 0.5, 1, 1])
        assert log_loss([-800], [1]) == pytest.approx(800)
        assert log_loss([800.0, -800.0], [1, 0]) == 0
        assert log_loss([40.0], [1]) == pytest.approx(np.exp(-40))


@given(st.floats(-30, 30))
def test_sigmoid_matches_scipy_and_its_symmetry(z):
    assert float(sigmoid(z)) == pytest.approx(float(expit(z)), rel=1e-3, abs=1e-15)
    assert float(sigmoid(z) + sigmoid(-z)) == pytest.approx(1)


def test_integers_booleans_and_floats_agree():
    X = np.array([[0], [1], [2], [3], [1], [2]])
    y = np.array([0, 0, 1, 1, 1, 0])
    w, b = fit(X, y)
    for same_X, same_y in ((X.astype(float), y.astype(float)), (X.tolist(), y == 1)):
        v, c = fit(same_X, same_y)
        assert v[0] == w[0]
        assert c == b


def test_separable_classes_are_refused_until_penalized():
    X, y = [[0.0], [1.0], [2.0], [3.0]], [0, 0, 1, 1]
    with pytest.raises(ValueError, match="separable"):
        fit(X, y)
    w, _ = fit(X, y, l2=0.1)
    assert np.isfinite(w).all()


def test_quasi_separation_does_not_return():
    # the group x = 1 has only positives, x = 0 has both
    with pytest.raises(RuntimeError, match="raise l2"):
        fit([[0], [0], [1], [1]], [0, 1, 1, 1])


@pytest.mark.parametrize(
    ("X", "y", "l2", "message"),
    [
        ([[1], [2]], [1, 2], 0, "coded 0 and 1"),
        ([[1], [2]], [-1, 1], 0, "coded 0 and 1"),
        ([[1], [2]], [1, 1], 0, "both classes"),
        ([[1], [2]], [0, np.nan], 0, "coded 0 and 1"),
        ([1, 2], [0, 1], 0, "need finite X"),
        ([[1], [2]], [0, 1, 1], 0, "need finite X"),
        ([[1], [np.inf]], [0, 1], 0, "need finite X"),
        ([[1], [2]], [0, 1], -1, "negative"),
    ],
)
def test_bad_input(X, y, l2, message):
    with pytest.raises(ValueError, match=message):
        fit(X, y, l2=l2)


def test_log_loss_refuses_other_labels():
    with pytest.raises(ValueError, match="0 or 1"):
        log_loss([0.0], [2])
    with pytest.raises(ValueError, match="each logit"):
        log_loss([0.0, 1.0], [1])
