"""Scaled dot-product and multi-head attention: O(n*m*d) time, O(n*m) memory a head.

Vaswani et al., "Attention Is All You Need" (2017), section 3.2.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]


def causal_mask(n: int, m: int) -> Mask:
    """(n, m), True where a query may see a key; the n queries are the last of m."""
    if n > m:
        raise ValueError(f"{n} queries need at least as many keys, got {m}")
    return np.arange(m) <= np.arange(m - n, m)[:, None]


def attention(
    Q: ArrayLike, K: ArrayLike, V: ArrayLike, *, mask: Mask | None = None
) -> tuple[Array, Array]:
    """Outputs (..., n, d_v) and weights (..., n, m): softmax(Q K^T / sqrt(d)) V.

    mask is boolean, True where a query may look; an additive 0/-inf mask is refused,
    because read as booleans it would mean the opposite.
    """
    q, k, v = (np.asarray(a, dtype=np.float64) for a in (Q, K, V))
    scores = q @ np.swapaxes(k, -1, -2) / np.sqrt(q.shape[-1])  # (..., n, m)
    if mask is not None:
        if mask.dtype != np.bool_:
            raise ValueError(f"mask must be boolean, got {mask.dtype}")
        if not mask.any(axis=-1).all():
            raise ValueError("a query sees no key at all: unmask at least one")
        scores = np.where(mask, scores, -np.inf)  # exp(-inf) = 0: no weight
    weights = np.exp(scores - scores.max(axis=-1, keepdims=True))
    weights /= weights.sum(axis=-1, keepdims=True)
    return weights @ v, weights


def multi_head_attention(
    X: ArrayLike,
    W_q: ArrayLike,
    W_k: ArrayLike,
    W_v: ArrayLike,
    W_o: ArrayLike,
    *,
    n_heads: int,
    n_kv_heads: int,
    mask: Mask | None = None,
) -> Array:
    """Self-attention of X (n, d_model) -> (n, d_model).

    W_q is (d_model, n_heads * d), W_k and W_v (d_model, n_kv_heads * d).
    n_kv_heads = n_heads is multi-head, 1 is multi-query, between is grouped-query.
    """
    if n_heads % n_kv_heads:
        raise ValueError(f"{n_heads} heads do not share {n_kv_heads} KV heads evenly")
    x = np.asarray(X, dtype=np.float64)

    def project(W: ArrayLike, heads: int) -> Array:
        """(n, d_model) -> (heads, n, d)."""
        return np.moveaxis((x @ np.asarray(W)).reshape(len(x), heads, -1), 1, 0)

    group = n_heads // n_kv_heads  # query heads that read the same keys and values
    K = np.repeat(project(W_k, n_kv_heads), group, axis=0)
    V = np.repeat(project(W_v, n_kv_heads), group, axis=0)
    heads, _ = attention(project(W_q, n_heads), K, V, mask=mask)  # (heads, n, d)
    joined = np.moveaxis(heads, 0, 1).reshape(len(x), -1)  # (n, heads * d)
    return np.asarray(joined @ np.asarray(W_o, dtype=np.float64))
