import numpy as np
import pytest

from snippets.c18_llms_and_transformers.kv_cache import KVCache, extend


def full_recomputation(X, W_q, W_k, W_v, n_heads, n_kv_heads, d):
    """Causal attention of every token from scratch, one head and query at a time."""
    out = np.zeros((len(X), n_heads * d))
    for h in range(n_heads):
        q = X @ W_q[:, h * d : (h + 1) * d]
        g = h // (n_heads // n_kv_heads)
        k, v = (X @ W[:, g * d : (g + 1) * d] for W in (W_k, W_v))
        for i in range(len(X)):
            weights = np.exp(k[: i + 1] @ q[i] / np.sqrt(d))
            out[i, h * d : (h + 1) * d] = weights / weights.sum() @ v[: i + 1]
    return out


def problem(seed, n_heads, n_kv_heads, n=9, d_model=6, d=4):
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(n, d_model))
    W_q = rng.normal(size=(d_model, n_heads * d))
    W_k, W_v = rng.normal(size=(2, d_model, n_kv_heads * d))
    expected = full_recomputation(X, W_q, W_k, W_v, n_heads, n_kv_heads, d)
    return X, (W_q, W_k, W_v), KVCache(n_kv_heads, d, capacity=n), expected


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize(("n_heads", "n_kv_heads"), [(4, 4), (4, 2), (4, 1)])
@pytest.mark.parametrize(
    "chunks",
    [[9], [1] * 9, [5, 1, 1, 1, 1], [4, 3, 2]],
    ids=["prefill", "token-by-token", "prefill-then-decode", "chunked-prefill"],
)
def test_incremental_equals_full_recomputation(seed, n_heads, n_kv_heads, chunks):
    X, weights, cache, expected = problem(seed, n_heads, n_kv_heads)
    parts, start = [], 0
    for size in chunks:
        part = X[start : start + size]
        parts.append(extend(part, cache, *weights, n_heads=n_heads))
        start += size
    np.testing.assert_allclose(np.vstack(parts), expected, atol=1e-11)
    assert cache.length == len(X)


def test_cache_holds_the_projected_keys_and_values():
    X, weights, cache, _ = problem(0, 4, 2)
    extend(X[:5], cache, *weights, n_heads=4)
    extend(X[5:], cache, *weights, n_heads=4)
    keys = np.moveaxis(cache.keys, 0, 1).reshape(9, -1)
    values = np.moveaxis(cache.values, 0, 1).reshape(9, -1)
    np.testing.assert_allclose(keys, X @ weights[1])
    np.testing.assert_allclose(values, X @ weights[2])


def test_first_token_returns_its_own_value():
    X, weights, cache, _ = problem(0, 2, 2)
    out = extend(X[:1], cache, *weights, n_heads=2)
    np.testing.assert_allclose(out, X[:1] @ weights[2])


def test_huge_scores_stay_finite():
    W = np.eye(2)
    cache = KVCache(1, 2, capacity=2)
    out = extend([[1000, 0], [0, 1000]], cache, W, W, W, n_heads=1)
    np.testing.assert_allclose(out, [[1000, 0], [0, 1000]])


def test_a_full_cache_refuses_and_stays_as_it_was():
    X, weights, cache, _ = problem(0, 2, 2)
    extend(X, cache, *weights, n_heads=2)
    before = cache.keys.copy()
    with pytest.raises(ValueError, match="holds 9 tokens, asked 10"):
        extend(X[:1], cache, *weights, n_heads=2)
    assert cache.length == 9
    np.testing.assert_array_equal(cache.keys, before)


def test_uneven_groups_are_an_error_before_the_cache_changes():
    cache = KVCache(2, 2, capacity=4)
    W = np.ones((2, 6))
    with pytest.raises(ValueError, match="evenly"):
        extend(np.ones((1, 2)), cache, W, W[:, :4], W[:, :4], n_heads=3)
    assert cache.length == 0


def test_misshapen_queries_are_an_error_before_the_cache_changes():
    X, (W_q, W_k, W_v), cache, _ = problem(0, 4, 2)
    with pytest.raises(ValueError, match="reshape"):
        extend(X[:1], cache, W_q[:, :-1], W_k, W_v, n_heads=4)
    assert cache.length == 0


@pytest.mark.parametrize("shape", [(1, 3, 4), (2, 3, 1)])
def test_keys_that_would_only_broadcast_are_an_error(shape):
    cache = KVCache(2, 4, capacity=5)
    with pytest.raises(ValueError, match=r"need \(2, t, 4\)"):
        cache.append(np.ones(shape), np.ones(shape))
    assert cache.length == 0
