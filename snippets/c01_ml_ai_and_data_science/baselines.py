"""Four forecasts that need no model: O(n log n) at most. Beat them before you ship."""

from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]


class Rule(NamedTuple):
    """Predict `above` where x > threshold, otherwise 1 - above."""

    threshold: float
    above: int


def constant(y: ArrayLike, *, kind: Literal["majority", "mean", "median"]) -> float:
    """The one number to forecast for every row; a tied majority takes the smallest.

    Mean for squared error, median for absolute error, majority for accuracy.
    Class labels must be numbers.
    """
    values = _vector(y, "y")
    if kind == "majority":
        labels, counts = np.unique(values, return_counts=True)
        return float(labels[counts.argmax()])
    if kind == "mean":
        return float(values.mean())
    if kind == "median":
        return float(np.median(values))
    raise ValueError(f"unknown kind {kind!r}: use 'majority', 'mean' or 'median'")


def last_value(y: ArrayLike, *, horizon: int, season: int = 1) -> Array:
    """(horizon,) forecasts after the end of y: the last season, repeated.

    season=1 repeats the last value; season=7 takes last week's for daily data.
    """
    values = _vector(y, "y")
    if horizon < 1 or season < 1:
        raise ValueError("horizon and season must be at least 1")
    if values.size < season:
        raise ValueError(f"y has {values.size} values: one season needs {season}")
    return np.resize(values[-season:], horizon)


def fit_rule(x: ArrayLike, y: ArrayLike) -> Rule:
    """The threshold on one feature with the fewest errors on (x, y), y in {0, 1}.

    Cuts lie halfway between neighbors, or at -inf (no cut); a tie takes the lowest
    cut, and there above=1 first. That is a decision stump, found by sorting.
    """
    feature, label = _vector(x, "x"), _vector(y, "y")
    if feature.size != label.size:
        raise ValueError(f"x has {feature.size} rows and y has {label.size}")
    if not np.isin(label, [0, 1]).all():
        raise ValueError("y must hold 0 and 1 only")
    order = np.argsort(feature, kind="stable")
    s, t = feature[order], label[order]
    ones_below = np.concatenate([[0.0], np.cumsum(t)])  # (n + 1,) at each cut
    zeros_below = np.arange(t.size + 1) - ones_below
    errors = ones_below + (zeros_below[-1] - zeros_below)  # of "1 above the cut"
    allowed = np.flatnonzero(np.concatenate([[True], s[1:] > s[:-1]]))  # no tie split
    wrong = np.stack([errors[allowed], t.size - errors[allowed]], axis=1)
    cut, flip = divmod(int(wrong.argmin()), 2)
    k = int(allowed[cut])
    middle = s[k - 1] / 2 + s[k] / 2 if k else -np.inf
    if k and not s[k - 1] <= middle < s[k]:  # neighbors too close: rounding
        middle = s[k - 1]
    return Rule(float(middle), 1 - flip)


def _vector(values: ArrayLike, name: str) -> Array:
    out = np.asarray(values, dtype=np.float64)
    if out.ndim != 1 or out.size == 0 or not np.isfinite(out).all():
        raise ValueError(f"{name} must be one non-empty row of finite numbers")
    return out
