import numpy as np
import pytest
from sklearn.datasets import load_breast_cancer, load_digits
from sklearn.linear_model import LogisticRegression
from sklearn.naive_bayes import GaussianNB
from sklearn.preprocessing import StandardScaler
from sklearn.semi_supervised import SelfTrainingClassifier

from snippets.c02_learning_paradigms.self_training import self_train


def fitter(model):
    from sklearn.base import clone

    return lambda X, y: clone(model).fit(X, y).predict_proba


def hidden(y, per_class, seed):
    """Labels with all but `per_class` rows of each class set to -1."""
    rng = np.random.default_rng(seed)
    masked = np.full(y.size, -1)
    for c in np.unique(y):
        keep = rng.choice(np.flatnonzero(y == c), size=per_class, replace=False)
        masked[keep] = c
    return masked


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("threshold", [0.6, 0.9])
@pytest.mark.parametrize("load", [load_breast_cancer, load_digits])
def test_agrees_with_scikit_learn(load, threshold, seed):
    X, y = load(return_X_y=True)
    rows = np.random.default_rng(seed).permutation(len(y))[:500]
    X, y = StandardScaler().fit_transform(X[rows]), y[rows]
    given = hidden(y, 5, seed)
    model = LogisticRegression(max_iter=300)
    predict, labels, rounds = self_train(
        X, given, fitter(model), threshold=threshold, max_rounds=5
    )
    want = SelfTrainingClassifier(model, threshold=threshold, max_iter=5).fit(X, given)
    assert (labels == want.transduction_).all()
    assert (rounds == want.labeled_iter_).all()
    assert predict(X) == pytest.approx(want.predict_proba(X), abs=1e-9)


def midpoint(X, y):
    """Two classes on a line: a logistic curve of slope 4 half way between the means."""
    cut = (X[y == 0].mean() + X[y == 1].mean()) / 2
    return lambda new: np.column_stack(
        [
            1 / (1 + np.exp(4 * (new[:, 0] - cut))),
            1 / (1 + np.exp(-4 * (new[:, 0] - cut))),
        ]
    )


def test_two_rounds_by_hand():
    X = [[0.0], [2.0], [2.2], [0.6], [3.0]]
    y = [0, 1, -1, -1, -1]
    # round 1: cut 1, P(1 | 2.2) = 0.992, P(0 | 0.6) = 0.832, P(1 | 3.0) = 0.9997
    # round 2: means 0 and 2.4, cut 1.2, P(0 | 0.6) = 0.917 > 0.9
    predict, labels, rounds = self_train(X, y, midpoint, threshold=0.9)
    assert labels.tolist() == [0, 1, 1, 0, 1]
    assert rounds.tolist() == [0, 0, 1, 2, 1]
    assert predict(np.array([[1.35]]))[0] == pytest.approx([0.5, 0.5])  # (0.3 + 2.4)/2


def test_one_round_leaves_the_rest_unlabeled():
    _, labels, rounds = self_train(
        [[0.0], [2.0], [2.2], [0.6]], [0, 1, -1, -1], midpoint, max_rounds=1
    )
    assert labels.tolist() == [0, 1, 1, -1]
    assert rounds.tolist() == [0, 0, 1, -1]


def test_nothing_sure_changes_nothing():
    predict, labels, rounds = self_train(
        [[0.0], [2.0], [1.01]], [0, 1, -1], midpoint, threshold=0.9
    )
    assert labels.tolist() == [0, 1, -1]
    assert rounds.tolist() == [0, 0, -1]
    assert predict(np.array([[1.0]]))[0] == pytest.approx([0.5, 0.5])


def test_all_labeled_is_a_plain_fit():
    predict, labels, rounds = self_train([[0.0], [2.0]], [0, 1], midpoint)
    assert labels.tolist() == [0, 1]
    assert rounds.tolist() == [0, 0]
    assert predict(np.array([[1.0]]))[0] == pytest.approx([0.5, 0.5])


@pytest.mark.parametrize("seed", range(3))
def test_given_labels_stay_and_inputs_are_untouched(seed):
    rng = np.random.default_rng(seed)
    truth = rng.integers(2, size=200)
    X = rng.normal(size=(200, 2)) + truth[:, None]
    y = hidden(truth, 4, seed)
    before = y.copy()
    _, labels, _ = self_train(X, y, fitter(GaussianNB()), threshold=0.8)
    assert (y == before).all()
    assert (labels[before >= 0] == before[before >= 0]).all()


def test_an_early_mistake_is_kept_and_reinforced():
    rng = np.random.default_rng(0)
    truth = np.repeat([0, 1], 100)
    X = rng.normal(scale=0.3, size=(200, 1)) + 2.0 * truth[:, None]
    y = np.full(200, -1)
    y[0], y[199] = 1, 0  # both labels are wrong
    _, labels, _ = self_train(X, y, fitter(LogisticRegression()), threshold=0.6)
    known = labels >= 0
    assert known.mean() > 0.9
    assert (labels == truth)[known].mean() < 0.05


def test_integer_and_float_input_agree():
    X, y = [[0], [2], [3]], [0, 1, -1]
    first = self_train(X, y, midpoint)[1]
    second = self_train(np.array(X, dtype=float), np.array(y, dtype=float), midpoint)
    assert first.tolist() == second[1].tolist() == [0, 1, 1]


@pytest.mark.parametrize(
    ("X", "y", "match"),
    [
        ([0.0, 1.0], [0, 1], "must be"),
        ([[0.0], [1.0]], [0], "one label"),
        ([[0.0], [np.nan]], [0, 1], "finite"),
        ([[0.0], [1.0]], [0, 0.5], "whole numbers"),
        ([[0.0], [1.0]], [0, np.nan], "whole numbers"),
        ([[0.0], [1.0]], [0, -2], "whole numbers"),
        ([[0.0], [1.0]], ["a", "b"], "class codes"),
        ([[0.0], [1.0]], [[0], [1]], "class codes"),
        ([], [], "class codes"),
        ([[0.0], [1.0]], [-1, -1], "each class"),
        ([[0.0], [1.0]], [0, -1], "each class"),
        ([[0.0], [1.0]], [0, 2], "each class"),
    ],
)
def test_bad_data_is_refused(X, y, match):
    with pytest.raises(ValueError, match=match):
        self_train(X, y, midpoint)


@pytest.mark.parametrize("bad", [{"threshold": 1.0}, {"threshold": -0.1}])
def test_bad_threshold_is_refused(bad):
    with pytest.raises(ValueError, match="threshold"):
        self_train([[0.0], [2.0], [1.0]], [0, 1, -1], midpoint, **bad)


def test_bad_rounds_are_refused():
    with pytest.raises(ValueError, match="max_rounds"):
        self_train([[0.0], [2.0]], [0, 1], midpoint, max_rounds=0)


@pytest.mark.parametrize(
    ("output", "match"),
    [
        (np.array([0.5]), "shape"),
        (np.array([[0.2, 0.3, 0.5]]), "shape"),
        (np.array([[0.9, 0.9]]), "sum to 1"),
        (np.array([[1.5, -0.5]]), "sum to 1"),
        (np.array([[np.nan, np.nan]]), "sum to 1"),
    ],
)
def test_bad_predictors_are_refused(output, match):
    with pytest.raises(ValueError, match=match):
        self_train([[0.0], [2.0], [1.0]], [0, 1, -1], lambda X, y: lambda new: output)
