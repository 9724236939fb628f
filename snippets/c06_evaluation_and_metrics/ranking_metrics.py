"""NDCG, average precision, reciprocal rank and recall of one ranked list: O(n log n).

Average each over queries to get mean NDCG, MAP, MRR and mean recall.
"""

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]


def ndcg(shown: ArrayLike, pool: ArrayLike, *, k: int) -> float:
    """DCG of the first k shown over the best DCG possible, gains 2^grade - 1.

    `shown` holds the grades in the order displayed, `pool` those of all judged items of
    the query: an ideal list built from `shown` alone would hide what was not retrieved.
    nan when the pool holds nothing relevant (Järvelin and Kekäläinen, 2002; the
    exponential gain is that of Burges et al., 2005).
    """
    seen, judged = _grades(shown), np.sort(_grades(pool))[::-1]
    relevant = np.sort(seen[seen > 0])[::-1]
    if relevant.size > judged.size or (relevant > judged[: relevant.size]).any():
        raise ValueError("shown holds grades that pool lacks: pool must include shown")
    ideal = _dcg(judged, k)
    return _dcg(seen, k) / ideal if ideal > 0 else math.nan


def average_precision(shown: ArrayLike, n_relevant: int) -> float:
    """Mean over all relevant items of the precision at their rank; 0 if not shown.

    `n_relevant` counts the whole collection. nan when it is 0.
    """
    hit = _grades(shown) > 0
    if hit.sum() > n_relevant:
        raise ValueError("n_relevant is smaller than the relevant items shown")
    precision = np.cumsum(hit) / np.arange(1, hit.size + 1)
    return float(precision[hit].sum()) / n_relevant if n_relevant else math.nan


def reciprocal_rank(shown: ArrayLike) -> float:
    """1 / rank of the first relevant item, 0 when none is shown."""
    hits = np.flatnonzero(_grades(shown) > 0)
    return 1.0 / float(hits[0] + 1) if hits.size else 0.0


def recall_at_k(shown: ArrayLike, n_relevant: int, *, k: int) -> float:
    """Share of the relevant items found in the first k; nan when there are none."""
    hit = _grades(shown) > 0
    if k < 1:
        raise ValueError("k must be at least 1")
    if hit.sum() > n_relevant:
        raise ValueError("n_relevant is smaller than the relevant items shown")
    return float(hit[:k].sum()) / n_relevant if n_relevant else math.nan


def _dcg(grades: Array, k: int) -> float:
    if k < 1:
        raise ValueError("k must be at least 1")
    top = grades[:k]
    return float(np.sum((2.0**top - 1.0) / np.log2(np.arange(2, top.size + 2))))


def _grades(values: ArrayLike) -> Array:
    grades = np.asarray(values, dtype=float)
    if grades.ndim != 1 or not (grades >= 0).all():
        raise ValueError("grades must be 1-D and non-negative, 0 for not relevant")
    return grades
