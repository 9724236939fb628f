"""Confusion matrix and the scores read off it: O(n) time, O(k^2) memory."""

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]


def confusion_matrix(
    y_true: ArrayLike, y_pred: ArrayLike, *, n_classes: int = 2
) -> NDArray[np.int64]:
    """Counts (k, k): rows are the actual class, columns the predicted one.

    Raises ValueError unless both hold class codes 0 .. n_classes - 1.
    """
    t, p = np.asarray(y_true), np.asarray(y_pred)
    if t.shape != p.shape or t.ndim != 1 or t.size == 0:
        raise ValueError("y_true and y_pred must be 1-D, not empty, of equal length")
    known = np.arange(n_classes)
    if not (np.isin(t, known).all() and np.isin(p, known).all()):
        raise ValueError(f"encode the classes as 0 .. {n_classes - 1} first")
    cell = t.astype(np.int64) * n_classes + p.astype(np.int64)
    return np.bincount(cell, minlength=n_classes**2).reshape(n_classes, n_classes)


def binary_scores(counts: ArrayLike, *, beta: float = 1.0) -> dict[str, float]:
    """Scores of a 2 x 2 matrix [[tn, fp], [fn, tp]]; nan where one is undefined."""
    matrix = np.asarray(counts)
    if matrix.shape != (2, 2) or (matrix < 0).any() or matrix.sum() == 0:
        raise ValueError("counts must be a 2 x 2 matrix of non-negative counts, not 0")
    tn, fp, fn, tp = (float(v) for v in matrix.ravel())

    def ratio(top: float, bottom: float) -> float:
        return top / bottom if bottom > 0 else math.nan

    recall, specificity = ratio(tp, tp + fn), ratio(tn, tn + fp)
    margins = (tp + fp) * (tp + fn) * (tn + fp) * (tn + fn)
    weight = beta**2  # recall counts beta times as much as precision
    return {
        "accuracy": (tp + tn) / (tp + tn + fp + fn),
        "balanced_accuracy": (recall + specificity) / 2,
        "precision": ratio(tp, tp + fp),
        "recall": recall,
        "specificity": specificity,
        "f_beta": ratio((1 + weight) * tp, (1 + weight) * tp + weight * fn + fp),
        "mcc": ratio(tp * tn - fp * fn, math.sqrt(margins)),
    }


def class_f1(counts: ArrayLike) -> Array:
    """One-against-rest F1 of each class, (k,).

    0 for a class that is never predicted, nan for one that is neither actual nor
    predicted.
    """
    matrix = _square(counts)
    support, predicted = matrix.sum(axis=1), matrix.sum(axis=0)
    with np.errstate(invalid="ignore"):
        f1: Array = 2 * np.diag(matrix) / (support + predicted)
    return f1


def average_f1(counts: ArrayLike, *, average: str) -> float:
    """F1 of k classes: "macro" weighs classes alike, "micro" rows, "weighted" support.

    "macro" and "weighted" are nan when a class is neither actual nor predicted: leave
    it out of the matrix, or decide what it counts.
    """
    matrix = _square(counts)
    if average == "micro":  # one label a row: pooled precision = recall = accuracy
        return float(np.trace(matrix) / matrix.sum())
    if average == "macro":
        return float(np.mean(class_f1(matrix)))
    if average == "weighted":
        return float(np.average(class_f1(matrix), weights=matrix.sum(axis=1)))
    raise ValueError('average must be "macro", "micro" or "weighted"')


def _square(counts: ArrayLike) -> Array:
    matrix = np.asarray(counts, dtype=float)
    if matrix.ndim != 2 or matrix.shape[0] != matrix.shape[1]:
        raise ValueError("counts must be a k x k matrix")
    if not (matrix >= 0).all() or matrix.sum() == 0:
        raise ValueError("counts must be non-negative and not all 0")
    return matrix
