"""Choosing the next token: temperature, then top-k, then top-p; O(V log V) a token.

Top-p (nucleus) is from Holtzman et al., "The Curious Case of Neural Text
Degeneration" (2020).
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]


def next_token_probs(
    logits: ArrayLike,
    *,
    temperature: float = 1.0,
    top_k: int | None = None,
    top_p: float = 1.0,
) -> Array:
    """Probabilities (V,) to draw the next token from.

    Temperature 0 is greedy. top_k keeps the k likeliest tokens; top_p the smallest
    set, likeliest first, whose share of what top_k left reaches top_p. Ties go to
    the lower token id.
    """
    z = np.asarray(logits, dtype=np.float64)
    if z.ndim != 1 or not z.size or np.isnan(z).any() or z.max() == np.inf:
        raise ValueError("logits must be one non-empty row without NaN or +inf")
    if temperature < 0 or not 0 < top_p <= 1 or (top_k is not None and top_k < 1):
        raise ValueError("need temperature >= 0, 0 < top_p <= 1 and top_k >= 1")
    if z.max() == -np.inf:
        raise ValueError("every token is forbidden: allow at least one logit")
    order = np.argsort(-z, kind="stable")  # likeliest first
    if temperature == 0:
        order = order[:1]
    elif top_k is not None:
        order = order[:top_k]
    kept = np.exp((z[order] - z[order[0]]) / (temperature or 1.0))
    kept /= kept.sum()
    if top_p < 1:  # at 1 the rounding of the sum would drop the far tail
        before = np.cumsum(kept) - kept  # mass of the tokens ranked higher
        kept = np.where(before < top_p, kept, 0.0)
    probs = np.zeros_like(z)
    probs[order] = kept / kept.sum()
    return probs


def sample(
    logits: ArrayLike,
    rng: np.random.Generator,
    *,
    temperature: float = 1.0,
    top_k: int | None = None,
    top_p: float = 1.0,
) -> int:
    """One token id drawn from `next_token_probs`."""
    probs = next_token_probs(logits, temperature=temperature, top_k=top_k, top_p=top_p)
    return int(rng.choice(len(probs), p=probs))
