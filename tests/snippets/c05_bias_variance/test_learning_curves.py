import numpy as np
import pytest
from sklearn import model_selection
from sklearn.datasets import load_diabetes, load_digits
from sklearn.linear_model import Ridge
from sklearn.metrics import mean_squared_error
from sklearn.tree import DecisionTreeClassifier

from snippets.c05_bias_variance.learning_curves import (
    learning_curve,
    shuffled_folds,
    validation_curve,
)


def error_rate(y, predicted):
    return float(np.mean(y != predicted))


def mean_of(X, y):
    return lambda new: np.full(len(new), y.mean())


@pytest.mark.parametrize("seed", range(3))
def test_learning_curve_agrees_with_sklearn(seed):
    X, y = load_digits(return_X_y=True)
    folds = shuffled_folds(len(y), 4, rng=np.random.default_rng(seed))
    sizes = [20, 100, 600]
    tree = DecisionTreeClassifier(max_depth=5, random_state=seed)

    def fit(A, b):
        return tree.fit(A, b).predict

    train, valid = learning_curve(fit, error_rate, X, y, sizes=sizes, folds=folds)
    _, want_train, want_valid = model_selection.learning_curve(
        tree, X, y, train_sizes=sizes, cv=folds, scoring="accuracy"
    )
    np.testing.assert_allclose(train, 1 - want_train)
    np.testing.assert_allclose(valid, 1 - want_valid)


@pytest.mark.parametrize("seed", range(3))
def test_validation_curve_agrees_with_sklearn(seed):
    X, y = load_diabetes(return_X_y=True)
    folds = shuffled_folds(len(y), 5, rng=np.random.default_rng(seed))
    values = [1e-3, 0.1, 10.0]

    def make_fit(alpha):
        return lambda A, b: Ridge(alpha=alpha).fit(A, b).predict

    train, valid = validation_curve(
        make_fit, mean_squared_error, X, y, values=values, folds=folds
    )
    want = model_selection.validation_curve(
        Ridge(),
        X,
        y,
        param_name="alpha",
        param_range=values,
        cv=folds,
        scoring="neg_mean_squared_error",
    )
    np.testing.assert_allclose(train, -want[0])
    np.testing.assert_allclose(valid, -want[1])


def test_by_hand():
    X, y = np.zeros((4, 1)), np.array([0, 2, 4, 6])
    fold = (np.array([0, 1, 3]), np.array([2]))
    train, valid = learning_curve(
        mean_of, mean_squared_error, X, y, sizes=[1, 2, 3], folds=[fold]
    )
    # means 0, 1, 8/3; training errors 0, 1, 56/9; validation (4 - mean)^2
    np.testing.assert_allclose(train[:, 0], [0, 1, 56 / 9])
    np.testing.assert_allclose(valid[:, 0], [16, 9, 16 / 9])
    as_float = learning_curve(
        mean_of, mean_squared_error, X, y.astype(float), sizes=[1, 2, 3], folds=[fold]
    )
    np.testing.assert_array_equal(train, as_float[0])


@pytest.mark.parametrize(("n", "k"), [(10, 2), (11, 3), (7, 7)])
@pytest.mark.parametrize("seed", range(3))
def test_folds_cover_each_row_once(n, k, seed):
    folds = shuffled_folds(n, k, rng=np.random.default_rng(seed))
    np.testing.assert_array_equal(
        np.sort(np.concatenate([valid for _, valid in folds])), np.arange(n)
    )
    for train, valid in folds:
        np.testing.assert_array_equal(
            np.sort(np.concatenate([train, valid])), np.arange(n)
        )


def test_training_rows_are_shuffled():
    # sizes take a prefix: of labels sorted by class it would hold one class only
    train, _ = shuffled_folds(1000, 5, rng=np.random.default_rng(0))[0]
    assert abs(train[:200].mean() - 500) < 100


@pytest.mark.parametrize(("n", "k"), [(5, 1), (5, 6), (0, 2)])
def test_bad_folds_are_refused(n, k):
    with pytest.raises(ValueError, match="between 2 and n"):
        shuffled_folds(n, k, rng=np.random.default_rng(0))


FOLD = (np.array([0, 1]), np.array([2]))


@pytest.mark.parametrize(
    "change",
    [
        {"sizes": []},
        {"sizes": [0, 1]},
        {"sizes": [1, 3]},
        {"sizes": [2, 1]},
        {"sizes": [1, 1]},
        {"sizes": [0.5]},
        {"folds": []},
        {"folds": [(np.array([0, 1]), np.array([1]))]},
        {"folds": [(np.array([0, 0]), np.array([1]))]},
        {"folds": [(np.array([0, 1]), np.array([3]))]},
        {"folds": [(np.array([0, -1]), np.array([1]))]},
        {"folds": [(np.array([0, 1]), np.array([], dtype=int))]},
        {"folds": [(np.array([True, False]), np.array([2]))]},
        {"folds": [(np.array([[0, 1]]), np.array([2]))]},
        {"X": np.zeros((4, 1))},
        {"X": 1.0},
        {"y": np.zeros((3, 1))},
        {"loss": lambda y, p: float("nan")},
        {"fit": lambda X, y: lambda new: np.zeros((len(new), 1))},
        {"fit": lambda X, y: lambda new: np.zeros(len(new) + 1)},
        {"fit": lambda X, y: lambda new: 0.0},
    ],
)
def test_bad_input_is_refused(change):
    given = {
        "fit": mean_of,
        "loss": mean_squared_error,
        "X": np.zeros((3, 1)),
        "y": np.arange(3),
        "sizes": [1, 2],
        "folds": [FOLD],
    }
    learning_curve(**given)
    with pytest.raises(ValueError):
        learning_curve(**(given | change))


def test_validation_curve_needs_values():
    with pytest.raises(ValueError, match="values"):
        validation_curve(
            lambda v: mean_of,
            mean_squared_error,
            np.zeros((3, 1)),
            np.arange(3),
            values=[],
            folds=[FOLD],
        )
