import numpy as np
import pytest
from sklearn.datasets import load_diabetes
from sklearn.linear_model import Ridge
from sklearn.model_selection import GridSearchCV, KFold, cross_val_score

from snippets.c07_cross_validation.k_fold import k_fold, stratified_k_fold
from snippets.c07_cross_validation.nested_cross_validation import (
    nested_cross_validation,
    select,
)

ALPHAS = [100.0, 10.0, 1.0, 0.1, 0.01]


def ridge(alpha):
    return lambda X, y: Ridge(alpha).fit(X, y).predict


def squared(y, predicted):
    return float(np.mean((y - predicted) ** 2))


def error(y, predicted):
    return float(np.mean(y != predicted))


def one_column(j):
    """Nearest class mean on column j: a candidate that knows nothing of noise."""

    def fit(X, y):
        low, high = X[y == 0, j].mean(), X[y == 1, j].mean()
        return lambda new: (abs(new[:, j] - high) < abs(new[:, j] - low)).astype(float)

    return fit


@pytest.mark.parametrize("seed", range(3))
def test_agrees_with_grid_search_in_cross_validation_on_real_data(seed):
    X, y = load_diabetes(return_X_y=True)
    X, y = X[:150], y[:150]
    outer = list(KFold(4, shuffle=True, random_state=seed).split(X))
    search = GridSearchCV(
        Ridge(), {"alpha": ALPHAS}, cv=KFold(3), scoring="neg_mean_squared_error"
    )
    want = -cross_val_score(search, X, y, cv=outer, scoring="neg_mean_squared_error")
    candidates = [ridge(a) for a in ALPHAS]
    losses, chosen = nested_cross_validation(
        X, y, candidates, outer=outer, inner=lambda r: k_fold(len(r), 3), loss=squared
    )
    np.testing.assert_allclose(losses, want)
    assert (
        ALPHAS[chosen[0]]
        == search.fit(X[outer[0][0]], y[outer[0][0]]).best_params_["alpha"]
    )
    best, table = select(X, y, candidates, k_fold(150, 3), squared)
    search.fit(X, y)
    assert ALPHAS[best] == search.best_params_["alpha"]
    np.testing.assert_allclose(
        table.mean(axis=0), -search.cv_results_["mean_test_score"]
    )


@pytest.mark.parametrize("seed", range(3))
def test_the_winner_looks_good_on_noise_and_nested_tells_the_truth(seed):
    rng = np.random.default_rng(seed)
    y = np.repeat([0, 1], 30)
    candidates = [one_column(j) for j in range(60)]
    winner, nested = [], []
    for _ in range(6):
        X = rng.normal(size=(60, 60))
        splits = stratified_k_fold(y, 5, rng=rng)
        best, table = select(X, y, candidates, splits, error)
        winner.append(table[:, best].mean())
        losses, _ = nested_cross_validation(
            X,
            y,
            candidates,
            outer=splits,
            inner=lambda rows: stratified_k_fold(y[rows], 4),
            loss=error,
        )
        nested.append(losses.mean())
    assert np.mean(winner) < 0.4
    assert np.mean(nested) == pytest.approx(0.5, abs=0.12)


def test_outer_test_rows_reach_no_fit_of_their_split():
    seen = []

    def spy(X, y):
        seen.append(set(X[:, 0].astype(int)))
        return lambda new: np.zeros(len(new))

    X = np.arange(12.0).reshape(12, 1)
    outer = k_fold(12, 3)
    asked = []

    def inner(rows):
        asked.append(list(rows))
        return k_fold(len(rows), 2)

    nested_cross_validation(X, X[:, 0], [spy], outer=outer, inner=inner, loss=squared)
    assert asked == [list(train) for train, _ in outer]
    for i, (train, test) in enumerate(outer):
        fits = seen[3 * i : 3 * i + 3]  # two inner fits and the refit
        assert all(not rows & set(test) for rows in fits)
        assert fits[2] == set(train)


def test_by_hand_and_ties_go_to_the_first():
    X, y = np.zeros((4, 1)), [0, 0, 2, 2]
    constant = lambda c: lambda X, y: lambda new: np.full(len(new), c)  # noqa: E731
    candidates = [constant(v) for v in (3.0, 1.0, 1.0)]
    best, table = select(X, y, candidates, k_fold(4, 2), squared)
    assert best == 1
    np.testing.assert_array_equal(table, [[9, 1, 1], [1, 1, 1]])
    # rows 2, 3 are left for choosing: 3 and 1 tie at loss 1, the first is tested on 0
    losses, chosen = nested_cross_validation(
        X, y, candidates, outer=k_fold(4, 2), inner=lambda r: k_fold(2, 2), loss=squared
    )
    np.testing.assert_array_equal(chosen, [0, 1])
    np.testing.assert_array_equal(losses, [9, 1])


def zeros(X, y):
    return lambda new: np.zeros(len(new))


def lost(X, y):
    return lambda new: np.full(len(new), np.nan)


def both(X, y, candidates, splits, loss):
    """The same input through both functions."""
    yield lambda: select(X, y, candidates, splits, loss)
    yield lambda: nested_cross_validation(
        X, y, candidates, outer=splits, inner=lambda r: k_fold(len(r), 2), loss=loss
    )


X4, Y4, I = np.zeros((4, 1)), np.arange(4), np.arange  # noqa: E741


@pytest.mark.parametrize(
    ("X", "y", "candidates", "splits", "loss", "message"),
    [
        (X4[:, 0], Y4, [zeros], k_fold(4, 2), squared, "shape"),
        (X4, Y4[:3], [zeros], k_fold(4, 2), squared, "shape"),
        (X4, [0, 1, np.nan, 1], [zeros], k_fold(4, 2), squared, "without nan"),
        (X4, Y4, [], k_fold(4, 2), squared, "at least one candidate"),
        (X4, Y4, [zeros], [], squared, "at least one"),
        (X4, Y4, [zeros], [(I(3), I(2, 4))], squared, "both sides"),
        (X4, Y4, [zeros], [(I(2), np.array([2, 2]))], squared, "twice"),
        (X4, Y4, [zeros], [(I(2), I(2, 6))], squared, "outside"),
        (X4, Y4, [zeros], [(I(2), np.array([-1]))], squared, "outside"),
        (X4, Y4, [zeros], [(Y4 < 2, Y4 >= 2)], squared, "row numbers"),
        (X4, Y4, [zeros], [(I(4), I(0))], squared, "not empty"),
        (X4, Y4, [zeros], k_fold(4, 2), lambda a, b: np.inf, "one class"),
        (X4, Y4, [lambda X, y: lambda new: new], k_fold(4, 2), squared, "predictions"),
        (X4, Y4, [lost], k_fold(4, 2), error, "finite"),
    ],
)
def test_bad_input_is_refused(X, y, candidates, splits, loss, message):
    for call in both(X, y, candidates, splits, loss):
        with pytest.raises(ValueError, match=message):
            call()


def test_inner_splits_that_hold_outer_row_numbers_are_refused():
    with pytest.raises(ValueError, match="count from 0"):
        nested_cross_validation(
            X4,
            Y4,
            [zeros],
            outer=k_fold(4, 2),
            inner=lambda rows: [(rows[:1], rows[1:])],
            loss=squared,
        )
