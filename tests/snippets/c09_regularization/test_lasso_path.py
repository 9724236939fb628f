import numpy as np
import pytest
from sklearn.datasets import load_diabetes
from sklearn.linear_model import Lasso, lars_path
from sklearn.linear_model import lasso_path as sklearn_path
from sklearn.model_selection import KFold
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from snippets.c09_regularization.lasso_path import (
    fold_errors,
    lasso_path,
    penalty_grid,
    pick_penalty,
)


def draw(seed, n=50, d=8):
    rng = np.random.default_rng(seed)
    X = rng.normal(1.0, 1.0, size=(n, d))
    w = np.where(np.arange(d) < 3, rng.normal(size=d) * 3, 0.0)
    return X, X @ w + rng.normal(size=n) + 4.0


def diabetes():
    X, y = load_diabetes(return_X_y=True, scaled=False)
    return (X - X.mean(axis=0)) / X.std(axis=0), y


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("shape", [(50, 8), (20, 60)])
def test_same_path_as_sklearn(seed, shape):
    X, y = draw(seed, *shape)
    grid = penalty_grid(X, y, size=15, ratio=0.01)
    _, want, _ = sklearn_path(
        X - X.mean(axis=0),
        y - y.mean(),
        alphas=grid,
        tol=1e-12,
        max_iter=200_000,
    )
    W, b = lasso_path(X, y, grid, tol=1e-9)
    np.testing.assert_allclose(W, want.T, rtol=1e-3, atol=1e-5)
    np.testing.assert_allclose(b, y.mean() - want.T @ X.mean(axis=0), rtol=1e-4)


def test_real_data_against_the_exact_lars_path():
    X, y = diabetes()
    knots, _, corners = lars_path(X, y - y.mean(), method="lasso")
    grid = penalty_grid(X, y, size=40)
    assert grid[0] == pytest.approx(knots[0])
    W, b = lasso_path(X, y, grid)
    # the lasso path is linear between knots
    want = [np.interp(grid, knots[::-1], row[::-1]) for row in corners]
    np.testing.assert_allclose(W, np.array(want).T, rtol=1e-3, atol=1e-2)
    np.testing.assert_allclose(b, y.mean())


def test_hand_case():
    X = np.array([[1, 1], [1, -1], [-1, 1], [-1, -1]])
    y = np.array([3.8, 2.2, -2.2, -3.8])  # 3 x1 + 0.8 x2
    W, b = lasso_path(X, y + 5, [3.0, 1.0, 0.5])
    np.testing.assert_allclose(W, [[0, 0], [2, 0], [2.5, 0.3]], atol=1e-12)
    np.testing.assert_allclose(b, 5)
    np.testing.assert_allclose(penalty_grid(X, y, size=3, ratio=0.01), [3, 0.3, 0.03])


@pytest.mark.parametrize("seed", range(3))
def test_fold_errors_are_those_of_a_pipeline(seed):
    X, y = draw(seed)
    X[:, 7] = 2.0  # constant
    folds = [test for _, test in KFold(4, shuffle=True, random_state=seed).split(X)]
    grid = [1.0, 0.1]
    got = fold_errors(X, y, grid, folds, tol=1e-9)
    for i, test in enumerate(folds):
        train = np.setdiff1d(np.arange(50), test)
        for k, l1 in enumerate(grid):
            model = make_pipeline(StandardScaler(), Lasso(alpha=l1, tol=1e-10))
            model.fit(X[train], y[train])
            want = np.mean((y[test] - model.predict(X[test])) ** 2)
            assert got[i, k] == pytest.approx(want, rel=1e-5)


def test_pick_by_hand():
    # means 6, 3.1, 3, 5; standard error at the smallest: 1 / sqrt(3) = 0.58
    errors = [[5, 2, 2, 5], [6, 3.3, 3, 5], [7, 4, 4, 5]]
    assert pick_penalty(errors) == (2, 1)
    assert pick_penalty([[1.0, 2.0], [1.0, 2.0]]) == (0, 0)
    assert pick_penalty([[2.0, 1.0], [2.0, 1.0]]) == (1, 1)  # no spread, no slack


def test_units_and_extremes():
    X, y = draw(0)
    grid = penalty_grid(X, y, size=5, ratio=0.1)
    W, _ = lasso_path(X, y, grid)
    assert not W[0].any()
    big, _ = lasso_path(X, 1e9 * y, 1e9 * grid)
    np.testing.assert_allclose(big, 1e9 * W, rtol=1e-4, atol=1e2)
    np.testing.assert_allclose(
        penalty_grid(1e-9 * X, y, size=5, ratio=0.1), 1e-9 * grid
    )
    W, _ = lasso_path(np.column_stack([X, np.full(50, 0.1)]), y, grid)
    assert not W[:, -1].any()
    whole = np.round(X).astype(int)
    np.testing.assert_array_equal(
        lasso_path(whole, y, grid)[0], lasso_path(whole.astype(float), y, grid)[0]
    )
    W, b = lasso_path([[2.0, 3.0]], [5.0], [1.0])  # one row
    assert not W.any()
    assert b[0] == 5.0


@pytest.mark.parametrize(
    ("X", "y"),
    [
        ([[1.0], [2.0]], [1.0]),
        ([1.0, 2.0], [1.0, 2.0]),
        ([[1.0], [2.0]], [[1.0], [2.0]]),
        (np.empty((0, 2)), []),
        ([[1.0], [np.nan]], [1.0, 2.0]),
        ([[1.0], [2.0]], [1.0, np.inf]),
    ],
)
def test_bad_data_are_refused(X, y):
    for call in (
        lambda: penalty_grid(X, y),
        lambda: lasso_path(X, y, [1.0]),
        lambda: fold_errors(X, y, [1.0], [[0]]),
    ):
        with pytest.raises(ValueError):
            call()


@pytest.mark.parametrize(
    "grid", [[], 1.0, [[1.0]], [0.0], [-1.0], [np.nan], [np.inf], [1.0, 2.0]]
)
def test_bad_penalties_are_refused(grid):
    with pytest.raises(ValueError):
        lasso_path(*draw(0), grid)


@pytest.mark.parametrize("knobs", [{"size": 1}, {"ratio": 0.0}, {"ratio": 1.0}])
def test_bad_grids_are_refused(knobs):
    with pytest.raises(ValueError):
        penalty_grid(*draw(0), **knobs)


def test_nothing_to_follow():
    X, _ = draw(0)
    with pytest.raises(ValueError, match="no column"):
        penalty_grid(X, np.full(50, 0.1))


@pytest.mark.parametrize(
    "folds",
    [
        [],
        [[]],
        [np.arange(50)],
        [[50]],
        [[-1]],
        [np.arange(50) < 10],  # a mask would be read as rows 0 and 1
        [[0.5, 1.5]],
        [[[0], [1]]],
    ],
)
def test_bad_folds_are_refused(folds):
    with pytest.raises(ValueError):
        fold_errors(*draw(0), [1.0], folds)


@pytest.mark.parametrize("errors", [[1.0, 2.0], [[1.0, 2.0]], [[1.0], [np.nan]]])
def test_bad_errors_are_refused(errors):
    with pytest.raises(ValueError):
        pick_penalty(errors)


def test_too_few_sweeps_are_reported():
    with pytest.raises(RuntimeError, match="max_sweeps"):
        lasso_path(*draw(0), [0.01], max_sweeps=1)
