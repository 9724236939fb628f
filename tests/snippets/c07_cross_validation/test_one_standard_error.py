import numpy as np
import pytest
from scipy import stats

from snippets.c07_cross_validation.one_standard_error import (
    corrected_standard_error,
    one_standard_error,
)


@pytest.mark.parametrize("seed", range(10))
def test_choice_by_brute_force(seed):
    rng = np.random.default_rng(seed)
    losses = rng.normal(10, 2, size=(5, 8)) + np.abs(np.arange(8) - 4)
    complexity = rng.permutation(8)
    mean, error = losses.mean(axis=0), stats.sem(losses, axis=0)
    best = np.argmin(mean)
    allowed = [j for j in range(8) if mean[j] <= mean[best] + error[best]]
    want = min(allowed, key=lambda j: complexity[j])
    assert one_standard_error(losses, complexity) == want
    assert one_standard_error(losses * 1e-9, complexity) == want


def test_by_hand():
    losses = [[5, 3, 2], [5, 5, 4]]  # means 5, 4, 3; the best has s/sqrt(2) = 1
    assert one_standard_error(losses, [1, 2, 3]) == 1  # exactly on the limit counts
    assert one_standard_error(losses, [3, 2, 1]) == 2
    assert one_standard_error(losses, [1, 1, 1]) == 2  # equally complex: the better
    assert one_standard_error([[4, 3, 3], [4, 3, 3]], [0, 2, 1]) == 2  # no spread
    assert one_standard_error([[1], [2]], [7]) == 0


@pytest.mark.parametrize(
    ("losses", "complexity", "message"),
    [
        ([[1, 2]], [1, 2], "2 folds"),
        ([1, 2], [1, 2], "folds"),
        (np.empty((3, 0)), [], "folds"),
        ([[1, 2], [1, 2]], [1], "each candidate"),
        ([[1, 2], [1, 2]], [1, np.nan], "each candidate"),
        ([[1, np.nan], [1, 2]], [1, 2], "finite"),
    ],
)
def test_bad_tables_are_refused(losses, complexity, message):
    with pytest.raises(ValueError, match=message):
        one_standard_error(losses, complexity)


@pytest.mark.parametrize("seed", range(5))
def test_a_tiny_test_part_leaves_the_plain_standard_error(seed):
    d = np.random.default_rng(seed).normal(size=12)
    got = corrected_standard_error(d, n_train=10**12, n_test=1)
    assert got == pytest.approx(stats.sem(d))
    assert got == pytest.approx(d.mean() / stats.ttest_1samp(d, 0).statistic)


def test_correction_by_hand():
    d = np.tile([-1.0, 1.0], 50)  # 10 x 10 folds: s^2 = 100/99
    got = corrected_standard_error(d, n_train=90, n_test=10)
    assert got == pytest.approx(np.sqrt(100 / 99 * (1 / 100 + 1 / 9)))
    assert corrected_standard_error([2, 2], n_train=1, n_test=1) == 0.0


def test_more_repeats_cannot_buy_certainty():
    few, many = (
        corrected_standard_error(np.tile([-1.0, 1.0], r), n_train=9, n_test=1)
        for r in (5, 50_000)
    )
    assert few > many > np.sqrt(1 / 9)


@pytest.mark.parametrize(
    ("d", "n_train", "n_test"),
    [
        ([1], 9, 1),
        ([1, np.nan], 9, 1),
        ([[1, 2]], 9, 1),
        ([1, 2], 0, 1),
        ([1, 2], 9, 0),
    ],
)
def test_bad_differences_are_refused(d, n_train, n_test):
    with pytest.raises(ValueError, match=r"differences|n_train"):
        corrected_standard_error(d, n_train=n_train, n_test=n_test)
