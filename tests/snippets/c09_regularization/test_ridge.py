import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.datasets import load_diabetes
from sklearn.linear_model import LinearRegression, Ridge
from sklearn.model_selection import LeaveOneOut, cross_val_score

from snippets.c09_regularization.ridge import ridge, ridge_loo_error, ridge_svd


def draw(seed, n=40, d=6):
    rng = np.random.default_rng(seed)
    X = rng.normal(3.0, 2.0, size=(n, d))
    return X, X @ rng.normal(size=d) + rng.normal(size=n) + 7.0


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("shape", [(40, 6), (12, 30), (10, 10)])
@pytest.mark.parametrize("l2", [1e-4, 0.1, 30.0])
def test_both_routes_agree_with_sklearn(seed, shape, l2):
    X, y = draw(seed, *shape)
    oracle = Ridge(alpha=l2 * len(y), solver="lsqr", tol=1e-14).fit(X, y)
    w, b = ridge(X, y, l2=l2)
    np.testing.assert_allclose(w, oracle.coef_, rtol=1e-5, atol=1e-7)
    assert b == pytest.approx(oracle.intercept_, rel=1e-6)
    W, biases, _ = ridge_svd(X, y, [l2])
    np.testing.assert_allclose(W[0], w, rtol=1e-7, atol=1e-10)
    assert biases[0] == pytest.approx(b)


def test_real_data_many_penalties():
    X, y = load_diabetes(return_X_y=True, scaled=False)
    X = (X - X.mean(axis=0)) / X.std(axis=0)
    grid = np.geomspace(1e-6, 1e3, 7)
    W, b, dof = ridge_svd(X, y, grid)
    for k, l2 in enumerate(grid):
        oracle = Ridge(alpha=l2 * len(y), solver="cholesky").fit(X, y)
        np.testing.assert_allclose(W[k], oracle.coef_, rtol=1e-6)
        assert b[k] == pytest.approx(oracle.intercept_)
    assert (np.diff(dof) < 0).all()
    assert dof[0] == pytest.approx(10, abs=1e-2)


def test_hand_case():
    # orthogonal columns with |x_j|^2 = n: ridge divides least squares by 1 + l2
    X = np.array([[1, 1], [1, -1], [-1, 1], [-1, -1]])
    y = np.array([3.8, 2.2, -2.2, -3.8])  # 3 x1 + 0.8 x2
    w, b = ridge(X, y + 5, l2=1.0)
    np.testing.assert_allclose(w, [1.5, 0.4])
    assert b == pytest.approx(5)
    assert ridge_svd(X, y, [1.0])[2][0] == pytest.approx(1.0)  # two halves


@pytest.mark.parametrize("seed", range(3))
def test_degrees_of_freedom_is_the_trace_of_the_smoother(seed):
    X, y = draw(seed, n=15, d=4)
    unit = np.eye(15)
    for l2, dof in zip([0.01, 1.0], ridge_svd(X, y, [0.01, 1.0])[2], strict=True):
        fits = [
            Ridge(alpha=15 * l2).fit(X, e).predict(X)[i] for i, e in enumerate(unit)
        ]
        assert sum(fits) - 1 == pytest.approx(dof)  # the intercept is the other one


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("shape", [(25, 5), (10, 30)])
def test_leave_one_out_against_refits(seed, shape):
    X, y = draw(seed, *shape)
    grid = [0.01, 1.0, 50.0]
    want = [
        -cross_val_score(
            Ridge(alpha=len(y) * l2),
            X,
            y,
            cv=LeaveOneOut(),
            scoring="neg_mean_squared_error",
        ).mean()
        for l2 in grid
    ]
    np.testing.assert_allclose(ridge_loo_error(X, y, grid), want, rtol=1e-8)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.floats(1e-3, 1e3), st.floats(1.5, 100.0))
def test_more_penalty_means_a_shorter_vector(seed, l2, factor):
    X, y = draw(seed, n=8, d=3)
    W, _, _ = ridge_svd(X, y, [l2, l2 * factor])
    assert np.linalg.norm(W[1]) <= np.linalg.norm(W[0])


def test_limits_and_copies():
    X, y = draw(0)
    small = ridge(X, y, l2=1e-10)[0]
    np.testing.assert_allclose(small, LinearRegression().fit(X, y).coef_, rtol=1e-6)
    w, b = ridge(X, y, l2=1e12)
    np.testing.assert_allclose(w, 0, atol=1e-8)
    assert b == pytest.approx(y.mean())
    # a doubled column shares its weight equally
    double = ridge(np.column_stack([X, X[:, 0]]), y, l2=0.1)[0]
    assert double[0] == pytest.approx(double[-1])
    # an added constant column gets nothing
    assert ridge(np.column_stack([X, np.full(40, 3.0)]), y, l2=0.1)[0][-1] == 0


def test_integers_and_units():
    X = np.array([[1, 2], [3, 1], [4, 4], [0, 5]])
    y = np.array([1, 2, 3, 9])
    want = ridge(X.astype(float), y.astype(float), l2=0.5)
    got = ridge(X, y, l2=0.5)
    np.testing.assert_array_equal(got[0], want[0])
    np.testing.assert_allclose(ridge(X, 1e9 * y, l2=0.5)[0], 1e9 * got[0])
    np.testing.assert_allclose(ridge(1e-6 * X, y, l2=0.5e-12)[0], 1e6 * got[0])


BAD = [
    ([[1.0], [2.0]], [1.0], 1.0),  # lengths
    ([1.0, 2.0], [1.0, 2.0], 1.0),  # X is 1-D
    ([[1.0], [2.0]], [[1.0], [2.0]], 1.0),  # y is 2-D: would broadcast
    ([[1.0]], [1.0], 1.0),  # one row
    (np.empty((2, 0)), [1.0, 2.0], 1.0),  # no column
    ([[1.0], [np.nan]], [1.0, 2.0], 1.0),
    ([[1.0], [2.0]], [1.0, np.inf], 1.0),
    ([[1.0], [2.0]], [1.0, 2.0], 0.0),
    ([[1.0], [2.0]], [1.0, 2.0], -1.0),
    ([[1.0], [2.0]], [1.0, 2.0], np.nan),
    ([[1.0], [2.0]], [1.0, 2.0], np.inf),
]


@pytest.mark.parametrize(("X", "y", "l2"), BAD)
def test_bad_input_is_refused(X, y, l2):
    for call in (
        lambda: ridge(X, y, l2=l2),
        lambda: ridge_svd(X, y, [l2]),
        lambda: ridge_loo_error(X, y, [l2]),
    ):
        with pytest.raises(ValueError):
            call()


@pytest.mark.parametrize("grid", [[], 1.0, [[1.0]]])
def test_a_grid_is_a_filled_vector(grid):
    with pytest.raises(ValueError, match="1-D"):
        ridge_svd(*draw(0), grid)


def test_too_small_a_penalty_is_reported_not_solved():
    X, y = draw(0)
    X = np.column_stack([X, X[:, 0]])
    with pytest.raises(ValueError, match="ridge_svd"):
        ridge(X, y, l2=1e-15)
    W, _, _ = ridge_svd(X, y, [1e-15])  # the SVD has no trouble
    want = np.linalg.lstsq(X - X.mean(axis=0), y - y.mean(), rcond=None)[0]
    np.testing.assert_allclose(W[0], want, rtol=1e-6)
    wide = draw(0, 5, 20)
    with pytest.raises(ValueError, match="leverage"):
        ridge_loo_error(*wide, [1e-14])
