"""Precision-recall curve and average precision, ties as one step: O(n log n) time."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]


def precision_recall_curve(
    y: ArrayLike, score: ArrayLike
) -> tuple[Array, Array, Array]:
    """Precision, recall and thresholds, one point for each distinct score, falling."""
    labels, s = np.asarray(y), np.asarray(score, dtype=float)
    if labels.shape != s.shape or s.ndim != 1 or np.isnan(s).any():
        raise ValueError("y and score must be 1-D, of equal length, without nan")
    if not np.isin(labels, (0, 1)).all() or not (labels == 1).any():
        raise ValueError("y must be coded 0 and 1 and hold at least one 1")
    order = np.argsort(-s, kind="stable")
    s, hit = s[order], labels[order] == 1
    # end of each block of ties; a difference would be nan between two infinities
    last = np.append(np.flatnonzero(s[1:] != s[:-1]), s.size - 1)
    tp = np.cumsum(hit)[last]
    return tp / (last + 1), tp / hit.sum(), s[last]


def average_precision(y: ArrayLike, score: ArrayLike) -> float:
    """Sum of precision times the gain in recall: a step function, no trapezoids.

    A straight line is too high wherever precision falls (Davis and Goadrich, 2006). A
    random ranking scores about the prevalence of the positives.
    """
    precision, recall, _ = precision_recall_curve(y, score)
    return float(np.sum(precision * np.diff(recall, prepend=0.0)))


def precision_at_prevalence(tpr: float, fpr: float, prevalence: float) -> float:
    """Precision of a fixed ROC point (TPR, FPR) where the base rate is `prevalence`.

    Bayes' rule; nan when nothing is flagged (TPR = FPR = 0).
    """
    if not all(0.0 <= rate <= 1.0 for rate in (tpr, fpr, prevalence)):
        raise ValueError("tpr, fpr and prevalence are rates between 0 and 1")
    caught = tpr * prevalence
    flagged = caught + fpr * (1.0 - prevalence)
    return caught / flagged if flagged > 0 else float("nan")
