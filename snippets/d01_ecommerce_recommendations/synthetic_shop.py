"""A shop whose truth is known: P(item | shopper) = softmax(fit + log popularity)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Index = NDArray[np.int64]


@dataclass(frozen=True)
class Shop:
    """Features that a model may see, and the logits that it has to recover."""

    taste: Array  # (n_shoppers, d)
    content: Array  # (n_items, d)
    logits: Array  # (n_shoppers, n_items), log P(item | shopper) up to a constant


def make_shop(
    n_shoppers: int,
    n_items: int,
    *,
    d: int = 6,
    fit_weight: float = 0.8,
    zipf: float = 1.0,
    rng: np.random.Generator,
) -> Shop:
    """Draw shoppers and items; popularity falls as rank ** -zipf, in random order."""
    if min(n_shoppers, n_items, d) < 1:
        raise ValueError("n_shoppers, n_items and d must be at least 1")
    taste = rng.normal(size=(n_shoppers, d))
    content = rng.normal(size=(n_items, d))
    log_popularity = -zipf * np.log(rng.permutation(n_items) + 1.0)
    return Shop(taste, content, fit_weight * taste @ content.T + log_popularity)


def purchases(shop: Shop, per_shopper: int, *, rng: np.random.Generator) -> Index:
    """One row (shopper, item) per purchase, shuffled; items drawn from the truth."""
    if per_shopper < 1:
        raise ValueError("per_shopper must be at least 1")
    weight = np.exp(shop.logits - shop.logits.max(axis=1, keepdims=True))
    cumulative = weight.cumsum(axis=1)
    dart = rng.random((len(weight), per_shopper)) * cumulative[:, -1:]
    rows = [
        (shopper, item)
        for shopper, (edges, darts) in enumerate(zip(cumulative, dart, strict=True))
        for item in np.searchsorted(edges, darts, side="right")
    ]
    return rng.permutation(np.array(rows, dtype=np.int64))
