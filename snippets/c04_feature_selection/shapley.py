"""Exact Shapley values from all 2^d coalitions: 2^d calls of `value`, O(d * 2^d)."""

from collections.abc import Callable
from math import comb

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]
Columns = tuple[int, ...]


def shapley_values(value: Callable[[Columns], float], d: int) -> Array:
    """Mean gain (d,) of a player over all orders in which the d players can join.

    `value(S)` is the worth of coalition S (sorted numbers). A coalition of size s has
    weight 1 / (d * C(d-1, s)) (Shapley, 1953). The values add up to
    value(all) - value(none). d is limited to 20, about a million calls.
    """
    if not 1 <= d <= 20:
        raise ValueError("exact values need 1 <= d <= 20: sample orders beyond that")
    masks = np.arange(2**d)
    member = (masks[:, None] >> np.arange(d)) & 1 == 1  # (2^d, d)
    teams = [tuple(int(i) for i in np.flatnonzero(row)) for row in member]
    worth = np.array([float(value(team)) for team in teams])
    if not np.isfinite(worth).all():
        raise ValueError("value must be finite for every coalition")
    size = member.sum(axis=1)
    weight = np.array([1.0 / (d * comb(d - 1, s)) for s in range(d)])
    phi = np.empty(d)
    for i in range(d):
        without = masks[~member[:, i]]
        gain = worth[without | (1 << i)] - worth[without]
        phi[i] = weight[size[without]] @ gain
    return phi


def interventional_value(
    predict: Callable[[Array], ArrayLike], x: ArrayLike, background: ArrayLike
) -> Callable[[Columns], float]:
    """The game of one prediction: columns in S from x, the rest from background rows.

    value(S) is the mean prediction over the background (Janzing, Minorics and Blöbaum,
    2020). Broken correlations can make rows that do not occur; the game explains the
    model, whatever the data do. `predict` maps (m, d) to (m,).
    """
    row, rows = np.asarray(x, dtype=float), np.asarray(background, dtype=float)
    if rows.ndim != 2 or 0 in rows.shape or row.shape != rows.shape[1:]:
        raise ValueError("x must be (d,) and background (m, d), not empty")
    if not (np.isfinite(row).all() and np.isfinite(rows).all()):
        raise ValueError("x and background must be finite")

    def value(columns: Columns) -> float:
        mixed = rows.copy()
        mixed[:, list(columns)] = row[list(columns)]
        output = np.asarray(predict(mixed), dtype=float)
        if output.shape != (len(rows),):
            raise ValueError("predict must return one number for each row")
        return float(output.mean())

    return value
