from itertools import combinations

import numpy as np
import pytest
from sklearn.datasets import load_diabetes
from sklearn.linear_model import Lasso

from snippets.c04_feature_selection.stability_selection import (
    expected_false,
    half_sample_selections,
    stability,
)


@pytest.mark.parametrize("seed", range(3))
def test_frequencies_agree_with_all_halves(seed):
    rng = np.random.default_rng(seed)
    X, y = rng.normal(size=(8, 4)), rng.normal(size=8)

    def select(rows):
        rows = np.asarray(rows)
        return np.argsort(-np.abs(X[rows].T @ y[rows]))[:2]

    halves = list(combinations(range(8), 4))
    want = np.zeros(4)
    for half in halves:
        want[select(half)] += 1 / len(halves)
    got = half_sample_selections(select, 8, 4, rng=rng, n_pairs=1500).mean(axis=0)
    assert got == pytest.approx(want, abs=4.5 * 0.5 / np.sqrt(1500))


def test_halves_are_disjoint_sorted_and_cover():
    seen = []

    def select(rows):
        seen.append(rows.tolist())
        return []

    chosen = half_sample_selections(
        select, 11, 3, rng=np.random.default_rng(0), n_pairs=20
    )
    assert chosen.shape == (40, 3)
    assert not chosen.any()
    for a, b in zip(seen[::2], seen[1::2], strict=True):
        assert a == sorted(a)
        assert len(a) == len(b) == 5
        assert not set(a) & set(b)
    assert len({i for rows in seen for i in rows}) == 11


def test_lasso_on_real_data_repeats_with_its_generator():
    X, y = load_diabetes(return_X_y=True)

    def select(rows):
        return np.flatnonzero(Lasso(alpha=0.4).fit(X[rows], y[rows]).coef_)

    runs = [
        half_sample_selections(
            select, len(X), 10, rng=np.random.default_rng(s), n_pairs=10
        )
        for s in (1, 1, 2)
    ]
    assert (runs[0] == runs[1]).all()
    assert (runs[0].mean(axis=0)[[2, 8]] == 1.0).all()  # bmi and s5
    assert 0.3 < stability(runs[2]) < 1.0


def pairwise(Z):
    """Oracle: mean of (overlap - expected) / (max - expected) over pairs of one size k.

    For sets of one size Nogueira's measure is that of Kuncheva (2007).
    """
    d, k = Z.shape[1], int(Z[0].sum())
    values = [
        (np.sum(a & b) - k * k / d) / (k - k * k / d) for a, b in combinations(Z, 2)
    ]
    return np.mean(values)


@pytest.mark.parametrize("seed", range(4))
def test_stability_agrees_with_kuncheva_for_sets_of_one_size(seed):
    rng = np.random.default_rng(seed)
    Z = np.zeros((9, 12), dtype=bool)
    for row in Z:
        row[rng.choice(12, size=4, replace=False, p=np.arange(1, 13) / 78)] = True
    assert stability(Z) == pytest.approx(pairwise(Z))


def test_stability_by_hand():
    # column variances 0, 1/2, 1/2 (ddof 1), mean 1/3; share 2/3: 1 - (1/3)/(2/9)
    assert stability([[1, 1, 0], [1, 0, 1]]) == pytest.approx(-0.5)
    assert stability([[1, 0, 0], [1, 0, 0]]) == pytest.approx(1.0)


def test_random_choice_has_stability_near_zero():
    rng = np.random.default_rng(0)
    assert abs(stability(rng.random((400, 200)) < 0.3)) < 0.01


def test_bound_by_hand():
    assert expected_false(10, 1000, threshold=0.9) == pytest.approx(0.125)
    assert expected_false(0, 5, threshold=1.0) == 0.0


@pytest.mark.parametrize("seed", range(2))
def test_bound_holds_on_exchangeable_noise(seed):
    rng = np.random.default_rng(seed)
    X, y = rng.normal(size=(60, 100)), rng.normal(size=60)

    def select(rows):
        return np.argsort(-np.abs(X[rows].T @ y[rows]))[:8]

    chosen = half_sample_selections(select, 60, 100, rng=rng)
    # one draw, so not a proof: Markov leaves room for more than the mean
    found = (chosen.mean(axis=0) >= 0.9).sum()
    assert found <= np.ceil(expected_false(8, 100, threshold=0.9)) + 1


@pytest.mark.parametrize(("n", "d", "n_pairs"), [(1, 2, 5), (4, 0, 5), (4, 2, 0)])
def test_bad_sizes_are_refused(n, d, n_pairs):
    with pytest.raises(ValueError, match="need"):
        half_sample_selections(
            lambda r: [], n, d, rng=np.random.default_rng(0), n_pairs=n_pairs
        )


@pytest.mark.parametrize("column", [-1, 3])
def test_a_column_out_of_range_is_refused(column):
    with pytest.raises(ValueError, match="columns from 0 to 2"):
        half_sample_selections(lambda r: [column], 4, 3, rng=np.random.default_rng(0))


@pytest.mark.parametrize(
    ("q", "d", "threshold"),
    [(1, 0, 0.9), (-1, 5, 0.9), (6, 5, 0.9), (1, 5, 0.5), (1, 5, 1.1)],
)
def test_a_bound_without_meaning_is_refused(q, d, threshold):
    with pytest.raises(ValueError, match="threshold"):
        expected_false(q, d, threshold=threshold)


@pytest.mark.parametrize(
    ("Z", "message"),
    [
        ([1, 0], "chosen must"),
        ([[1, 0]], "M >= 2"),
        ([[1], [0]], "d >= 2"),
        ([[1, 2], [0, 1]], "0/1"),
        ([[1.0, np.nan], [0, 1]], "0/1"),
        ([[0, 0], [0, 0]], "undefined"),
        ([[1, 1], [1, 1]], "undefined"),
    ],
)
def test_stability_refuses_bad_input(Z, message):
    with pytest.raises(ValueError, match=message):
        stability(Z)
