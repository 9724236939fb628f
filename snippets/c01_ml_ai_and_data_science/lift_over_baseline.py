"""Lift over a baseline on the same rows: mean loss saved and its interval, O(n)."""

import math
from statistics import NormalDist
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike


class Lift(NamedTuple):
    """Loss saved per row, its interval, and the share of the baseline's loss."""

    saved: float
    low: float
    high: float
    share: float


def lift(model: ArrayLike, baseline: ArrayLike, *, level: float = 0.95) -> Lift:
    """Compare two columns of per-row losses (0/1 errors, squared errors, dollars).

    saved = mean(baseline - model), positive when the model is better. The interval is
    mean +- z * s / sqrt(n) of the paired differences: rows must be independent and
    many (a few dozen that differ, at least). share = saved / mean(baseline), also
    called the skill score; 1 is a model without loss, below 0 is worse than baseline.
    Raises ValueError for unpaired, negative or non-finite losses, fewer than two rows,
    or a baseline without any loss.
    """
    ours, theirs = np.asarray(model, float), np.asarray(baseline, float)
    if ours.ndim != 1 or ours.shape != theirs.shape:
        raise ValueError("give two columns of losses for the same rows")
    if ours.size < 2:
        raise ValueError("an interval needs at least two rows")
    if not (np.isfinite(ours).all() and np.isfinite(theirs).all()):
        raise ValueError("losses must be finite")
    if ours.min() < 0 or theirs.min() < 0:
        raise ValueError("a loss is never negative: pass losses, not gains")
    if theirs.max() == 0:
        raise ValueError("the baseline makes no error on these rows: nothing to save")
    if not 0 < level < 1:
        raise ValueError("level must lie between 0 and 1")
    saved = theirs - ours
    mean = float(saved.mean())
    z = NormalDist().inv_cdf((1 + level) / 2)
    half = z * float(saved.std(ddof=1)) / math.sqrt(saved.size)
    return Lift(mean, mean - half, mean + half, mean / float(theirs.mean()))
