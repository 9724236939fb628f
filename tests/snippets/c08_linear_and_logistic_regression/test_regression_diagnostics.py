import numpy as np
import pytest
import statsmodels.api as sm
from sklearn.datasets import load_diabetes
from statsmodels.stats.outliers_influence import variance_inflation_factor

from snippets.c08_linear_and_logistic_regression.regression_diagnostics import (
    cooks_distance,
    leverage,
    studentized_residuals,
    vif,
)


def draw(seed: int, n: int = 40, d: int = 3):
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(n, d))
    X[:, 1] += X[:, 0]
    return X, X @ rng.normal(size=d) + rng.normal(size=n)


@pytest.mark.parametrize("seed", range(4))
def test_agrees_with_statsmodels(seed):
    X, y = draw(seed)
    A = sm.add_constant(X)
    influence = sm.OLS(y, A).fit().get_influence()
    np.testing.assert_allclose(leverage(X), influence.hat_matrix_diag)
    np.testing.assert_allclose(
        studentized_residuals(X, y), influence.resid_studentized_external
    )
    np.testing.assert_allclose(cooks_distance(X, y), influence.cooks_distance[0])
    oracle = [variance_inflation_factor(A, j) for j in range(1, A.shape[1])]
    np.testing.assert_allclose(vif(X), oracle)


def test_diabetes_vif():
    X, _ = load_diabetes(return_X_y=True)
    A = sm.add_constant(X)
    oracle = [variance_inflation_factor(A, j) for j in range(1, A.shape[1])]
    np.testing.assert_allclose(vif(X), oracle)


def test_vif_of_two_columns_is_one_over_one_minus_r_squared():
    X, _ = draw(0, d=2)
    r = np.corrcoef(X.T)[0, 1]
    np.testing.assert_allclose(vif(X), 1 / (1 - r**2))


def test_vif_ignores_units_and_spots_exact_dependence():
    X, _ = draw(0)
    np.testing.assert_allclose(vif(X * [1, 1e9, 1e-9] + [1e3, 0, 0]), vif(X), rtol=1e-6)
    assert np.isinf(vif(np.column_stack([X, X @ [1, 2, 3]]))).all()
    np.testing.assert_allclose(vif([[0, 0], [0, 1], [1, 0], [1, 1]]), 1)
    np.testing.assert_allclose(vif([[1], [2], [4]]), 1)


def test_leverage_sums_to_the_number_of_coefficients():
    X, _ = draw(1)
    assert leverage(X).sum() == pytest.approx(4)
    np.testing.assert_allclose(leverage([[0], [1], [2]]), [5 / 6, 1 / 3, 5 / 6])


def test_cooks_distance_is_the_shift_of_the_refit():
    X, y = draw(2)
    A = np.column_stack([np.ones(len(y)), X])
    beta = np.linalg.lstsq(A, y)[0]
    s2 = ((y - A @ beta) ** 2).sum() / (40 - 4)
    for i in (0, 7, 39):
        kept = np.delete(np.arange(40), i)
        without = np.linalg.lstsq(A[kept], y[kept])[0]
        shift = ((A @ (without - beta)) ** 2).sum() / (4 * s2)
        assert cooks_distance(X, y)[i] == pytest.approx(shift)


def test_one_row_off_an_exact_line_is_flagged_and_not_lost_as_nan():
    for scale in (1.0, 0.1):
        X = np.arange(7.0)[:, None] * scale
        y = 2 * X[:, 0]
        y[2] += 1
        t = studentized_residuals(X, y)
        assert t[2] > 1e6
        assert (np.abs(np.delete(t, 2)) < 3).all()


def test_a_row_alone_in_its_group_has_leverage_one_and_no_residual():
    X, y = [[0], [0], [0], [0], [1]], [1, 2, 3, 5, 9]
    assert leverage(X)[4] == pytest.approx(1)
    assert np.isnan(studentized_residuals(X, y)[4])
    assert np.isnan(cooks_distance(X, y)[4])


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: vif([[1, 2], [1, 3], [1, 5]]), "constant"),
        (lambda: vif([1, 2]), "finite"),
        (lambda: vif([[1], [np.nan]]), "finite"),
        (lambda: leverage([[1, 2], [2, 4], [3, 6]]), "dependent"),
        (lambda: studentized_residuals([[1], [2], [4]], [1, 2, 3]), "rows"),
        (lambda: cooks_distance([[1], [2]], [1, 2]), "more rows"),
        (lambda: cooks_distance([[1], [2], [3]], [1, 2]), "shape"),
    ],
)
def test_bad_input(call, message):
    with pytest.raises(ValueError, match=message):
        call()
