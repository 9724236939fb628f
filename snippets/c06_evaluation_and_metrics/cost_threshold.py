"""Decision threshold from the four outcome costs, and from data: O(n log n) time."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]


def cost_threshold(*, fp: float, fn: float, tp: float = 0.0, tn: float = 0.0) -> float:
    """Act when P(y = 1) is at least this: (fp - tn) / ((fp - tn) + (fn - tp)).

    Costs in one unit, gains negative (Elkan, 2001). Needs calibrated probabilities.
    Raises ValueError when a wrong decision is cheaper than the right one.
    """
    if fp < tn or fn < tp or fp - tn + fn - tp <= 0:
        raise ValueError("expected fp >= tn and fn >= tp, one of them strictly")
    return (fp - tn) / ((fp - tn) + (fn - tp))


def mean_cost(
    y: ArrayLike,
    flagged: ArrayLike,
    *,
    fp: float,
    fn: float,
    tp: float = 0.0,
    tn: float = 0.0,
) -> float:
    """Average cost of a row under the decisions in `flagged` (1 or true = act)."""
    if not (np.isin(y, (0, 1)).all() and np.isin(flagged, (0, 1)).all()):
        raise ValueError("y and flagged must be 0 or 1: compare scores to a threshold")
    actual, act = np.asarray(y) == 1, np.asarray(flagged, dtype=bool)
    if actual.shape != act.shape or act.ndim != 1 or act.size == 0:
        raise ValueError("y and flagged must be 1-D, not empty and of equal length")
    return float(
        np.mean(np.where(actual, np.where(act, tp, fn), np.where(act, fp, tn)))
    )


def best_threshold(
    y: ArrayLike,
    score: ArrayLike,
    *,
    fp: float,
    fn: float,
    tp: float = 0.0,
    tn: float = 0.0,
) -> tuple[float, float]:
    """Threshold with the lowest mean cost on these rows, and that cost.

    Works for scores that are not probabilities, at the price of fitting the validation
    rows: report the cost on other rows. `inf` means never act.
    """
    actual, s = np.asarray(y) == 1, np.asarray(score, dtype=float)
    if actual.shape != s.shape or s.ndim != 1 or s.size == 0 or np.isnan(s).any():
        raise ValueError("y and score must be 1-D, of equal length, without nan")
    if not np.isin(y, (0, 1)).all():
        raise ValueError("y must be coded 0 and 1")
    order = np.argsort(-s, kind="stable")
    s, actual = s[order], actual[order]
    change = np.where(actual, tp - fn, fp - tn)  # cost added by acting on this row too
    idle = float(np.where(actual, fn, tn).sum())
    last = np.append(np.flatnonzero(s[1:] != s[:-1]), s.size - 1)  # never split a tie
    total = np.concatenate(([idle], idle + np.cumsum(change)[last]))
    best = int(np.argmin(total))
    threshold = np.concatenate(([np.inf], s[last]))[best]
    return float(threshold), float(total[best]) / s.size


def shift_prior(p: ArrayLike, *, trained: float, deployed: float) -> Array:
    """Probabilities fitted at base rate `trained`, corrected to base rate `deployed`.

    Multiplies the odds by the ratio of prior odds; right when only P(y) has changed, as
    after undersampling the negatives.
    """
    prob = np.asarray(p, dtype=float)
    if not (0.0 < trained < 1.0 and 0.0 < deployed < 1.0):
        raise ValueError("base rates must lie strictly between 0 and 1")
    if not ((prob >= 0.0) & (prob <= 1.0)).all():
        raise ValueError("p must be probabilities in [0, 1]")
    up, down = deployed / trained, (1.0 - deployed) / (1.0 - trained)
    corrected: Array = prob * up / (prob * up + (1.0 - prob) * down)
    return corrected
