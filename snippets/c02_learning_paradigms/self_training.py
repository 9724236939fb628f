"""Self-training: a classifier labels the rows it is sure of and fits again.

Cost: one fit and one prediction of the rest for each round.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]
Labels = NDArray[np.int64]
Predictor = Callable[[Array], Array]
UNLABELED = -1


def self_train(
    X: ArrayLike,
    y: ArrayLike,
    fit: Callable[[Array, Labels], Predictor],
    *,
    threshold: float = 0.9,
    max_rounds: int = 10,
) -> tuple[Predictor, Labels, Labels]:
    """(predictor, labels, rounds) after Yarowsky (1995), the scheme of scikit-learn.

    X is (n, d); y (n,) holds class codes 0 .. k-1, -1 where the label is unknown, and
    at least one label of each class. `fit(X, y)` returns a function from (m, d) rows
    to (m, k) probabilities. `rounds` says when each row was labeled: 0 given, -1 never.
    A pseudo-label is kept once given, so an early mistake stays in the training set.
    """
    rows, labels = np.asarray(X, dtype=float), _codes(y)
    if rows.ndim != 2 or labels.shape != rows.shape[:1]:
        raise ValueError("X must be (n, d) with one label for each row")
    if not np.isfinite(rows).all():
        raise ValueError("X must be finite: impute first")
    if not 0.0 <= threshold < 1.0 or max_rounds < 1:
        raise ValueError("need 0 <= threshold < 1 and max_rounds >= 1")
    k = int(labels.max()) + 1
    if set(labels[labels != UNLABELED].tolist()) != set(range(k)) or k < 2:
        raise ValueError("y needs a label of each class 0 .. k-1, for two or more")
    rounds = np.where(labels == UNLABELED, -1, 0).astype(np.int64)
    for step in range(1, max_rounds + 1):
        unknown = np.flatnonzero(labels == UNLABELED)
        if unknown.size == 0:
            break
        known = labels != UNLABELED
        predict = fit(rows[known], labels[known])
        prob = np.asarray(predict(rows[unknown]), dtype=float)
        _check_probabilities(prob, unknown.size, k)
        sure = prob.max(axis=1) > threshold
        if not sure.any():
            return predict, labels, rounds
        labels[unknown[sure]] = prob[sure].argmax(axis=1)
        rounds[unknown[sure]] = step
    known = labels != UNLABELED
    return fit(rows[known], labels[known]), labels, rounds


def _codes(y: ArrayLike) -> Labels:
    raw = np.asarray(y)
    if raw.ndim != 1 or raw.size == 0 or raw.dtype.kind not in "iuf":
        raise ValueError("y must be 1-D class codes, not empty, -1 where unknown")
    if not (np.isfinite(raw) & (raw == np.floor(raw)) & (raw >= UNLABELED)).all():
        raise ValueError("y must hold whole numbers from -1 (unknown) up")
    return raw.astype(np.int64)  # a copy: the caller's array is left alone


def _check_probabilities(prob: Array, n: int, k: int) -> None:
    if prob.shape != (n, k):
        raise ValueError(f"the predictor must return shape {(n, k)}, not {prob.shape}")
    if not ((prob >= 0.0).all() and np.allclose(prob.sum(axis=1), 1.0)):
        raise ValueError("the predictor must return rows that sum to 1")
