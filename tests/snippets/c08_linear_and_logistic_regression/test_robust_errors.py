import numpy as np
import pytest
import statsmodels.api as sm
from sklearn.datasets import load_diabetes

from snippets.c08_linear_and_logistic_regression.robust_errors import fit

COV_TYPE = {"classical": "nonrobust", "HC0": "HC0", "HC3": "HC3"}


@pytest.mark.parametrize("kind", COV_TYPE)
@pytest.mark.parametrize("seed", range(4))
def test_agrees_with_statsmodels(kind, seed):
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(40, 3))
    y = X @ [1, 2, 3] + rng.normal(size=40) * (0.5 + X[:, 0] ** 2)
    oracle = sm.OLS(y, sm.add_constant(X)).fit(cov_type=COV_TYPE[kind])
    beta, error = fit(X, y, kind=kind)
    np.testing.assert_allclose(beta, oracle.params)
    np.testing.assert_allclose(error, oracle.bse)


@pytest.mark.parametrize("kind", COV_TYPE)
def test_diabetes(kind):
    X, y = load_diabetes(return_X_y=True)
    oracle = sm.OLS(y, sm.add_constant(X)).fit(cov_type=COV_TYPE[kind])
    np.testing.assert_allclose(fit(X, y, kind=kind)[1], oracle.bse, rtol=1e-6)


def test_by_hand():
    # slope 5/2, residuals 1/2, -1, 1/2; sum of squares 3/2 on one degree of freedom
    beta, error = fit([[0], [1], [2]], [1, 2, 6], kind="classical")
    assert beta == pytest.approx([0.5, 2.5])
    assert error[1] == pytest.approx(np.sqrt(1.5 / 2))
    # HC0: (1 * 1/4 + 0 * 1 + 1 * 1/4) / 2^2
    assert fit([[0], [1], [2]], [1, 2, 6], kind="HC0")[1][1] == pytest.approx(
        np.sqrt(0.125)
    )


def test_hc3_never_lies_below_hc0():
    rng = np.random.default_rng(0)
    X, y = rng.normal(size=(20, 4)), rng.normal(size=20)
    assert (fit(X, y, kind="HC3")[1] > fit(X, y, kind="HC0")[1]).all()


def test_units_of_a_column_pass_through():
    rng = np.random.default_rng(0)
    X, y = rng.normal(size=(20, 2)), rng.normal(size=20)
    np.testing.assert_allclose(fit(X * 1e15, y)[1][1:] * 1e15, fit(X, y)[1][1:])


@pytest.mark.parametrize(
    ("X", "y", "kind", "message"),
    [
        ([[1], [2]], [1, 2], "HC0", "n > d"),
        ([[1, 2], [2, 4], [3, 6], [4, 8]], [1, 2, 3, 5], "HC0", "independent"),
        ([[1], [2], [3]], [1, 2, 4], "HC9", "kind"),
        ([[0], [0], [1]], [1, 2, 4], "HC3", "leverage 1"),
        ([[1], [np.nan], [3]], [1, 2, 4], "HC0", "finite"),
        ([1, 2, 3], [1, 2, 4], "HC0", "need X"),
    ],
)
def test_bad_input(X, y, kind, message):
    with pytest.raises(ValueError, match=message):
        fit(X, y, kind=kind)
