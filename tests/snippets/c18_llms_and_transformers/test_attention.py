import math

import numpy as np
import pytest
from scipy.special import softmax

from snippets.c18_llms_and_transformers.attention import (
    attention,
    causal_mask,
    multi_head_attention,
)


def slow_attention(Q, K, V, mask=None):
    """One query, one key, one feature at a time."""
    out = []
    for i, q in enumerate(Q):
        seen = [j for j in range(len(K)) if mask is None or mask[i][j]]
        scores = [sum(a * b for a, b in zip(q, K[j], strict=True)) for j in seen]
        exps = [math.exp(s / math.sqrt(len(q))) for s in scores]
        row = [0.0] * len(V[0])
        for e, j in zip(exps, seen, strict=True):
            for c in range(len(row)):
                row[c] += e / sum(exps) * V[j][c]
        out.append(row)
    return np.array(out)


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("causal", [False, True])
def test_attention_matches_loops(seed, causal):
    rng = np.random.default_rng(seed)
    Q, K = rng.normal(size=(4, 3)), rng.normal(size=(6, 3))
    V = rng.normal(size=(6, 5))
    mask = causal_mask(4, 6) if causal else None
    out, weights = attention(Q, K, V, mask=mask)
    np.testing.assert_allclose(out, slow_attention(Q, K, V, mask), atol=1e-12)
    np.testing.assert_allclose(weights.sum(axis=-1), 1.0)


def test_weights_match_scipy():
    rng = np.random.default_rng(1)
    Q, K, V = rng.normal(size=(3, 2, 5, 8))
    _, weights = attention(Q, K, V)
    expected = softmax(Q @ K.swapaxes(-1, -2) / 8**0.5, axis=-1)
    np.testing.assert_allclose(weights, expected)


def test_example_worked_on_the_page():
    K = [[1, 0, 1, 0], [0, 1, 0, 1], [1, 1, 1, 1]]
    V = [[10, 0], [0, 10], [5, 5]]
    out, weights = attention([[2, 0, 2, 0]], K, V)
    np.testing.assert_allclose(weights, [[0.468, 0.063, 0.468]], atol=5e-4)
    np.testing.assert_allclose(out, [[7.02, 2.98]], atol=6e-3)


def test_causal_mask_by_hand():
    expected = [[True, True, False], [True, True, True]]
    assert causal_mask(2, 3).tolist() == expected


@pytest.mark.parametrize("seed", range(3))
def test_future_tokens_change_nothing_before_them(seed):
    rng = np.random.default_rng(seed)
    X, noise = rng.normal(size=(2, 6, 8))
    W = rng.normal(size=(4, 8, 8))
    changed = np.vstack([X[:4], noise[4:]])
    kwargs = {"n_heads": 2, "n_kv_heads": 2, "mask": causal_mask(6, 6)}
    a = multi_head_attention(X, *W, **kwargs)
    b = multi_head_attention(changed, *W, **kwargs)
    np.testing.assert_allclose(a[:4], b[:4])
    assert not np.allclose(a[4:], b[4:])


def test_without_mask_or_positions_attention_only_permutes():
    rng = np.random.default_rng(2)
    X, W = rng.normal(size=(5, 8)), rng.normal(size=(4, 8, 8))
    order = rng.permutation(5)
    a = multi_head_attention(X, *W, n_heads=4, n_kv_heads=4)
    b = multi_head_attention(X[order], *W, n_heads=4, n_kv_heads=4)
    np.testing.assert_allclose(a[order], b)


@pytest.mark.parametrize(("n_heads", "n_kv_heads"), [(4, 4), (4, 2), (4, 1), (1, 1)])
@pytest.mark.parametrize("seed", range(3))
def test_heads_match_a_loop_over_heads(n_heads, n_kv_heads, seed):
    rng = np.random.default_rng(seed)
    n, d_model, d = 5, 7, 3
    X = rng.normal(size=(n, d_model))
    W_q = rng.normal(size=(d_model, n_heads * d))
    W_k, W_v = rng.normal(size=(2, d_model, n_kv_heads * d))
    W_o = rng.normal(size=(n_heads * d, d_model))
    mask = causal_mask(n, n)
    expected = np.zeros((n, d_model))
    for h in range(n_heads):
        q = slice(h * d, (h + 1) * d)
        g = h * n_kv_heads // n_heads
        kv = slice(g * d, (g + 1) * d)
        head = slow_attention(X @ W_q[:, q], X @ W_k[:, kv], X @ W_v[:, kv], mask)
        expected += head @ W_o[q]
    got = multi_head_attention(
        X, W_q, W_k, W_v, W_o, n_heads=n_heads, n_kv_heads=n_kv_heads, mask=mask
    )
    np.testing.assert_allclose(got, expected, atol=1e-11)


def test_huge_scores_stay_finite_and_pick_one_key():
    out, weights = attention([[1e6]], [[1.0], [-1.0]], [[3.0], [4.0]])
    assert weights.tolist() == [[1.0, 0.0]]
    assert out.tolist() == [[3.0]]


def test_one_token_returns_its_value():
    out, _ = attention([[1, 2]], [[3, 4]], [[5, 6]], mask=causal_mask(1, 1))
    assert out.tolist() == [[5.0, 6.0]]


def test_a_query_with_no_key_is_an_error():
    mask = np.array([[True, True], [False, False]])
    with pytest.raises(ValueError, match="no key"):
        attention(np.ones((2, 1)), np.ones((2, 1)), np.ones((2, 1)), mask=mask)


def test_an_additive_mask_is_an_error_and_not_read_backwards():
    with pytest.raises(ValueError, match="boolean"):
        attention(
            [[1.0]], [[1.0], [2.0]], [[3.0], [4.0]], mask=np.array([[0, -np.inf]])
        )


def test_more_queries_than_keys_is_an_error():
    with pytest.raises(ValueError, match="at least as many"):
        causal_mask(3, 2)


def test_uneven_groups_are_an_error():
    X, W = np.ones((2, 6)), np.ones((6, 6))
    with pytest.raises(ValueError, match="evenly"):
        multi_head_attention(X, W, W, W, W, n_heads=3, n_kv_heads=2)
