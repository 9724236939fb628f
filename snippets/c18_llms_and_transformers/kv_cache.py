"""KV cache: a decoding step costs O(t*d) instead of O(t^2*d), for O(t*d) memory."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]


class KVCache:
    """Keys and values of the tokens seen so far, one layer of one sequence."""

    def __init__(self, n_kv_heads: int, d_head: int, *, capacity: int) -> None:
        self._store = np.empty((2, n_kv_heads, capacity, d_head))  # reserved up front
        self.length = 0

    def append(self, K: Array, V: Array) -> None:
        """Add t tokens; K and V are (n_kv_heads, t, d_head)."""
        heads, _, d_head = self.keys.shape
        if K.shape != V.shape or (K.shape[0], K.shape[2]) != (heads, d_head):
            raise ValueError(f"need ({heads}, t, {d_head}), got {K.shape}, {V.shape}")
        end = self.length + K.shape[1]
        if end > self._store.shape[2]:
            raise ValueError(f"cache holds {self._store.shape[2]} tokens, asked {end}")
        self._store[:, :, self.length : end] = K, V
        self.length = end

    @property
    def keys(self) -> Array:
        """(n_kv_heads, length, d_head)."""
        return self._store[0, :, : self.length]

    @property
    def values(self) -> Array:
        """(n_kv_heads, length, d_head)."""
        return self._store[1, :, : self.length]


def extend(
    X_new: ArrayLike,
    cache: KVCache,
    W_q: Array,
    W_k: Array,
    W_v: Array,
    *,
    n_heads: int,
) -> Array:
    """Causal attention outputs (t, n_heads * d_head) of t new tokens (t, d_model).

    Many rows are a prefill, one row is a decoding step, some are a chunked prefill.
    Positions are left out: RoPE would rotate queries and keys before the cache.
    """
    x = np.asarray(X_new, dtype=np.float64)
    n_kv_heads, _, d_head = cache.keys.shape
    if n_heads % n_kv_heads:
        raise ValueError(f"{n_heads} heads do not share {n_kv_heads} KV heads evenly")

    def project(W: Array, heads: int) -> Array:
        """(t, d_model) -> (heads, t, d_head)."""
        return np.moveaxis((x @ W).reshape(len(x), heads, d_head), 1, 0)

    Q = project(W_q, n_heads).reshape(n_kv_heads, -1, len(x), d_head)
    start = cache.length
    cache.append(project(W_k, n_kv_heads), project(W_v, n_kv_heads))
    # Each KV head serves its group of query heads: (kv, group, t, length).
    scores = Q @ cache.keys[:, None].swapaxes(-1, -2) / np.sqrt(d_head)
    visible = np.arange(cache.length) <= np.arange(start, cache.length)[:, None]
    scores = np.where(visible, scores, -np.inf)
    weights = np.exp(scores - scores.max(axis=-1, keepdims=True))
    weights /= weights.sum(axis=-1, keepdims=True)
    out = (weights @ cache.values[:, None]).reshape(n_heads, len(x), d_head)
    return np.asarray(np.moveaxis(out, 0, 1).reshape(len(x), -1))
