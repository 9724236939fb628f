"""Learning and validation curves for any learner: one fit a point and fold."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]
Index = NDArray[np.intp]
Fold = tuple[Index, Index]  # (training rows, validation rows)
Fit = Callable[[Any, Any], Callable[[Any], Any]]  # (X, y) -> predict
Loss = Callable[[Any, Any], float]  # (y, predicted) -> mean loss, lower is better


def shuffled_folds(n: int, k: int, *, rng: np.random.Generator) -> list[Fold]:
    """k disjoint validation parts of n rows; the training rows are shuffled too."""
    if not 2 <= k <= n:
        raise ValueError(f"k must lie between 2 and n = {n}")
    parts = np.array_split(rng.permutation(n), k)
    others = [np.concatenate(parts[:i] + parts[i + 1 :]) for i in range(k)]
    return [(rng.permutation(o), p) for o, p in zip(others, parts, strict=True)]


def learning_curve(
    fit: Fit,
    loss: Loss,
    X: ArrayLike,
    y: ArrayLike,
    *,
    sizes: Sequence[int],
    folds: Sequence[Fold],
) -> tuple[Array, Array]:
    """Training and validation loss, each (len(sizes), len(folds)).

    A size takes the first rows of a fold's training part, so subsets are nested and
    the order must be random. The training loss is over the rows used for that fit.
    """
    A, b = _checked(X, y, folds)
    steps = np.asarray(sizes)
    if steps.ndim != 1 or steps.size == 0 or steps.dtype.kind not in "iu":
        raise ValueError("sizes must be a list of whole numbers of rows")
    room = min(len(train) for train, _ in folds)
    if steps[0] < 1 or steps[-1] > room or (np.diff(steps) <= 0).any():
        raise ValueError(f"sizes must rise within 1 .. {room}, the smallest fold")
    return _table([[(fit, t[:m], v) for t, v in folds] for m in steps], loss, A, b)


def validation_curve(
    make_fit: Callable[[Any], Fit],
    loss: Loss,
    X: ArrayLike,
    y: ArrayLike,
    *,
    values: Sequence[Any],
    folds: Sequence[Fold],
) -> tuple[Array, Array]:
    """Training and validation loss, each (len(values), len(folds)), over one knob.

    `make_fit(value)` returns the learner with its knob set.
    """
    A, b = _checked(X, y, folds)
    if len(values) == 0:
        raise ValueError("values must hold at least one setting of the knob")
    return _table(
        [[(make_fit(v), *fold) for fold in folds] for v in values], loss, A, b
    )


def _checked(
    X: ArrayLike, y: ArrayLike, folds: Sequence[Fold]
) -> tuple[NDArray[Any], NDArray[Any]]:
    A, b = np.asarray(X), np.asarray(y)
    if A.ndim == 0 or b.ndim != 1 or len(A) != len(b):
        raise ValueError("X must have one row and y (1-D) one value for each case")
    if len(folds) == 0:
        raise ValueError("folds must hold at least one (train, validation) pair")
    for pair in folds:
        for rows in map(np.asarray, pair):
            if rows.ndim != 1 or rows.size == 0 or rows.dtype.kind not in "iu":
                raise ValueError("a fold's rows must be whole numbers, 1-D, not empty")
        rows = np.concatenate([np.asarray(part) for part in pair])
        if len(np.unique(rows)) < len(rows) or rows.min() < 0 or rows.max() >= len(b):
            raise ValueError(f"a fold repeats a row or leaves 0 .. {len(b) - 1}")
    return A, b


def _table(
    grid: Sequence[Sequence[tuple[Fit, Index, Index]]],
    loss: Loss,
    A: NDArray[Any],
    b: NDArray[Any],
) -> tuple[Array, Array]:
    out = np.empty((2, len(grid), len(grid[0])))
    for i, line in enumerate(grid):
        for j, (fit, train, valid) in enumerate(line):
            predict = fit(A[train], b[train])
            for k, rows in enumerate((train, valid)):
                predicted = np.asarray(predict(A[rows]))
                if predicted.shape[:1] != rows.shape or predicted.shape[1:] == (1,):
                    raise ValueError("predict must return (n,), or (n, k) with k > 1")
                out[k, i, j] = loss(b[rows], predicted)
    if not np.isfinite(out).all():
        raise ValueError("loss returned nan or inf: check it on the smallest size")
    return out[0], out[1]
