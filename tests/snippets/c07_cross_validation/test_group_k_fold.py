from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.model_selection import GroupKFold

from snippets.c07_cross_validation.group_k_fold import group_k_fold


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("k", [2, 4, 7])
def test_part_sizes_are_sklearns(seed, k):
    rng = np.random.default_rng(seed)
    groups = rng.geometric(0.1, size=300)
    want = [len(t) for _, t in GroupKFold(k).split(np.zeros(300), groups=groups)]
    assert [len(t) for _, t in group_k_fold(groups, k)] == want
    assert [len(t) for _, t in group_k_fold(groups, k, rng=rng)] == want


@given(st.lists(st.integers(0, 9), min_size=2, max_size=60), st.integers(2, 10))
@settings(deadline=None)  # a busy machine is no failure
def test_a_group_is_on_one_side_and_every_row_is_tested_once(ids, k):
    groups = np.array(ids)
    if k > len(np.unique(groups)):
        return
    splits = group_k_fold(groups, k, rng=np.random.default_rng(0))
    for train, test in splits:
        assert not set(groups[train]) & set(groups[test])
        assert len(test) > 0
        assert len(train) + len(test) == len(groups)
    tested = np.sort(np.concatenate([t for _, t in splits]))
    np.testing.assert_array_equal(tested, np.arange(len(groups)))


def test_by_hand():
    groups = list("aaaabbbccd")  # 4, 3, 2, 1 rows: {a, d} and {b, c}
    splits = group_k_fold(groups, 2)
    np.testing.assert_array_equal(splits[0][1], [0, 1, 2, 3, 9])
    np.testing.assert_array_equal(splits[1][1], [4, 5, 6, 7, 8])
    for alike in (np.array(groups), np.array(groups, dtype=object)):
        np.testing.assert_array_equal(group_k_fold(alike, 2)[0][1], splits[0][1])


@pytest.mark.parametrize("seed", range(5))
def test_the_largest_part_is_within_four_thirds_of_the_best(seed):
    sizes = np.random.default_rng(seed).integers(1, 20, size=7)
    groups = np.repeat(np.arange(7), sizes)
    largest = max(len(t) for _, t in group_k_fold(groups, 3))
    best = min(
        np.bincount(home, weights=sizes, minlength=3).max()
        for home in product(range(3), repeat=7)
    )
    assert best <= largest <= 4 / 3 * best  # Graham's bound for the greedy rule


def test_one_huge_group_and_one_row_a_group():
    assert [len(t) for _, t in group_k_fold([0] * 98 + [1, 2], 3)] == [98, 1, 1]
    assert [len(t) for _, t in group_k_fold(np.arange(6), 3)] == [2, 2, 2]


def test_the_generator_moves_groups_of_equal_size():
    groups = np.repeat(np.arange(20), 3)
    first, again, other = (
        group_k_fold(groups, 4, rng=np.random.default_rng(s))[0][1] for s in (0, 0, 1)
    )
    np.testing.assert_array_equal(first, again)
    assert set(first) != set(other)


@pytest.mark.parametrize(
    ("groups", "k", "message"),
    [
        ([1.0, np.nan, 2.0], 2, "missing"),
        (np.array(["a", None, "b"], dtype=object), 2, "missing"),
        (np.array(["a", 1, "b"], dtype=object), 2, "one type"),
        ([[1, 2], [3, 4]], 2, "1-D"),
        ([], 2, "1-D"),
        ([1, 1, 2], 3, "2 groups"),
        ([1, 2, 3], 1, "2 <= k"),
        ([1, 2, 3], 2.0, "whole"),
    ],
)
def test_bad_input_is_refused(groups, k, message):
    with pytest.raises(ValueError, match=message):
        group_k_fold(groups, k)
