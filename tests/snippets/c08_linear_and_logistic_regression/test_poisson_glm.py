import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.linear_model import PoissonRegressor

from snippets.c08_linear_and_logistic_regression.poisson_glm import deviance, fit


def draw(seed: int, n: int = 150, d: int = 3):
    rng = np.random.default_rng(seed)
    X, exposure = rng.normal(size=(n, d)), rng.uniform(0.2, 5, n)
    rate = np.exp(X @ rng.normal(scale=0.5, size=d) - 0.3)
    return X, rng.poisson(exposure * rate), exposure


@pytest.mark.parametrize("seed", range(4))
def test_agrees_with_statsmodels_with_exposure(seed):
    X, y, exposure = draw(seed)
    oracle = sm.GLM(
        y, sm.add_constant(X), family=sm.families.Poisson(), exposure=exposure
    ).fit(tol=1e-12)
    w, b = fit(X, y, exposure=exposure)
    np.testing.assert_allclose(np.r_[b, w], oracle.params, rtol=1e-7)
    mu = exposure * np.exp(X @ w + b)
    assert deviance(y, mu) == pytest.approx(oracle.deviance)


@pytest.mark.parametrize("seed", range(2))
def test_agrees_with_scikit_learn(seed):
    X, y, _ = draw(seed)
    oracle = PoissonRegressor(alpha=0, tol=1e-10, max_iter=1000).fit(X, y)
    w, b = fit(X, y)
    np.testing.assert_allclose(w, oracle.coef_, atol=1e-5)
    assert b == pytest.approx(oracle.intercept_, abs=1e-5)


def test_two_groups_by_hand():
    # 2 events in 4 units, 6 events in 3 units: rates 1/2 and 2, rate ratio 4
    w, b = fit([[0], [0], [1], [1]], [0, 2, 1, 5], exposure=[1, 3, 2, 1])
    assert b == pytest.approx(np.log(0.5))
    assert w[0] == pytest.approx(np.log(4))


def test_fitted_counts_add_up_overall_and_along_each_column():
    X, y, exposure = draw(7)
    w, b = fit(X, y, exposure=exposure)
    mu = exposure * np.exp(X @ w + b)
    assert mu.sum() == pytest.approx(y.sum())
    np.testing.assert_allclose(X.T @ mu, X.T @ y)


@settings(max_examples=25)
@given(st.floats(0.01, 100))
def test_more_exposure_moves_only_the_intercept(factor):
    X, y, exposure = draw(0)
    w, b = fit(X, y, exposure=exposure)
    v, c = fit(X, y, exposure=exposure * factor)
    np.testing.assert_allclose(v, w, atol=1e-8)
    assert c == pytest.approx(b - np.log(factor), abs=1e-8)


@pytest.mark.parametrize("scale", [1e-6, 1e6, 1e15])
def test_scale_of_a_column_does_not_matter(scale):
    X, y, _ = draw(1)
    w, b = fit(X, y)
    v, c = fit(X * scale, y)
    np.testing.assert_allclose(v * scale, w, rtol=1e-6)
    assert c == pytest.approx(b)


def test_outlying_counts_converge():
    w, b = fit([[0], [1], [2], [10]], [1, 0, 3, 100_000])
    oracle = sm.GLM(
        [1, 0, 3, 100_000],
        sm.add_constant([0.0, 1, 2, 10]),
        family=sm.families.Poisson(),
    ).fit(tol=1e-12)
    np.testing.assert_allclose(np.r_[b, w], oracle.params, rtol=1e-6)


def test_a_group_of_zeros_is_reported():
    with pytest.raises(RuntimeError, match="all 0"):
        fit([[0], [0], [1], [1]], [1, 2, 0, 0])


def test_deviance_by_hand():
    assert deviance([0, 2], [1.0, 1.0]) == pytest.approx(2 * (1 + 2 * np.log(2) - 1))
    assert deviance([3, 0.5], [3.0, 0.5]) == 0


@pytest.mark.parametrize(
    ("X", "y", "exposure", "message"),
    [
        ([[1], [2]], [1, -1], 1, "not negative"),
        ([[1], [2]], [0, 0], 1, "every count is zero"),
        ([[1], [2]], [1, 2], 0, "exposure"),
        ([[1], [2]], [1, 2], [1, np.nan], "exposure"),
        ([[1], [np.inf]], [1, 2], 1, "finite"),
        ([[1, 2], [2, 4], [3, 6]], [1, 2, 1], 1, "dependent"),
        ([[5], [5]], [1, 2], 1, "dependent"),
        ([1, 2], [1, 2], 1, "need X"),
    ],
)
def test_bad_input(X, y, exposure, message):
    with pytest.raises(ValueError, match=message):
        fit(X, y, exposure=exposure)
