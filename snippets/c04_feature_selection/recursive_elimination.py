"""Recursive elimination: refit, drop the lightest, repeat: (d - keep) / step fits."""

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray

Columns = tuple[int, ...]


def recursive_elimination(
    weigh: Callable[[Columns], ArrayLike], d: int, *, keep: int, step: int = 1
) -> NDArray[np.int64]:
    """Rank (d,) of every column: 1 for the `keep` that stay, highest for the first out.

    `weigh(columns)` fits a model on those columns and returns one non-negative weight
    each, such as |coefficient| of *standardized* columns (Guyon et al., 2002: squared
    weights of a linear SVM). Weights are asked again after every drop, because the
    weight of a column depends on which others are present. The last round drops fewer
    than `step` if needed. Columns dropped in one round share a rank; of equal weights
    the later column goes first.
    """
    if d < 1 or not 1 <= keep <= d or step < 1:
        raise ValueError("need d >= 1, 1 <= keep <= d and step >= 1")
    left = list(range(d))
    rounds: list[list[int]] = []  # columns dropped, round by round
    while len(left) > keep:
        weight = np.asarray(weigh(tuple(left)), dtype=float)
        if weight.shape != (len(left),):
            raise ValueError(f"weigh must return {len(left)} weights, one a column")
        if not (np.isfinite(weight).all() and (weight >= 0).all()):
            raise ValueError("weights must be finite and not negative: take |w| or w^2")
        order = sorted(range(len(left)), key=lambda i: (weight[i], -left[i]))
        out = {left[i] for i in order[: min(step, len(left) - keep)]}
        rounds.append(sorted(out))
        left = [column for column in left if column not in out]
    rank = np.ones(d, dtype=np.int64)
    for place, columns in enumerate(reversed(rounds), start=2):
        rank[columns] = place
    return rank
