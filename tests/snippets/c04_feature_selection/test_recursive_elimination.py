import numpy as np
import pytest
from sklearn.datasets import load_breast_cancer, load_diabetes
from sklearn.feature_selection import RFE
from sklearn.linear_model import LinearRegression, Ridge

from snippets.c04_feature_selection.recursive_elimination import recursive_elimination


@pytest.mark.parametrize(("keep", "step"), [(1, 1), (4, 1), (3, 2), (2, 5), (10, 1)])
def test_agrees_with_sklearn_on_diabetes(keep, step):
    X, y = load_diabetes(return_X_y=True)

    def weigh(columns):
        return np.abs(LinearRegression().fit(X[:, list(columns)], y).coef_)

    theirs = RFE(LinearRegression(), n_features_to_select=keep, step=step).fit(X, y)
    got = recursive_elimination(weigh, 10, keep=keep, step=step)
    assert got.tolist() == theirs.ranking_.tolist()


@pytest.mark.parametrize("seed", range(3))
def test_agrees_with_sklearn_on_noise_added(seed):
    X, y = load_breast_cancer(return_X_y=True)
    X = np.hstack([X, np.random.default_rng(seed).normal(size=(len(X), 5))])
    X = (X - X.mean(axis=0)) / X.std(axis=0)

    def weigh(columns):
        return Ridge(1.0).fit(X[:, list(columns)], y).coef_ ** 2

    theirs = RFE(Ridge(1.0), n_features_to_select=5).fit(X, y)
    got = recursive_elimination(weigh, 35, keep=5)
    assert got.tolist() == theirs.ranking_.tolist()


def test_by_hand_a_weight_is_asked_again():
    # 0 and 1 share the signal: together they weigh 2 each, alone 4. 2 weighs 3.
    def weigh(columns):
        twins = {0, 1} <= set(columns)
        return [3.0 if c == 2 else (2.0 if twins else 4.0) for c in columns]

    assert recursive_elimination(weigh, 3, keep=1).tolist() == [1, 3, 2]
    # asking once would keep column 2
    assert int(np.argmax(weigh((0, 1, 2)))) == 2


def test_ties_extremes_and_last_round():
    equal = recursive_elimination(lambda c: np.ones(len(c)), 4, keep=1)
    assert equal.tolist() == [1, 2, 3, 4]
    assert recursive_elimination(lambda c: [1], 1, keep=1).tolist() == [1]
    big = recursive_elimination(lambda c: [float(i) for i in c], 5, keep=2, step=2)
    assert big.tolist() == [3, 3, 2, 1, 1]


@pytest.mark.parametrize(
    ("d", "keep", "step"), [(0, 1, 1), (3, 0, 1), (3, 4, 1), (3, 1, 0)]
)
def test_bad_options_are_refused(d, keep, step):
    with pytest.raises(ValueError, match="keep"):
        recursive_elimination(lambda c: np.ones(len(c)), d, keep=keep, step=step)


@pytest.mark.parametrize(
    ("weights", "message"),
    [
        ([1.0], "3 weights"),
        ([[1.0, 2.0, 3.0]], "3 weights"),
        ([1.0, np.nan, 2.0], "finite"),
        ([1.0, -2.0, 2.0], "not negative"),
    ],
)
def test_bad_weights_are_refused(weights, message):
    with pytest.raises(ValueError, match=message):
        recursive_elimination(lambda c: weights, 3, keep=1)
