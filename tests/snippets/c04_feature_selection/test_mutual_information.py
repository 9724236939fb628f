import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from sklearn.datasets import load_breast_cancer
from sklearn.metrics import mutual_info_score

from snippets.c04_feature_selection.mutual_information import (
    apply_bins,
    mutual_information,
    quantile_edges,
)

pairs = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 3)), min_size=1)


@given(pairs)
@settings(deadline=None)  # a busy machine is no failure
def test_agrees_with_sklearn_and_is_symmetric(rows):
    x, y = zip(*rows, strict=True)
    got = mutual_information(x, y)
    assert got == pytest.approx(mutual_info_score(x, y), abs=1e-12)
    assert got == pytest.approx(mutual_information(y, x), abs=1e-12)


@pytest.mark.parametrize("seed", range(3))
def test_is_entropy_minus_conditional_entropy(seed):
    rng = np.random.default_rng(seed)
    x, y = rng.integers(0, 5, 300), rng.integers(0, 3, 300)
    y[x == 2] = 1
    inside = sum(
        (x == a).mean() * stats.entropy(np.bincount(y[x == a])) for a in np.unique(x)
    )
    want = stats.entropy(np.bincount(y)) - inside
    assert mutual_information(x, y) == pytest.approx(want)


def test_binned_real_columns_agree_with_sklearn():
    X, y = load_breast_cancer(return_X_y=True)
    for column in X.T[::3]:
        codes = apply_bins(column, quantile_edges(column, n_bins=8))
        assert mutual_information(codes, y) == pytest.approx(
            mutual_info_score(codes, y)
        )


def test_by_hand():
    x = np.repeat([1, 1, 0, 0], [30, 10, 20, 40])
    y = np.repeat([1, 0, 1, 0], [30, 10, 20, 40])
    want = 0.3 * np.log(1.5) + 0.1 * np.log(0.5)
    want += 0.2 * np.log(2 / 3) + 0.4 * np.log(4 / 3)
    assert mutual_information(x, y) == pytest.approx(want)
    assert want == pytest.approx(0.0863, abs=5e-5)


def test_xor_shows_only_jointly():
    a, b = np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1])
    assert mutual_information(a, a ^ b) == 0.0
    assert mutual_information(b, a ^ b) == 0.0
    assert mutual_information(2 * a + b, a ^ b) == pytest.approx(np.log(2))


def test_independent_columns_score_about_the_known_bias():
    rng = np.random.default_rng(0)
    got = [
        mutual_information(rng.integers(0, 10, 200), rng.integers(0, 2, 200))
        for _ in range(400)
    ]
    assert np.mean(got) == pytest.approx(9 * 1 / (2 * 200), rel=0.1)


def test_labels_of_any_kind_and_extremes():
    assert mutual_information(["a", "b"], [True, False]) == pytest.approx(np.log(2))
    assert mutual_information([1.0, 2.0], [5, 6]) == pytest.approx(np.log(2))
    assert mutual_information([1], [1]) == 0.0
    assert mutual_information([7, 7, 7], [0, 1, 0]) == 0.0


@pytest.mark.parametrize("seed", range(3))
def test_bins_are_equally_full_without_ties(seed):
    x = np.random.default_rng(seed).normal(size=1000)
    codes = apply_bins(x, quantile_edges(x, n_bins=10))
    assert np.bincount(codes).tolist() == [100] * 10
    assert (np.diff(codes[np.argsort(x)]) >= 0).all()


def test_bins_with_ties_and_new_data():
    edges = quantile_edges([0, 0, 0, 0, 1, 1], n_bins=3)
    assert edges.tolist() == [0.0]
    assert apply_bins([-5, 0, 0.5, 9], edges).tolist() == [0, 0, 1, 1]
    assert quantile_edges([3, 3], n_bins=4).size == 0
    assert apply_bins([1, 2], []).tolist() == [0, 0]
    assert apply_bins([1, 2, 3], quantile_edges([1, 2, 3], n_bins=3)).tolist() == [
        0,
        1,
        2,
    ]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: mutual_information([0.5, 1.5], [0, 1]), "bin"),
        (lambda: mutual_information([np.nan, 1.0], [0, 1]), "finite"),
        (lambda: mutual_information([np.inf, 1.0], [0, 1]), "finite"),
        (lambda: mutual_information([0, 1], [0]), "same length"),
        (lambda: mutual_information([], []), "1-D"),
        (lambda: mutual_information([[0, 1]], [0, 1]), "1-D"),
        (lambda: mutual_information([None, "a"], [0, 1]), "numbers or strings"),
        (lambda: quantile_edges([1, 2], n_bins=1), "n_bins"),
        (lambda: quantile_edges([1, np.nan], n_bins=2), "finite"),
        (lambda: quantile_edges([], n_bins=2), "not empty"),
        (lambda: quantile_edges([[1, 2]], n_bins=2), "1-D"),
        (lambda: apply_bins([1], [2, 1]), "rising"),
        (lambda: apply_bins([1], [[1]]), "edges"),
        (lambda: apply_bins([1], [np.nan]), "edges"),
        (lambda: apply_bins([np.nan], [1]), "finite"),
    ],
)
def test_bad_input_is_refused(call, message):
    with pytest.raises(ValueError, match=message):
        call()
