from itertools import combinations

import numpy as np
import pytest
from sklearn.datasets import load_diabetes, load_wine
from sklearn.feature_selection import SequentialFeatureSelector
from sklearn.linear_model import LinearRegression
from sklearn.model_selection import KFold, cross_val_score
from sklearn.neighbors import KNeighborsClassifier

from snippets.c04_feature_selection.forward_selection import forward_selection


def cv_score(model, X, y, folds, baseline):
    def score(columns):
        if not columns:
            return baseline
        return cross_val_score(model, X[:, list(columns)], y, cv=folds).mean()

    return score


@pytest.mark.parametrize("seed", range(3))
def test_agrees_with_sklearn_on_regression(seed):
    X, y = load_diabetes(return_X_y=True)
    folds = KFold(4, shuffle=True, random_state=seed)
    chosen, path = forward_selection(
        cv_score(LinearRegression(), X, y, folds, 0.0), 10, max_features=4
    )
    theirs = SequentialFeatureSelector(
        LinearRegression(), n_features_to_select=4, cv=folds
    ).fit(X, y)
    assert sorted(chosen) == theirs.get_support(indices=True).tolist()
    assert len(path) == 5


def test_agrees_with_sklearn_on_neighbors():
    X, y = load_wine(return_X_y=True)
    X = (X - X.mean(axis=0)) / X.std(axis=0)
    folds, model = KFold(3, shuffle=True, random_state=0), KNeighborsClassifier(5)
    chosen, _ = forward_selection(
        cv_score(model, X, y, folds, 0.4), 13, max_features=3, min_gain=-np.inf
    )
    theirs = SequentialFeatureSelector(model, n_features_to_select=3, cv=folds)
    assert sorted(chosen) == theirs.fit(X, y).get_support(indices=True).tolist()


@pytest.mark.parametrize("seed", range(3))
def test_additive_scores_are_taken_in_order_of_size(seed):
    worth = np.random.default_rng(seed).normal(size=8)
    chosen, path = forward_selection(lambda c: float(worth[list(c)].sum()), 8)
    want = [j for j in np.argsort(-worth) if worth[j] > 0]
    assert chosen == want
    assert path[-1] == pytest.approx(worth[worth > 0].sum())
    best = max(
        worth[list(c)].sum() for k in range(9) for c in combinations(range(8), k)
    )
    assert path[-1] == pytest.approx(best)  # greedy is optimal when scores add up


def test_xor_defeats_greed():
    def score(columns):
        return 1.0 if {0, 1} <= set(columns) else 0.5

    assert forward_selection(score, 3) == ([], [0.5])
    chosen, path = forward_selection(score, 3, min_gain=-np.inf)
    assert (chosen, path) == ([0, 1, 2], [0.5, 0.5, 1.0, 1.0])


def test_by_hand_with_a_minimum_gain():
    table = {(): 0, (0,): 3, (1,): 5, (2,): 4, (0, 1): 6, (1, 2): 8, (0, 1, 2): 8.5}
    assert forward_selection(table.__getitem__, 3) == ([1, 2, 0], [0, 5, 8, 8.5])
    assert forward_selection(table.__getitem__, 3, min_gain=1) == ([1, 2], [0, 5, 8])
    assert forward_selection(table.__getitem__, 3, max_features=1) == ([1], [0, 5])


def test_ties_and_number_of_calls():
    calls = []

    def score(columns):
        calls.append(columns)
        return len(columns)

    assert forward_selection(score, 4)[0] == [0, 1, 2, 3]
    assert len(calls) == 4 * 5 / 2 + 1
    assert forward_selection(lambda c: len(c), 1) == ([0], [0.0, 1.0])


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"d": 0}, "d >= 1"),
        ({"d": 3, "max_features": 0}, "max_features"),
        ({"d": 3, "max_features": 4}, "max_features"),
        ({"d": 3, "min_gain": np.nan}, "min_gain"),
    ],
)
def test_bad_options_are_refused(options, message):
    with pytest.raises(ValueError, match=message):
        forward_selection(lambda c: 0.0, **options)


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_a_score_that_is_not_finite_is_refused(bad):
    with pytest.raises(ValueError, match=r"score\(\(\)\)"):
        forward_selection(lambda c: bad, 2)
    with pytest.raises(ValueError, match="finite"):
        forward_selection(lambda c: bad if c else 0.0, 2)
