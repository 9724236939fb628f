import os
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.datasets import load_iris
from sklearn.feature_extraction import FeatureHasher
from sklearn.utils import murmurhash3_32

from snippets.c03_preprocessing_and_feature_engineering.feature_hashing import (
    hash_tokens,
    murmur3_32,
)


@given(st.binary(max_size=40), st.integers(0, 2**31 - 1))
def test_hash_as_sklearn(data, seed):
    assert murmur3_32(data, seed=seed) == murmurhash3_32(data, seed, positive=True)


def test_published_vectors():
    assert murmur3_32(b"") == 0
    assert murmur3_32(b"", seed=1) == 0x514E28B7
    assert murmur3_32(b"", seed=0xFFFFFFFF) == 0x81F16F39
    assert murmur3_32(b"\xff\xff\xff\xff") == 0x76293B50


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("n_columns", [1, 7, 64])
def test_table_as_sklearn(seed, n_columns):
    rng = np.random.default_rng(seed)
    rows = [[f"city=Zürich{i}" for i in rng.integers(99, size=5)] for _ in range(20)]
    oracle = FeatureHasher(n_columns, input_type="string").transform(rows)
    np.testing.assert_array_equal(hash_tokens(rows, n_columns), oracle.toarray())


def test_real_data_as_sklearn():
    data = load_iris()
    rows = [
        [f"{f}={v}" for f, v in zip(data.feature_names, row, strict=True)]
        for row in data.data
    ]
    oracle = FeatureHasher(32, input_type="string").transform(rows)
    np.testing.assert_array_equal(hash_tokens(rows, 32), oracle.toarray())


def test_by_hand():
    # murmur3("a") is 0x3C2569B2: positive as a signed number, 0x...B2 = 178 = 2 mod 8
    np.testing.assert_array_equal(
        hash_tokens([["a", "a"], []], 8), [[0, 0, 2, 0, 0, 0, 0, 0], [0] * 8]
    )


def test_inner_products_are_unbiased_over_seeds():
    rows = [[f"x{i}" for i in range(12)], [f"x{i}" for i in range(8, 20)]]
    products = []
    for seed in range(400):
        a, b = hash_tokens(rows, 16, seed=seed)
        products.append(float(a @ b))
    error = np.std(products) / len(products) ** 0.5
    assert abs(np.mean(products) - 4) < 4 * error  # 4 tokens are shared
    assert np.std(products) > 1  # a single hash is noisy: the mean is the claim


def test_same_in_processes_with_other_salts():
    code = (
        "from snippets.c03_preprocessing_and_feature_engineering.feature_hashing"
        " import murmur3_32; print(murmur3_32(b'city=Lyon'), hash('city=Lyon'))"
    )
    outputs = [
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": salt},
            capture_output=True,
            check=True,
            text=True,
        ).stdout.split()
        for salt in ("1", "2")
    ]
    assert outputs[0][0] == outputs[1][0] == str(murmur3_32(b"city=Lyon"))
    assert outputs[0][1] != outputs[1][1]  # what the snippet avoids


def test_bad_input_is_refused():
    with pytest.raises(ValueError, match="n_columns"):
        hash_tokens([["a"]], 0)
    with pytest.raises(TypeError, match="row 0 is one string"):
        hash_tokens(["city=Lyon"], 8)
    with pytest.raises(TypeError, match="field=value"):
        hash_tokens([[3]], 8)
    for seed in (-1, 2**32):
        with pytest.raises(ValueError, match="seed"):
            murmur3_32(b"a", seed=seed)
