"""Nested cross-validation: choose inside, judge outside; folds^2 * candidates fits."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]
Rows = NDArray[np.intp]
Splits = Sequence[tuple[Rows, Rows]]
Fit = Callable[[Array, Array], Callable[[Array], Array]]
Loss = Callable[[Array, Array], float]


def select(
    X: ArrayLike, y: ArrayLike, candidates: Sequence[Fit], splits: Splits, loss: Loss
) -> tuple[int, Array]:
    """Index of the lowest mean loss, and all losses (splits, candidates).

    A tie goes to the one listed first: list the simplest first. The winner's own mean
    is too good, because it was chosen for being low.
    """
    data, target = _checked(X, y)
    if not len(candidates) or not len(splits):
        raise ValueError("need at least one candidate and one split")
    losses = np.empty((len(splits), len(candidates)))
    for i, split in enumerate(splits):
        train, test = _checked_split(split, len(data))
        for j, fit in enumerate(candidates):
            losses[i, j] = _held_out(data, target, train, test, fit, loss)
    return int(losses.mean(axis=0).argmin()), losses


def nested_cross_validation(
    X: ArrayLike,
    y: ArrayLike,
    candidates: Sequence[Fit],
    *,
    outer: Splits,
    inner: Callable[[Rows], Splits],
    loss: Loss,
) -> tuple[Array, NDArray[np.intp]]:
    """Outer losses of the whole procedure "select, then refit", and its choices.

    `inner(rows)` gets the row numbers of an outer training part and returns splits as
    positions within it, e.g. `lambda rows: group_k_fold(groups[rows], 5)`. The model to
    ship is the choice of `select` on all rows, refitted on all rows.
    """
    data, target = _checked(X, y)
    if not len(outer):
        raise ValueError("need at least one outer split")
    losses, chosen = np.empty(len(outer)), np.empty(len(outer), dtype=np.intp)
    for i, split in enumerate(outer):
        train, test = _checked_split(split, len(data))
        best, _ = select(data[train], target[train], candidates, inner(train), loss)
        chosen[i] = best
        losses[i] = _held_out(data, target, train, test, candidates[best], loss)
    return losses, chosen


def _checked(X: ArrayLike, y: ArrayLike) -> tuple[Array, Array]:
    data, target = np.asarray(X, dtype=float), np.asarray(y, dtype=float)
    if data.ndim != 2 or target.shape != (len(data),) or np.isnan(target).any():
        raise ValueError("need X of shape (n, d) and y of shape (n,), y without nan")
    return data, target


def _checked_split(split: tuple[Rows, Rows], n: int) -> tuple[Rows, Rows]:
    train, test = np.asarray(split[0]), np.asarray(split[1])
    for part in (train, test):
        if part.ndim != 1 or part.size == 0 or part.dtype.kind not in "iu":
            raise ValueError("a part of a split must be row numbers, 1-D, not empty")
        if part.min() < 0 or part.max() >= n:
            raise ValueError(f"row number outside 0..{n - 1}; inner ones count from 0")
    if np.isin(train, test).any() or len(np.unique(test)) < len(test):
        raise ValueError("a row is on both sides of a split, or tested twice")
    return train, test


def _held_out(
    X: Array, y: Array, train: Rows, test: Rows, fit: Fit, loss: Loss
) -> float:
    predicted = np.asarray(fit(X[train], y[train])(X[test]))
    if predicted.shape != test.shape:
        raise ValueError(f"{len(test)} test rows, predictions {predicted.shape}")
    if not np.isfinite(predicted).all():
        raise ValueError("predictions must be finite")
    value = float(loss(y[test], predicted))
    if not np.isfinite(value):
        raise ValueError(f"loss is {value}: a test part of one class?")
    return value
