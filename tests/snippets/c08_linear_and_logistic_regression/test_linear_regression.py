import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.datasets import load_diabetes
from sklearn.linear_model import LinearRegression

from snippets.c08_linear_and_logistic_regression.linear_regression import (
    fit_gd,
    fit_qr,
    predict,
)


def draw(seed: int, n: int = 60, d: int = 4):
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(n, d)) * rng.uniform(0.5, 3, d) + rng.normal(size=d)
    return X, X @ rng.normal(size=d) + 5 + rng.normal(size=n)


@pytest.mark.parametrize("fit", [fit_qr, fit_gd])
@pytest.mark.parametrize("seed", range(4))
def test_agrees_with_scikit_learn(fit, seed):
    X, y = draw(seed)
    oracle = LinearRegression().fit(X, y)
    w, b = fit(X, y)
    np.testing.assert_allclose(w, oracle.coef_, rtol=1e-5)
    assert b == pytest.approx(oracle.intercept_, rel=1e-5)
    np.testing.assert_allclose(predict(X, w, b), oracle.predict(X), rtol=1e-4)


def test_diabetes():
    X, y = load_diabetes(return_X_y=True)
    oracle = LinearRegression().fit(X, y)
    w, b = fit_qr(X, y)
    np.testing.assert_allclose(w, oracle.coef_, rtol=1e-9)
    w, b = fit_gd(X, y)
    np.testing.assert_allclose(predict(X, w, b), oracle.predict(X), rtol=1e-4)


@pytest.mark.parametrize("fit", [fit_qr, fit_gd])
def test_by_hand_with_integers(fit):
    w, b = fit([[0], [1], [2]], [1, 2, 6])  # slope 5/2, intercept 1/2
    assert w == pytest.approx([2.5])
    assert b == pytest.approx(0.5)


@given(st.floats(-1e3, 1e3), st.floats(0.01, 100))
def test_moving_and_stretching_a_column(shift, stretch):
    X, y = draw(0)
    w, b = fit_qr(X, y)
    v, c = fit_qr(X * stretch + shift, y)
    np.testing.assert_allclose(v * stretch, w, rtol=1e-6)
    np.testing.assert_allclose(predict(X * stretch + shift, v, c), predict(X, w, b))


def test_residuals_are_orthogonal_to_columns_and_constant():
    X, y = draw(3)
    residual = y - predict(X, *fit_qr(X, y))
    assert residual.sum() == pytest.approx(0, abs=1e-10)
    np.testing.assert_allclose(X.T @ residual, 0, atol=1e-9)


def test_descent_finds_the_shortest_solution_when_columns_exceed_rows():
    rng = np.random.default_rng(0)
    X, y = rng.normal(size=(8, 20)), rng.normal(size=8)
    w, _ = fit_gd(X, y, tol=1e-12)
    shortest = np.linalg.lstsq(X - X.mean(0), y - y.mean())[0]
    np.testing.assert_allclose(w, shortest, atol=1e-9)


def test_descent_gives_equal_weights_to_twins():
    x = np.random.default_rng(0).normal(size=30)
    w, _ = fit_gd(np.column_stack([x, x]), 4 * x)
    assert w == pytest.approx([2, 2])


def test_qr_survives_where_the_normal_equations_are_singular():
    X = np.array([[1, 1], [1e-8, 0], [0, 1e-8]])  # 1 + 1e-16 rounds to 1
    assert np.linalg.matrix_rank(X.T @ X) == 1
    w = np.linalg.solve(np.linalg.qr(X)[1], np.linalg.qr(X)[0].T @ (X @ [1, 1]))
    assert w == pytest.approx([1, 1], rel=1e-7)


def test_constant_target():
    X, _ = draw(0)
    for fit in (fit_qr, fit_gd):
        w, b = fit(X, np.full(60, 7))
        np.testing.assert_allclose(w, 0, atol=1e-12)
        assert b == pytest.approx(7)


def test_dependent_columns_are_named_as_such():
    X, y = draw(0)
    with pytest.raises(ValueError, match="dependent"):
        fit_qr(np.column_stack([X, X[:, 0] - 2 * X[:, 1]]), y)
    with pytest.raises(ValueError, match="dependent"):
        fit_qr(X[:3], y[:3])
    x, z = X[:, 0], X[:, 1]  # z is all that the near twins differ by
    with pytest.raises(ValueError, match="dependent"):
        fit_qr(np.column_stack([x, x + 1e-8 * z, z]), y)


@pytest.mark.parametrize("fit", [fit_qr, fit_gd])
@pytest.mark.parametrize(
    ("X", "y", "message"),
    [
        ([1, 2], [1, 2], "need X"),
        ([[1], [2]], [1, 2, 3], "need X"),
        (np.empty((0, 2)), [], "need X"),
        ([[1], [np.nan]], [1, 2], "finite"),
        ([[1], [2]], [1, np.inf], "finite"),
        ([[0.1], [0.1], [0.1]], [1, 2, 3], "constant"),
        ([[3.0]], [1], "constant"),
    ],
)
def test_bad_input(fit, X, y, message):
    with pytest.raises(ValueError, match=message):
        fit(X, y)


def test_unscaled_columns_stop_descent_with_advice():
    X, y = draw(0)
    X = X.copy()
    X[:, 0] = X[:, 1] + X[:, 0] * 1e-4
    with pytest.raises(RuntimeError, match="standardize"):
        fit_gd(X, y, max_steps=100)
