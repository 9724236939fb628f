import numpy as np
import pytest
from scipy.optimize import minimize_scalar
from sklearn.datasets import load_diabetes
from sklearn.linear_model import Lasso

from snippets.c09_regularization.lasso import (
    lasso,
    smallest_empty_penalty,
    soft_threshold,
)


def draw(seed, n=50, d=8):
    rng = np.random.default_rng(seed)
    X = rng.normal(1.0, 1.0, size=(n, d))
    w = np.where(np.arange(d) < 3, rng.normal(size=d) * 3, 0.0)
    return X, X @ w + rng.normal(size=n) + 4.0


def objective(X, y, w, b, l1):
    return np.mean((y - X @ w - b) ** 2) / 2 + l1 * np.abs(w).sum()


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("shape", [(50, 8), (20, 60)])
@pytest.mark.parametrize("l1", [0.02, 0.3, 2.0])
def test_same_minimum_as_sklearn(seed, shape, l1):
    X, y = draw(seed, *shape)
    oracle = Lasso(alpha=l1, tol=1e-12, max_iter=200_000).fit(X, y)
    w, b = lasso(X, y, l1=l1, tol=1e-12)
    np.testing.assert_allclose(w, oracle.coef_, rtol=1e-4, atol=1e-5)
    assert b == pytest.approx(oracle.intercept_, rel=1e-4)
    assert objective(X, y, w, b, l1) <= objective(
        X, y, oracle.coef_, oracle.intercept_, l1
    ) + 1e-10 * np.var(y)


def test_real_data_agrees_with_sklearn():
    X, y = load_diabetes(return_X_y=True, scaled=False)
    X = (X - X.mean(axis=0)) / X.std(axis=0)
    for l1 in (0.1, 2.0, 20.0):
        oracle = Lasso(alpha=l1, tol=1e-10, max_iter=100_000).fit(X, y)
        w, b = lasso(X, y, l1=l1, tol=1e-10)
        np.testing.assert_allclose(w, oracle.coef_, rtol=1e-2, atol=2e-3)
        np.testing.assert_array_equal(w == 0, oracle.coef_ == 0)
        assert b == pytest.approx(y.mean())


def test_hand_case():
    X = np.array([[1, 1], [1, -1], [-1, 1], [-1, -1]])
    y = np.array([3.8, 2.2, -2.2, -3.8])  # 3 x1 + 0.8 x2
    w, b = lasso(X, y + 5, l1=1.0)
    np.testing.assert_allclose(w, [2.0, 0.0])
    assert w[1] == 0
    assert b == pytest.approx(5)


@pytest.mark.parametrize("seed", range(5))
def test_soft_threshold_is_the_scalar_minimum(seed):
    rng = np.random.default_rng(seed)
    z, t = rng.normal(0, 3, size=12), rng.uniform(0, 2)
    for value, got in zip(z, soft_threshold(z, t), strict=True):
        best = minimize_scalar(
            lambda w, v=value: (w - v) ** 2 / 2 + t * abs(w),
            bounds=(-12, 12),
            method="bounded",
            options={"xatol": 1e-10},
        )
        assert got == pytest.approx(best.x, abs=1e-5)


def test_soft_threshold_by_hand_and_shape():
    got = soft_threshold([[3, -3], [0.8, 0]], 1.0)
    np.testing.assert_allclose(got, [[2, -2], [0, 0]])
    np.testing.assert_array_equal(soft_threshold([1, -2], 0.0), [1, -2])
    with pytest.raises(ValueError):
        soft_threshold([1.0], -0.1)
    with pytest.raises(ValueError):
        soft_threshold([1.0], np.nan)


@pytest.mark.parametrize("seed", range(4))
def test_the_smallest_empty_penalty_is_sharp(seed):
    X, y = draw(seed)
    top = smallest_empty_penalty(X, y)
    w, b = lasso(X, y, l1=top)
    assert not w.any()
    assert b == pytest.approx(y.mean())
    assert np.count_nonzero(lasso(X, y, l1=0.999 * top, tol=1e-12)[0]) == 1
    assert smallest_empty_penalty(1e6 * X, 1e-3 * y) == pytest.approx(1e3 * top)


def test_units_of_one_column_change_the_answer():
    X, y = draw(1)
    small = X * np.where(np.arange(8) == 0, 1e-3, 1.0)
    assert lasso(X, y, l1=0.1)[0][0] != 0
    assert lasso(small, y, l1=0.1)[0][0] == 0  # the same fact in other units


def test_extremes():
    X, y = draw(2)
    w, b = lasso(np.column_stack([X, np.full(50, 0.1)]), y, l1=0.1)
    assert w[-1] == 0
    w, b = lasso(X, np.full(50, 3.0), l1=0.1)  # nothing to explain
    assert not w.any()
    assert b == 3.0
    w, b = lasso([[2.0, 3.0]], [5.0], l1=0.1)  # one row: the bias takes it
    assert not w.any()
    assert b == 5.0
    big = lasso(X, 1e9 * y, l1=0.1e9)[0]
    np.testing.assert_allclose(big, 1e9 * lasso(X, y, l1=0.1)[0], rtol=1e-6)


def test_doubled_column_takes_the_whole_weight_somewhere():
    X, y = draw(3)
    alone = lasso(X, y, l1=0.1, tol=1e-12)
    both = lasso(np.column_stack([X, X[:, 0]]), y, l1=0.1, tol=1e-12)
    assert both[0][0] + both[0][-1] == pytest.approx(alone[0][0], rel=1e-4)


def test_integers_give_the_same_answer():
    X, y = np.array([[1, 2], [3, 1], [4, 4], [0, 5]]), np.array([1, 2, 3, 9])
    got, want = lasso(X, y, l1=0.5), lasso(X.astype(float), y.astype(float), l1=0.5)
    np.testing.assert_array_equal(got[0], want[0])


@pytest.mark.parametrize(
    ("X", "y", "l1"),
    [
        ([[1.0], [2.0]], [1.0], 1.0),
        ([1.0, 2.0], [1.0, 2.0], 1.0),
        ([[1.0], [2.0]], [[1.0], [2.0]], 1.0),
        (np.empty((0, 2)), [], 1.0),
        (np.empty((2, 0)), [1.0, 2.0], 1.0),
        ([[1.0], [np.nan]], [1.0, 2.0], 1.0),
        ([[1.0], [2.0]], [1.0, np.inf], 1.0),
        ([[1.0], [2.0]], [1.0, 2.0], 0.0),
        ([[1.0], [2.0]], [1.0, 2.0], -1.0),
        ([[1.0], [2.0]], [1.0, 2.0], np.nan),
        ([[1.0], [2.0]], [1.0, 2.0], np.inf),
    ],
)
def test_bad_input_is_refused(X, y, l1):
    with pytest.raises(ValueError):
        lasso(X, y, l1=l1)


def test_shapes_are_checked_for_the_empty_penalty():
    with pytest.raises(ValueError):
        smallest_empty_penalty([[1.0], [2.0]], [1.0])


def test_too_few_sweeps_are_reported():
    with pytest.raises(RuntimeError, match="sweeps"):
        lasso(*draw(0), l1=0.01, max_sweeps=1)
