import numpy as np
import pytest
from sklearn.datasets import load_breast_cancer, load_diabetes, load_iris, load_wine

from snippets.c03_preprocessing_and_feature_engineering.near_duplicates import (
    candidate_pairs,
    minhash,
    shingles,
)


def jaccard(a, b):
    return len(a & b) / len(a | b)


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("shared", [0, 20, 60, 100])
def test_agreement_estimates_jaccard(seed, shared):
    a = frozenset(f"t{i}" for i in range(100))
    b = frozenset(f"t{i}" for i in range(100 - shared, 200 - shared))
    want = jaccard(a, b)
    x, y = minhash([a, b], n_hashes=2000, rng=np.random.default_rng(seed))
    error = max((want * (1 - want) / 2000) ** 0.5, 1e-12)
    assert abs(np.mean(x == y) - want) < 4.5 * error


@pytest.mark.parametrize("similarity", [0.5, 0.8])
def test_banding_finds_pairs_at_the_promised_rate(similarity):
    shared = round(200 * similarity / (1 + similarity))  # of 100 and 100
    a = frozenset(f"t{i}" for i in range(100))
    b = frozenset(f"t{i}" for i in range(100 - shared, 200 - shared))
    rng = np.random.default_rng(0)
    hits = [
        bool(candidate_pairs(minhash([a, b], n_hashes=20, rng=rng), bands=5))
        for _ in range(400)
    ]
    want = 1 - (1 - jaccard(a, b) ** 4) ** 5
    assert np.mean(hits) == pytest.approx(
        want, abs=4 * (want * (1 - want) / 400) ** 0.5
    )


@pytest.mark.parametrize("seed", range(3))
def test_candidates_as_brute_force(seed):
    rng = np.random.default_rng(seed)
    signature = rng.integers(4, size=(40, 6), dtype=np.uint64)
    want = {
        (i, j)
        for i in range(40)
        for j in range(i + 1, 40)
        if any(
            (signature[i, k : k + 2] == signature[j, k : k + 2]).all()
            for k in (0, 2, 4)
        )
    }
    assert candidate_pairs(signature, bands=3) == want


def test_real_texts_and_one_edited_copy():
    texts = [
        load().DESCR
        for load in (load_breast_cancer, load_diabetes, load_iris, load_wine)
    ]
    words = texts[3].split()
    words[100] = "EDITED"
    sets = [shingles(t) for t in [*texts, " ".join(words)]]
    signature = minhash(sets, n_hashes=64, rng=np.random.default_rng(0))
    assert candidate_pairs(signature, bands=8) == {(3, 4)}
    assert jaccard(sets[3], sets[4]) > 0.95


def test_shingles_by_hand():
    assert shingles("The cat sat  on", words=3) == {"the cat sat", "cat sat on"}
    assert shingles("Hi", words=3) == {"hi"}
    a, b = shingles("a b c d", words=2), shingles("a b c e", words=2)
    assert jaccard(a, b) == 0.5  # {ab, bc, cd} and {ab, bc, ce}


def test_order_and_repetition_do_not_matter():
    a = shingles("x y x y x y", words=1)
    b = shingles("y x", words=1)
    x, y = minhash([a, b], n_hashes=10, rng=np.random.default_rng(0))
    np.testing.assert_array_equal(x, y)
    assert minhash([], n_hashes=3, rng=np.random.default_rng(0)).shape == (0, 3)


def test_bad_input_is_refused():
    rng = np.random.default_rng(0)
    with pytest.raises(ValueError, match="empty"):
        shingles("  ")
    with pytest.raises(ValueError, match="words"):
        shingles("a b", words=0)
    with pytest.raises(ValueError, match="n_hashes"):
        minhash([frozenset("a")], n_hashes=0, rng=rng)
    with pytest.raises(ValueError, match="no set may be empty"):
        minhash([frozenset()], n_hashes=4, rng=rng)
    signature = minhash([frozenset("a")], n_hashes=6, rng=rng)
    for bands in (0, 4):
        with pytest.raises(ValueError, match="divide"):
            candidate_pairs(signature, bands=bands)
    with pytest.raises(ValueError, match="signature"):
        candidate_pairs(signature[0], bands=2)


def test_a_text_is_not_a_set_of_letters():
    with pytest.raises(TypeError, match="shingles first"):
        minhash(["some text"], n_hashes=2, rng=np.random.default_rng(0))
