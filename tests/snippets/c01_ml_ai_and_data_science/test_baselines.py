import numpy as np
import pandas as pd
import pytest
from sklearn.datasets import load_breast_cancer, load_diabetes
from sklearn.dummy import DummyClassifier, DummyRegressor
from sklearn.tree import DecisionTreeClassifier

from snippets.c01_ml_ai_and_data_science.baselines import (
    constant,
    fit_rule,
    last_value,
)


def apply(rule, x):
    return np.where(np.asarray(x) > rule.threshold, rule.above, 1 - rule.above)


@pytest.mark.parametrize("seed", range(5))
def test_constants_agree_with_sklearn(seed):
    y = np.random.default_rng(seed).integers(0, 4, size=51)
    X = np.zeros((51, 1))
    want = DummyClassifier(strategy="most_frequent").fit(X, y).predict(X[:1])[0]
    assert constant(y, kind="majority") == want
    for kind in ("mean", "median"):
        want = DummyRegressor(strategy=kind).fit(X, y).predict(X[:1])[0]
        assert constant(y, kind=kind) == pytest.approx(want)


def test_constants_minimize_their_loss_on_real_data():
    y = load_diabetes().target
    grid = np.linspace(y.min(), y.max(), 500)
    mean, median = constant(y, kind="mean"), constant(y, kind="median")
    assert np.mean((y - mean) ** 2) <= min(np.mean((y - g) ** 2) for g in grid)
    assert np.mean(abs(y - median)) <= min(np.mean(abs(y - g)) for g in grid)


def test_last_value_by_hand():
    np.testing.assert_array_equal(last_value([3, 1, 4], horizon=2), [4, 4])
    y = [1, 2, 3, 4, 5]
    np.testing.assert_array_equal(last_value(y, horizon=3, season=2), [4, 5, 4])
    np.testing.assert_array_equal(last_value(y, horizon=1, season=5), [1])


@pytest.mark.parametrize("season", [1, 7, 12])
@pytest.mark.parametrize("seed", range(3))
def test_one_season_ahead_agrees_with_a_pandas_shift(season, seed):
    y = pd.Series(np.random.default_rng(seed).normal(size=40))
    longer = pd.concat([y, pd.Series(np.full(season, np.nan))], ignore_index=True)
    want = longer.shift(season).tail(season)
    np.testing.assert_array_equal(last_value(y, horizon=season, season=season), want)


@pytest.mark.parametrize("seed", range(8))
def test_rule_makes_as_few_errors_as_brute_force(seed):
    rng = np.random.default_rng(seed)
    x, y = rng.integers(0, 9, size=25), rng.integers(0, 2, size=25)
    best = min(
        int(((x > cut) == (y == above)).size - ((x > cut) == (y == above)).sum())
        for cut in np.arange(-1, 10) + 0.5
        for above in (0, 1)
    )
    assert int((apply(fit_rule(x, y), x) != y).sum()) == best


def test_rule_on_real_data_is_no_worse_than_the_stump_of_sklearn():
    X, y = load_breast_cancer(return_X_y=True)
    for column in X.T[:10]:
        stump = DecisionTreeClassifier(max_depth=1).fit(column[:, None], y)
        ours = np.mean(apply(fit_rule(column, y), column) == y)
        assert ours >= stump.score(column[:, None], y)  # the stump minimizes Gini


def test_rule_by_hand_and_at_the_ends():
    assert fit_rule([1, 2, 4, 5], [0, 0, 1, 1]) == (3.0, 1)
    assert fit_rule([1, 2, 4, 5], [1, 1, 0, 0]) == (3.0, 0)
    assert fit_rule([7], [1]) == (-np.inf, 1)
    assert fit_rule([7, 7, 7], [0, 0, 1]) == (-np.inf, 0)
    assert fit_rule([1e308, -1e308, 1e308, -1e308], [1, 0, 1, 0]).above == 1
    close = np.array([1.0, np.nextafter(1.0, 2.0)])
    np.testing.assert_array_equal(apply(fit_rule(close, [0, 1]), close), [0, 1])
    assert constant([2, 1, 1, 2], kind="majority") == 1


@pytest.mark.parametrize(
    "call",
    [
        lambda: constant([], kind="mean"),
        lambda: constant([np.nan], kind="mean"),
        lambda: constant([[1, 2]], kind="mean"),
        lambda: constant([1], kind="mode"),
        lambda: last_value([1], horizon=0),
        lambda: last_value([1], horizon=1, season=0),
        lambda: last_value([1, 2], horizon=1, season=3),
        lambda: fit_rule([1, 2], [0]),
        lambda: fit_rule([1, 2], [0, 2]),
        lambda: fit_rule([1, np.inf], [0, 1]),
        lambda: fit_rule([[1], [2]], [0, 1]),
    ],
)
def test_bad_input_is_refused(call):
    with pytest.raises(ValueError):
        call()
