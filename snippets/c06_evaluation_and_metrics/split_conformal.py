"""Split conformal prediction: intervals and label sets from held-out errors, O(n)."""

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]


def conformal_quantile(scores: ArrayLike, *, alpha: float) -> float:
    """The ceil((n + 1)(1 - alpha))-th smallest score; inf where n is too small.

    A new exchangeable score is at most this with probability >= 1 - alpha
    (Vovk et al., 2005; Lei et al., 2018).
    """
    s = np.asarray(scores, dtype=float)
    if not 0.0 < alpha < 1.0:
        raise ValueError("alpha is the tolerated miss rate, between 0 and 1")
    if s.ndim != 1 or s.size == 0 or np.isnan(s).any():
        raise ValueError("scores must be 1-D, not empty, without nan")
    k = math.ceil(round((s.size + 1) * (1.0 - alpha), 9))  # round: 9.000000001 is 9
    return math.inf if k > s.size else float(np.partition(s, k - 1)[k - 1])


def regression_interval(
    y_cal: ArrayLike, pred_cal: ArrayLike, pred: ArrayLike, *, alpha: float
) -> tuple[Array, Array]:
    """Lower and upper ends, pred -/+ q: the same width everywhere.

    The calibration rows must not have been used to fit the model.
    """
    residual = np.abs(
        np.asarray(y_cal, dtype=float) - np.asarray(pred_cal, dtype=float)
    )
    q = conformal_quantile(residual, alpha=alpha)
    center = np.asarray(pred, dtype=float)
    return center - q, center + q


def label_sets(
    y_cal: ArrayLike, prob_cal: ArrayLike, prob: ArrayLike, *, alpha: float
) -> NDArray[np.bool_]:
    """Membership (m, k): class j is in row i's set; the score is 1 - P(true class).

    `y_cal` holds class codes, `prob_cal` is (n, k), `prob` is (m, k). A set may be
    empty: no class of that row looks as likely as true classes usually do.
    """
    labels, known = np.asarray(y_cal), np.asarray(prob_cal, dtype=float)
    new = np.asarray(prob, dtype=float)
    if known.ndim != 2 or labels.shape != known.shape[:1]:
        raise ValueError("prob_cal must be (n, k) with one label for each row")
    if new.ndim != 2 or new.shape[1] != known.shape[1]:
        raise ValueError("prob must have one column for each class, as prob_cal has")
    if not np.isin(labels, np.arange(known.shape[1])).all():
        raise ValueError(f"encode the classes as 0 .. {known.shape[1] - 1}")
    q = conformal_quantile(
        1.0 - known[np.arange(labels.size), labels.astype(np.int64)], alpha=alpha
    )
    return 1.0 - new <= q
