"""Rotary position embedding: turn each pair of features by position * frequency.

Su et al., "RoFormer: Enhanced Transformer with Rotary Position Embedding" (2021).
O(n*d) time; no parameters. Pairs are neighbors (0, 1), (2, 3), … as in the paper;
code that pairs feature i with i + d/2 needs the columns of W_q and W_k permuted.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]


def frequencies(d: int, *, base: float = 10_000.0) -> Array:
    """Radians a position for each of the d/2 pairs: base^(-2i/d), fast to slow."""
    if d <= 0 or d % 2:
        raise ValueError(f"head dimension must be even and positive, got {d}")
    return np.asarray(base ** (-np.arange(0, d, 2) / d))


def rotate(X: ArrayLike, positions: ArrayLike, *, base: float = 10_000.0) -> Array:
    """Rows of X (..., n, d) rotated to their positions (n,); lengths are unchanged.

    Applied to queries and keys (never values) it makes q_m . k_n depend on the
    positions through m - n alone.
    """
    x = np.asarray(X, dtype=np.float64)
    position = np.asarray(positions, dtype=np.float64)
    if position.shape != x.shape[-2:-1]:
        raise ValueError(f"{x.shape[-2]} rows, positions of shape {position.shape}")
    angles = position[:, None] * frequencies(x.shape[-1], base=base)  # (n, d/2)
    cos, sin = np.cos(angles), np.sin(angles)
    even, odd = x[..., 0::2], x[..., 1::2]
    out = np.empty_like(x)
    out[..., 0::2] = even * cos - odd * sin
    out[..., 1::2] = even * sin + odd * cos
    return out
