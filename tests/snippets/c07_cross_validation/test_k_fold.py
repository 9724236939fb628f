import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.datasets import load_breast_cancer, load_iris
from sklearn.model_selection import KFold, StratifiedKFold

from snippets.c07_cross_validation.k_fold import k_fold, stratified_k_fold


def counts(y, splits):
    """Class counts of each test part, (k, classes)."""
    return np.array([[np.sum(y[t] == c) for c in np.unique(y)] for _, t in splits])


@pytest.mark.parametrize(("n", "k"), [(10, 3), (7, 7), (100, 10), (2, 2), (11, 4)])
def test_blocks_are_sklearns(n, k):
    want = KFold(k).split(np.zeros(n))
    for (train, test), (train_want, test_want) in zip(k_fold(n, k), want, strict=True):
        np.testing.assert_array_equal(train, train_want)
        np.testing.assert_array_equal(test, test_want)


@pytest.mark.parametrize("load", [load_iris, load_breast_cancer])
@pytest.mark.parametrize("k", [2, 5, 7])
@pytest.mark.parametrize("seed", [None, 0, 1])
def test_class_counts_are_sklearns_on_real_data(load, k, seed):
    y = load(return_X_y=True)[1]
    rng = None if seed is None else np.random.default_rng(seed)
    want = list(StratifiedKFold(k).split(np.zeros(len(y)), y))
    assert sorted(map(tuple, counts(y, stratified_k_fold(y, k, rng=rng)))) == sorted(
        map(tuple, counts(y, want))
    )


@given(st.integers(2, 60), st.data())
@settings(deadline=None)  # a busy machine is no failure
def test_every_row_is_tested_once_and_sizes_differ_by_one_at_most(n, data):
    k = data.draw(st.integers(2, n))
    rng = np.random.default_rng(data.draw(st.integers(0, 99)))
    y = np.repeat(np.arange(3), [k, k + 1, 2 * k])[rng.permutation(4 * k + 1)]
    for rows, splits in (
        (n, k_fold(n, k, rng=rng)),
        (len(y), stratified_k_fold(y, k, rng=rng)),
    ):
        tested = np.concatenate([test for _, test in splits])
        np.testing.assert_array_equal(np.sort(tested), np.arange(rows))
        assert np.ptp([len(test) for _, test in splits]) <= 1
        for train, test in splits:
            assert not np.intersect1d(train, test).size
            assert len(train) + len(test) == rows
    assert np.ptp(counts(y, splits), axis=0).max() <= 1


def test_by_hand():
    splits = stratified_k_fold(["a", "b", "a", "b", "a", "a"], 2)
    np.testing.assert_array_equal(splits[0][1], [0, 1, 4])  # a: 0 2 4 5, then b: 1 3
    np.testing.assert_array_equal(splits[1][1], [2, 3, 5])


def test_the_generator_decides_the_rows():
    first, again, other = (
        np.concatenate([t for _, t in k_fold(50, 5, rng=np.random.default_rng(s))])
        for s in (0, 0, 1)
    )
    np.testing.assert_array_equal(first, again)
    assert (first != other).any()


def test_shuffling_is_uniform():
    rng = np.random.default_rng(3)
    y = np.repeat([0, 1], [30, 20])
    together = np.mean(
        [any({0, 1} <= set(t) for _, t in k_fold(50, 5, rng=rng)) for _ in range(2000)]
    )
    assert together == pytest.approx(9 / 49, abs=0.03)
    hits = np.zeros(50)
    for _ in range(500):
        hits[stratified_k_fold(y, 5, rng=rng)[0][1]] += 1
    np.testing.assert_allclose(hits / 500, 0.2, atol=0.08)


@pytest.mark.parametrize(("n", "k"), [(5, 1), (5, 6), (5, 2.5), (5, 0), (1, 1)])
def test_bad_sizes_are_refused(n, k):
    with pytest.raises(ValueError, match="2 <= k <= n"):
        k_fold(n, k)
    with pytest.raises(ValueError, match="2 <= k <= n"):
        stratified_k_fold(np.zeros(n), k)


def test_bad_labels_are_refused():
    with pytest.raises(ValueError, match="class 1 has 2 rows for 3 folds"):
        stratified_k_fold([0, 0, 0, 1, 1], 3)
    with pytest.raises(ValueError, match="merge or lower k"):
        stratified_k_fold(np.linspace(0, 1, 20), 5)  # a regression target
    for y in ([0, np.nan, 0, 1], [[0, 1], [0, 1]], np.array(["a", None, "a"])):
        with pytest.raises(ValueError, match="1-D"):
            stratified_k_fold(y, 2)
