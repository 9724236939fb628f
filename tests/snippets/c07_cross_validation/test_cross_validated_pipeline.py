import numpy as np
import pytest
from sklearn.datasets import load_breast_cancer
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.model_selection import KFold, cross_val_predict, cross_val_score
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from snippets.c07_cross_validation.cross_validated_pipeline import (
    cross_validate,
    pipeline,
)
from snippets.c07_cross_validation.k_fold import k_fold, stratified_k_fold


def standardize(X, y):
    mean, scale = X.mean(axis=0), X.std(axis=0)
    return lambda new: (new - mean) / scale


def select_best(count):
    def step(X, y):
        kept = SelectKBest(f_classif, k=count).fit(X, y).get_support(indices=True)
        return lambda new: new[:, kept]

    return step


def nearest(X, y):
    def predict(new):
        gap = (new**2).sum(1)[:, None] - 2 * new @ X.T + (X**2).sum(1)
        return y[gap.argmin(axis=1)]

    return predict


def error(y, predicted):
    return float(np.mean(y != predicted))


def mean_model(X, y):
    return lambda new: np.full(len(new), y.mean())


def squared(y, predicted):
    return float(np.mean((y - predicted) ** 2))


@pytest.mark.parametrize("seed", range(3))
def test_agrees_with_sklearns_pipeline_on_real_data(seed):
    X, y = load_breast_cancer(return_X_y=True)
    splits = stratified_k_fold(y, 5, rng=np.random.default_rng(seed))
    fit = pipeline([standardize, select_best(8)], nearest)
    losses, predictions = cross_validate(X, y, splits, fit, error)
    theirs = make_pipeline(
        StandardScaler(), SelectKBest(f_classif, k=8), KNeighborsClassifier(1)
    )
    np.testing.assert_allclose(losses, 1 - cross_val_score(theirs, X, y, cv=splits))
    joined = np.empty(len(y))
    for (_, test), predicted in zip(splits, predictions, strict=True):
        joined[test] = predicted
    np.testing.assert_array_equal(joined, cross_val_predict(theirs, X, y, cv=splits))


@pytest.mark.parametrize("seed", range(4))
def test_selection_outside_the_folds_is_optimistic_on_noise_and_inside_is_not(seed):
    rng = np.random.default_rng(seed)
    outside, inside = [], []
    for _ in range(8):
        y = np.repeat([0, 1], 25)  # labels that no column knows anything about
        X = rng.normal(size=(50, 2000))
        splits = stratified_k_fold(y, 5, rng=rng)
        seen_all = select_best(20)(X, y)(X)
        outside.append(cross_validate(seen_all, y, splits, nearest, error)[0].mean())
        fit = pipeline([select_best(20)], nearest)
        inside.append(cross_validate(X, y, splits, fit, error)[0].mean())
    assert np.mean(outside) < 0.2  # looks like a good model
    assert np.mean(inside) == pytest.approx(0.5, abs=0.12)  # the truth


def test_fit_sees_training_rows_and_nothing_else():
    X = np.arange(12.0).reshape(12, 1)
    seen = []

    def spy(part, y):
        seen.append((part[:, 0].copy(), y.copy()))
        part[:], y[:] = -1, -1  # a careless step cannot spoil other folds
        return lambda new: np.zeros(len(new))

    splits = k_fold(12, 4, rng=np.random.default_rng(0))
    losses, _ = cross_validate(X, X[:, 0], splits, spy, squared)
    for (train, test), (rows, target), loss in zip(splits, seen, losses, strict=True):
        np.testing.assert_array_equal(rows, train)
        np.testing.assert_array_equal(target, train)
        assert loss == np.mean(test**2.0)
    np.testing.assert_array_equal(X[:, 0], np.arange(12))


@pytest.mark.parametrize("seed", range(5))
def test_changing_a_test_row_never_changes_the_other_predictions(seed):
    rng = np.random.default_rng(seed)
    X, y = rng.normal(size=(30, 6)), np.repeat([0, 1], 15)
    splits = stratified_k_fold(y, 3, rng=rng)[:1]
    fit = pipeline([standardize, select_best(2)], nearest)
    _, (before,) = cross_validate(X, y, splits, fit, error)
    X[splits[0][1][0]] *= 1e6
    y[splits[0][1]] = 1 - y[splits[0][1]]
    _, (after,) = cross_validate(X, y, splits, fit, error)
    np.testing.assert_array_equal(before[1:], after[1:])


def test_by_hand():
    y, X = [2, 4, 6, 8, 10, 12], np.zeros((6, 1))
    losses, predictions = cross_validate(X, y, k_fold(6, 3), mean_model, squared)
    np.testing.assert_allclose(losses, [37, 1, 37])
    np.testing.assert_allclose(predictions, [[9, 9], [7, 7], [5, 5]])
    alone, _ = cross_validate(X, y, k_fold(6, 6), mean_model, squared)
    assert alone.mean() == pytest.approx(16.8)  # s^2 * n / (n - 1) = 14 * 6 / 5


def test_steps_see_the_output_of_the_steps_before():
    double = lambda X, y: lambda new: 2 * new  # noqa: E731
    total = lambda X, y: lambda new: new.sum(axis=1) + 100 * X.sum()  # noqa: E731
    fit = pipeline([double, double], total)
    np.testing.assert_array_equal(
        fit(np.ones((2, 1)), np.zeros(2))(np.ones((1, 1))), [804]
    )
    assert pipeline([], total)(np.ones((1, 1)), np.zeros(1))(np.ones((1, 1))) == [101]


def test_imputing_is_a_step():
    X = np.array([[np.nan], [2.0], [4.0], [6.0]])

    def impute(part, y):
        fill = np.nanmean(part, axis=0)
        return lambda new: np.where(np.isnan(new), fill, new)

    fit = pipeline([impute], lambda X, y: lambda new: new[:, 0])
    _, predictions = cross_validate(X, np.zeros(4), k_fold(4, 2), fit, squared)
    np.testing.assert_array_equal(predictions[0], [5, 2])  # filled from rows 2 and 3


def test_bad_splits_are_refused():
    X, y, i = np.zeros((4, 1)), np.arange(4), np.arange
    for splits, message in (
        ([], "at least one split"),
        ([(i(3), i(2, 4))], "both sides"),
        ([(i(2), np.array([2, 2]))], "twice"),
        ([(i(2), i(2, 5))], "0..3"),
        ([(i(2), np.array([-1]))], "0..3"),
        ([(i(2), i(0))], "not empty"),
        ([(i(0), i(2))], "not empty"),
        ([(y < 2, y >= 2)], "row numbers"),
    ):
        with pytest.raises(ValueError, match=message):
            cross_validate(X, y, splits, mean_model, squared)


def test_a_group_on_both_sides_is_refused():
    X, y = np.zeros((4, 1)), np.arange(4)
    users = ["a", "a", "b", "b"]
    assert len(cross_validate(X, y, k_fold(4, 2), mean_model, squared, groups=users)[0])
    halves = [(np.array([0, 2]), np.array([1, 3]))]
    with pytest.raises(ValueError, match="group is on both sides"):
        cross_validate(X, y, halves, mean_model, squared, groups=users)
    for bad in (users[:3], [1.0, np.nan, 2.0, 2.0]):
        with pytest.raises(ValueError, match="group id"):
            cross_validate(X, y, k_fold(4, 2), mean_model, squared, groups=bad)


def test_bad_data_predictions_and_losses_are_refused():
    X, y, splits = np.zeros((4, 1)), np.arange(4), k_fold(4, 2)
    for bad_X, bad_y in ((X[:, 0], y), (X, y[:3]), (X, [0, 1, np.nan, 1])):
        with pytest.raises(ValueError, match="shape"):
            cross_validate(bad_X, bad_y, splits, mean_model, squared)
    column = lambda X, y: lambda new: np.zeros((len(new), 1))  # noqa: E731
    with pytest.raises(ValueError, match="got"):  # would broadcast to (2, 2)
        cross_validate(X, y, splits, column, squared)
    lost = lambda X, y: lambda new: np.full(len(new), np.nan)  # noqa: E731
    with pytest.raises(ValueError, match="finite"):
        cross_validate(X, y, splits, lost, error)
    with pytest.raises(ValueError, match="one class"):
        cross_validate(X, y, splits, mean_model, lambda a, b: np.nan)


def test_repeats_and_their_mean_are_sklearns():
    rng = np.random.default_rng(0)
    X, y = rng.normal(size=(40, 3)), rng.integers(2, size=40)
    splits = [
        s
        for seed in range(3)
        for s in KFold(4, shuffle=True, random_state=seed).split(X)
    ]
    losses, _ = cross_validate(X, y, splits, nearest, error)
    want = cross_val_score(KNeighborsClassifier(1), X, y, cv=splits)
    np.testing.assert_allclose(losses, 1 - want)
