"""Permutation importance: the score lost when a column is shuffled; no refit.

Costs (1 + groups * n_repeats) calls of `score` on all rows.
"""

import math
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]


def permutation_importance(
    score: Callable[[Array, NDArray[np.generic]], float],
    X: ArrayLike,
    y: ArrayLike,
    *,
    rng: np.random.Generator,
    n_repeats: int = 10,
    groups: Sequence[Sequence[int]] | None = None,
) -> Array:
    """Loss of score (groups, n_repeats) when the columns of a group are shuffled.

    `score(X, y)` applies a *fitted* model to rows it was not trained on and returns
    a number where more is better. `groups` names column sets to shuffle together, with
    the same row order, so that correlated twins cannot cover for each other; without it
    every column is its own group. Breiman (2001) for forests; Fisher, Rudin and
    Dominici (2019) for any model. X is copied, never changed.
    """
    data, target = np.array(X, dtype=float), np.asarray(y)
    if data.ndim != 2 or 0 in data.shape or target.shape[:1] != (len(data),):
        raise ValueError("X must be (n, d), not empty, and y must have n rows")
    if len(data) < 2 or n_repeats < 1:
        raise ValueError("need two rows or more to shuffle, and n_repeats >= 1")
    d = data.shape[1]
    blocks = [[j] for j in range(d)] if groups is None else [list(g) for g in groups]
    if not blocks:
        raise ValueError("groups must hold a group or more")
    for block in blocks:
        if not block or len(set(block)) != len(block):
            raise ValueError("a group must name columns, each once")
        if min(block) < 0 or max(block) >= d:
            raise ValueError(f"columns run from 0 to {d - 1}")

    base = _finite(score(data.copy(), target))
    loss = np.empty((len(blocks), n_repeats))
    for g, block in enumerate(blocks):
        for repeat in range(n_repeats):
            shuffled = data.copy()
            shuffled[:, block] = data[rng.permutation(len(data))][:, block]
            loss[g, repeat] = base - _finite(score(shuffled, target))
    return loss


def _finite(value: float) -> float:
    if not math.isfinite(value):
        raise ValueError("score must return a finite number")
    return float(value)
