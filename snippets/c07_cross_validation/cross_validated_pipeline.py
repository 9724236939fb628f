"""Cross-validation in which nothing is fitted outside a fold: one fit a split."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]
Rows = NDArray[np.intp]
Map = Callable[[Array], Array]
Fit = Callable[[Array, Array], Map]  # training X (n, d), y (n,) -> what maps new X


def pipeline(steps: Sequence[Fit], model: Fit) -> Fit:
    """One `fit` out of many: each step is fitted on the output of those before it."""

    def fit(X: Array, y: Array) -> Map:
        fitted: list[Map] = []
        for step in (*steps, model):
            fitted.append(step(X, y))
            X = fitted[-1](X) if len(fitted) <= len(steps) else X

        def predict(X_new: Array) -> Array:
            for apply in fitted:
                X_new = apply(X_new)
            return X_new

        return predict

    return fit


def cross_validate(
    X: ArrayLike,
    y: ArrayLike,
    splits: Sequence[tuple[Rows, Rows]],
    fit: Fit,
    loss: Callable[[Array, Array], float],
    *,
    groups: ArrayLike | None = None,
) -> tuple[Array, list[Array]]:
    """Loss of each split, and the predictions for its test rows.

    `fit` gets copies of the training rows and nothing else, so scaling, selection and
    tuning inside it cannot see a test row. `loss` gets (y, prediction). X may hold nan
    (imputing is a step). Raises ValueError for a split whose parts share a row, or a
    group when `groups` is given, for wrong predictions and for an undefined loss.
    """
    data, target = np.asarray(X, dtype=float), np.asarray(y, dtype=float)
    if data.ndim != 2 or target.shape != (len(data),) or np.isnan(target).any():
        raise ValueError("need X of shape (n, d) and y of shape (n,), y without nan")
    group = np.arange(len(data)) if groups is None else np.asarray(groups)
    if group.shape != target.shape or (group != group).any() or not len(splits):
        raise ValueError("need at least one split, and a group id for each row")
    losses, predictions = np.empty(len(splits)), []
    for i, (train, test) in enumerate(splits):
        train, test = _rows(train, len(data)), _rows(test, len(data))
        if len(np.unique(test)) < len(test):
            raise ValueError(f"split {i}: a row is tested twice")
        if np.isin(train, test).any() or np.isin(group[train], group[test]).any():
            raise ValueError(f"split {i}: a row or group is on both sides")
        predicted = np.asarray(fit(data[train], target[train])(data[test]))
        if predicted.shape != test.shape:  # (n, 1) would broadcast in the loss
            raise ValueError(f"split {i}: {len(test)} rows, got {predicted.shape}")
        if not np.isfinite(predicted).all():  # nan != y would count as an error only
            raise ValueError(f"split {i}: predictions must be finite")
        losses[i] = loss(target[test], predicted)
        if not np.isfinite(losses[i]):
            raise ValueError(
                f"split {i}: loss is {losses[i]}; a test part of one class?"
            )
        predictions.append(predicted)
    return losses, predictions


def _rows(rows: Rows, n: int) -> Rows:
    index = np.asarray(rows)
    if index.ndim != 1 or index.size == 0 or index.dtype.kind not in "iu":
        raise ValueError("both parts of a split must be row numbers, 1-D, not empty")
    if index.min() < 0 or index.max() >= n:
        raise ValueError(f"row numbers must lie in 0..{n - 1}")
    return index
