import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.datasets import load_diabetes
from sklearn.preprocessing import TargetEncoder

from snippets.c03_preprocessing_and_feature_engineering.target_encoding import (
    fit_target_encoding,
    out_of_fold_encoding,
)


def draw(seed, n=200, levels=12):
    rng = np.random.default_rng(seed)
    category = rng.integers(levels, size=n)
    return category, (rng.random(n) < 0.2 + 0.05 * category).astype(float)


def sklearn_encoding(category, y, new, smoothing):
    oracle = TargetEncoder(smooth=smoothing, target_type="continuous")
    oracle.fit(np.asarray(category)[:, None], y)
    return oracle.transform(np.asarray(new)[:, None])[:, 0]


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("smoothing", [0.0, 1.0, 25.0])
def test_new_rows_as_sklearn(seed, smoothing):
    category, y = draw(seed)
    new = np.arange(15)  # 12, 13 and 14 are unknown
    got = fit_target_encoding(category, y, smoothing=smoothing).transform(new)
    np.testing.assert_allclose(got, sklearn_encoding(category, y, new, smoothing))


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("n_folds", [2, 5, 7])
def test_out_of_fold_is_fit_on_the_other_folds(seed, n_folds):
    category, y = draw(seed)
    got = out_of_fold_encoding(
        category, y, rng=np.random.default_rng(seed), n_folds=n_folds, smoothing=3.0
    )
    fold = np.random.default_rng(seed).permutation(len(y)) % n_folds
    for k in range(n_folds):
        rest = fold != k
        want = sklearn_encoding(category[rest], y[rest], category[~rest], 3.0)
        np.testing.assert_allclose(got[~rest], want)


@pytest.mark.parametrize("seed", range(3))
def test_real_data_against_a_pandas_group_mean(seed):
    X, y = load_diabetes(return_X_y=True)
    age = np.round(X[:, 0] * 100).astype(int)
    frame = pd.DataFrame({"age": age, "y": y}).sample(300, random_state=seed)
    encoding = fit_target_encoding(frame["age"], frame["y"], smoothing=0.0)
    want = frame.groupby("age")["y"].transform("mean")
    np.testing.assert_allclose(encoding.transform(frame["age"]), want)
    # a Series keeps its shuffled index: positions count, labels do not
    a = out_of_fold_encoding(frame["age"], frame["y"], rng=np.random.default_rng(0))
    b = out_of_fold_encoding(
        frame["age"].tolist(), frame["y"].tolist(), rng=np.random.default_rng(0)
    )
    np.testing.assert_array_equal(a, b)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("smoothing", [0.0, 5.0])
def test_the_own_label_never_enters(seed, smoothing):
    category, y = draw(seed, n=40)

    def encode(labels):
        rng = np.random.default_rng(seed)
        return out_of_fold_encoding(category, labels, rng=rng, smoothing=smoothing)

    base, reached_another = encode(y), False
    for i in range(len(y)):
        other = y.copy()
        other[i] = 1 - other[i] + 1000.0  # far away: any path to row i would show
        changed = encode(other)
        assert changed[i] == base[i]
        reached_another |= bool((changed != base).any())
    assert reached_another  # the test has teeth: labels do reach other rows
    naive = fit_target_encoding(category, y, smoothing=smoothing).transform(category)
    moved = fit_target_encoding(category, other, smoothing=smoothing).transform(
        category
    )
    assert naive[-1] != moved[-1]


def test_by_hand():
    encoding = fit_target_encoding(["A", "A", "A", "B"], [1, 1, 0, 0], smoothing=2)
    assert encoding.prior == 0.5
    assert encoding.value == pytest.approx({"A": 3 / 5, "B": 1 / 3})
    np.testing.assert_allclose(encoding.transform(["B", "C"]), [1 / 3, 0.5])


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from("abc"), st.floats(-9, 9)), min_size=4),
    st.floats(0, 50),
)
def test_values_stay_between_the_extremes(rows, smoothing):
    category, y = [r[0] for r in rows], [r[1] for r in rows]
    rng = np.random.default_rng(0)
    got = out_of_fold_encoding(category, y, rng=rng, n_folds=2, smoothing=smoothing)
    assert min(y) - 1e-9 <= got.min()
    assert got.max() <= max(y) + 1e-9


def test_one_row_single_level_and_composite_levels():
    assert fit_target_encoding(["x"], [3]).transform(["x"])[0] == 3.0
    pairs = [("Lyon", 1), ("Lyon", 2), ("Lyon", 1)]
    got = fit_target_encoding(pairs, [1, 0, 3], smoothing=0).transform([("Lyon", 1)])
    assert got[0] == 2.0


@pytest.mark.parametrize(
    ("category", "y", "match"),
    [
        (["a", None], [0, 1], "own level"),
        ([1.0, np.nan], [0, 1], "own level"),
        (["a", "b"], [0, np.nan], "finite"),
        (["a"], [0, 1], "equal length"),
        ([], [], "not empty"),
        (["a", "b"], [[0], [1]], "1-D"),
    ],
)
def test_bad_input_is_refused(category, y, match):
    with pytest.raises(ValueError, match=match):
        fit_target_encoding(category, y)


@pytest.mark.parametrize(
    "category",
    [
        "ab",
        np.array([["a", "b"]]),
        {"a", "b"},
        {"a": 0, "b": 1},
        pd.DataFrame({"u": ["a", "b"], "v": ["c", "d"]}),  # iterates over its columns
    ],
    ids=lambda category: type(category).__name__,
)
def test_a_string_a_set_or_a_table_is_no_column(category):
    with pytest.raises(TypeError, match="1-D"):
        fit_target_encoding(category, [0, 1])


@pytest.mark.parametrize("smoothing", [-1.0, np.inf, np.nan])
def test_bad_smoothing_is_refused(smoothing):
    with pytest.raises(ValueError, match="smoothing"):
        fit_target_encoding(["a"], [1], smoothing=smoothing)


@pytest.mark.parametrize("n_folds", [1, 4])
def test_bad_fold_counts_are_refused(n_folds):
    with pytest.raises(ValueError, match="n_folds"):
        out_of_fold_encoding(
            ["a", "b", "a"], [0, 1, 1], rng=np.random.default_rng(0), n_folds=n_folds
        )
