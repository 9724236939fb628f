import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.model_selection import TimeSeriesSplit

from snippets.c07_cross_validation.walk_forward import walk_forward


@pytest.mark.parametrize("gap", [0, 3])
@pytest.mark.parametrize("window", [None, 8])
@pytest.mark.parametrize("folds", [1, 4])
def test_evenly_spaced_rows_are_sklearns(gap, window, folds):
    if folds == 1:  # scikit-learn wants two or more: take its last
        want = list(
            TimeSeriesSplit(2, test_size=5, gap=gap, max_train_size=window).split(
                np.zeros(40)
            )
        )[-1:]
    else:
        want = list(
            TimeSeriesSplit(folds, test_size=5, gap=gap, max_train_size=window).split(
                np.zeros(40)
            )
        )
    for time in (np.arange(40), np.arange(40.0) * 2 + 7):
        unit = time[1] - time[0]
        got = walk_forward(
            time,
            folds=folds,
            span=5 * unit,
            gap=gap * unit,
            window=None if window is None else window * unit,
        )
        for (train, test), (train_want, test_want) in zip(got, want, strict=True):
            np.testing.assert_array_equal(train, train_want)
            np.testing.assert_array_equal(test, test_want)


@pytest.mark.parametrize("seed", range(5))
def test_uneven_tied_shuffled_times_by_brute_force(seed):
    rng = np.random.default_rng(seed)
    day = np.append(rng.integers(0, 60, size=150), [0, 59])
    got = walk_forward(day, folds=3, span=7, gap=4, window=20)
    for i, (train, test) in enumerate(got):
        cut = 59 - 7 * (3 - i)
        assert set(test) == {r for r, d in enumerate(day) if cut < d <= cut + 7}
        assert set(train) == {r for r, d in enumerate(day) if cut - 24 < d <= cut - 4}


@given(
    st.lists(st.floats(-1e3, 1e3, allow_subnormal=False), min_size=5, max_size=50),
    st.floats(0.01, 500),
    st.floats(0, 300),
)
@settings(deadline=None)  # a busy machine is no failure
def test_no_training_label_is_younger_than_the_gap(times, span, gap):
    t = np.array(times)
    try:
        splits = walk_forward(t, folds=2, span=span, gap=gap)
    except ValueError:
        return  # too little history for these settings
    for train, test in splits:
        assert t[train].max() + gap <= t[test].min() + 1e-9 * (1 + np.abs(t).max())
    assert not np.intersect1d(splits[0][1], splits[1][1]).size


def test_by_hand():
    (train, test), (later, last) = walk_forward(
        [1, 2, 3, 4, 5, 6], folds=2, span=1, gap=1
    )
    np.testing.assert_array_equal(train, [0, 1, 2])  # cut at 4, labels known by 3
    np.testing.assert_array_equal(test, [4])
    np.testing.assert_array_equal(later, [0, 1, 2, 3])
    np.testing.assert_array_equal(last, [5])


def test_rows_of_a_day_stay_together():
    ((train, test),) = walk_forward([3, 1, 3, 2, 1], folds=1, span=1)
    np.testing.assert_array_equal(test, [0, 2])
    np.testing.assert_array_equal(train, [1, 3, 4])


@pytest.mark.parametrize("step", [0.1, 1 / 3, 1e-9, 1e12])
def test_fractions_never_test_a_row_twice(step):
    splits = walk_forward(np.arange(50) * step, folds=7, span=3 * step)
    tested = np.concatenate([t for _, t in splits])
    assert len(np.unique(tested)) == len(tested)


@pytest.mark.parametrize(
    ("time", "knobs", "message"),
    [
        (np.arange("2026-01", "2026-09", dtype="datetime64[M]"), {}, "convert dates"),
        ([1.0, np.nan], {}, "finite"),
        ([], {}, "not empty"),
        ([[1, 2]], {}, "1-D"),
        (range(9), {"folds": 0}, "folds"),
        (range(9), {"folds": 1.5}, "folds"),
        (range(9), {"span": 0}, "positive"),
        (range(9), {"span": np.nan}, "positive"),
        (range(9), {"gap": -1}, "gap"),
        (range(9), {"gap": np.nan}, "gap"),
        (range(9), {"window": 0}, "positive"),
        (range(9), {"gap": 8}, "no training rows"),
        ([0, 1, 2, 9, 10], {"span": 2}, "no test rows"),
    ],
)
def test_bad_input_is_refused(time, knobs, message):
    time = np.asarray(time, dtype=float) if isinstance(time, list) else np.asarray(time)
    with pytest.raises(ValueError, match=message):
        walk_forward(time, **{"folds": 2, "span": 1, **knobs})
