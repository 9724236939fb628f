from itertools import permutations

import numpy as np
import pytest
from sklearn import inspection
from sklearn.datasets import load_diabetes
from sklearn.ensemble import RandomForestRegressor
from sklearn.linear_model import LinearRegression

from snippets.c04_feature_selection.permutation_importance import (
    permutation_importance,
)


def negative_mse(predict):
    return lambda X, y: -float(np.mean((y - predict(X)) ** 2))


@pytest.mark.parametrize("seed", range(3))
def test_linear_model_has_a_closed_form(seed):
    # E over shuffles: 2 w^2 var(x) + 2 w cov(x, residual), any correlation
    X, y = load_diabetes(return_X_y=True)
    rows = np.random.default_rng(seed).permutation(len(X))
    train, test = rows[:200], rows[200:]
    model = LinearRegression().fit(X[train], y[train])
    residual = y[test] - model.predict(X[test])
    cov = np.array([np.cov(x, residual, ddof=0)[0, 1] for x in X[test].T])
    want = 2 * model.coef_**2 * X[test].var(axis=0) + 2 * model.coef_ * cov
    got = permutation_importance(
        negative_mse(model.predict),
        X[test],
        y[test],
        rng=np.random.default_rng(seed),
        n_repeats=300,
    )
    error = got.std(axis=1, ddof=1) / np.sqrt(300)
    assert (np.abs(got.mean(axis=1) - want) < 4.5 * error + 1e-9 * y.var()).all()


def test_drop_and_refit_has_a_closed_form_on_training_rows():
    # what the page sets beside shuffling: added squared error w^2 var(x) / VIF
    X, y = load_diabetes(return_X_y=True)
    model = LinearRegression().fit(X, y)
    vif = np.diag(np.linalg.inv(np.corrcoef(X, rowvar=False)))
    full = np.mean((y - model.predict(X)) ** 2)
    for j in range(10):
        rest = np.delete(X, j, axis=1)
        refit = LinearRegression().fit(rest, y)
        got = np.mean((y - refit.predict(rest)) ** 2) - full
        want = model.coef_[j] ** 2 * X[:, j].var() / vif[j]
        assert got == pytest.approx(want, rel=1e-6, abs=1e-9 * y.var())


@pytest.mark.parametrize("seed", range(3))
def test_agrees_with_the_mean_over_all_orders(seed):
    rng = np.random.default_rng(seed)
    X, y = rng.normal(size=(5, 2)), rng.normal(size=5)
    score = negative_mse(lambda Z: Z[:, 0] * Z[:, 1] + Z[:, 0])
    want = np.zeros(2)
    for j in range(2):
        for order in permutations(range(5)):
            Z = X.copy()
            Z[:, j] = X[list(order), j]
            want[j] += (score(X, y) - score(Z, y)) / 120
    got = permutation_importance(score, X, y, rng=rng, n_repeats=4000)
    error = got.std(axis=1) / np.sqrt(4000)
    assert (np.abs(got.mean(axis=1) - want) < 4.5 * error).all()


@pytest.mark.parametrize("seed", range(2))
def test_agrees_with_sklearn_on_a_forest(seed):
    X, y = load_diabetes(return_X_y=True)
    forest = RandomForestRegressor(20, random_state=seed).fit(X[:300], y[:300])
    theirs = inspection.permutation_importance(
        forest, X[300:], y[300:], n_repeats=60, random_state=seed
    )
    got = permutation_importance(
        forest.score, X[300:], y[300:], rng=np.random.default_rng(seed), n_repeats=60
    )
    error = theirs.importances_std * np.sqrt(2 / 60)
    assert (np.abs(got.mean(axis=1) - theirs.importances_mean) < 4.5 * error).all()


@pytest.mark.parametrize("seed", range(3))
def test_a_group_keeps_its_columns_together(seed):
    x = np.random.default_rng(seed).normal(size=200)
    X = np.column_stack([x, x, -x])
    score = negative_mse(lambda Z: Z[:, 0] - Z[:, 1])  # 0 as long as twins agree
    apart = permutation_importance(score, X, 0 * x, rng=np.random.default_rng(0))
    together = permutation_importance(
        score, X, 0 * x, rng=np.random.default_rng(0), groups=[(0, 1), [2]]
    )
    assert (apart[:2] > 0.5).all()
    assert together.shape == (2, 10)
    assert (together == 0.0).all()


def test_by_hand_two_rows():
    # the swap turns predictions (0, 1) into (1, 0): accuracy 1 -> 0
    got = permutation_importance(
        lambda X, y: float(np.mean(X[:, 0] == y)),
        [[0, 5], [1, 5]],
        [0, 1],
        rng=np.random.default_rng(0),
        n_repeats=40,
    )
    assert set(got[0]) == {0.0, 1.0}
    assert (got[1] == 0.0).all()


def test_data_are_not_changed_and_the_generator_decides():
    X, y = np.arange(12.0).reshape(6, 2), np.arange(6)
    before = X.copy()

    def meddling(Z, target):
        value = float(Z[:, 0] @ target)
        Z[:] = 0.0
        return value

    first = permutation_importance(meddling, X, y, rng=np.random.default_rng(3))
    again = permutation_importance(meddling, X, y, rng=np.random.default_rng(3))
    assert (before == X).all()
    assert (first == again).all()
    assert first[0].any()


@pytest.mark.parametrize(
    ("X", "y", "options", "message"),
    [
        ([1, 2], [1, 2], {}, "X must"),
        (np.empty((2, 0)), [1, 2], {}, "X must"),
        ([[1], [2]], [1], {}, "y must"),
        ([[1], [2]], 1, {}, "y must"),
        ([[1]], [1], {}, "two rows"),
        ([[1], [2]], [1, 2], {"n_repeats": 0}, "n_repeats"),
        ([[1], [2]], [1, 2], {"groups": [[]]}, "group"),
        ([[1], [2]], [1, 2], {"groups": [[0, 0]]}, "once"),
        ([[1], [2]], [1, 2], {"groups": [[1]]}, "columns run"),
        ([[1], [2]], [1, 2], {"groups": [[-1]]}, "columns run"),
        ([[1], [2]], [1, 2], {"groups": []}, "group"),
    ],
)
def test_bad_input_is_refused(X, y, options, message):
    with pytest.raises(ValueError, match=message):
        permutation_importance(
            lambda Z, t: 0.0, X, y, rng=np.random.default_rng(0), **options
        )


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_a_score_that_is_not_finite_is_refused(bad):
    with pytest.raises(ValueError, match="finite"):
        permutation_importance(
            lambda Z, t: bad, [[1], [2]], [1, 2], rng=np.random.default_rng(0)
        )
