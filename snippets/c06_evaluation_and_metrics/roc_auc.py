"""ROC curve and its area by mid-ranks, ties counted half: O(n log n) time."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]


def roc_auc(y: ArrayLike, score: ArrayLike) -> float:
    """P(random positive outscores random negative) + P(they tie) / 2.

    The Mann-Whitney U statistic over n_pos * n_neg (Hanley and McNeil, 1982).
    Raises ValueError unless y holds both 0 and 1 and the scores are numbers.
    """
    positive, s = _checked(y, score)
    _, group, size = np.unique(s, return_inverse=True, return_counts=True)
    mid_rank = np.cumsum(size) - (size - 1) / 2  # tied scores share their mean rank
    n_pos = int(positive.sum())
    n_neg = positive.size - n_pos
    rank_sum = float(mid_rank[group][positive].sum())
    return (rank_sum - n_pos * (n_pos + 1) / 2) / (n_pos * n_neg)


def roc_curve(y: ArrayLike, score: ArrayLike) -> tuple[Array, Array, Array]:
    """FPR, TPR and thresholds (predict 1 when score >= threshold), from (0, 0).

    One point for each distinct score: a block of ties becomes one sloped segment.
    """
    positive, s = _checked(y, score)
    order = np.argsort(-s, kind="stable")
    s, hit = s[order], positive[order]
    # end of each block of ties; a difference would be nan between two infinities
    last = np.append(np.flatnonzero(s[1:] != s[:-1]), s.size - 1)
    tp = np.cumsum(hit)[last]
    fp = last + 1 - tp
    tpr = np.concatenate(([0.0], tp / hit.sum()))
    fpr = np.concatenate(([0.0], fp / (~hit).sum()))
    return fpr, tpr, np.concatenate(([np.inf], s[last]))


def _checked(y: ArrayLike, score: ArrayLike) -> tuple[NDArray[np.bool_], Array]:
    labels, s = np.asarray(y), np.asarray(score, dtype=float)
    if labels.shape != s.shape or s.ndim != 1:
        raise ValueError("y and score must be 1-D and of equal length")
    if set(np.unique(labels).tolist()) != {0, 1}:
        raise ValueError("y must hold both classes, coded 0 and 1")
    if np.isnan(s).any():
        raise ValueError("score holds nan: rank is undefined, fill or drop those rows")
    return labels == 1, s
