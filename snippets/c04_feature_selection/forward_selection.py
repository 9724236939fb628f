"""Greedy forward selection with any score: at most d(d+1)/2 + 1 calls of `score`."""

import math
from collections.abc import Callable

Columns = tuple[int, ...]


def forward_selection(
    score: Callable[[Columns], float],
    d: int,
    *,
    max_features: int | None = None,
    min_gain: float = 0.0,
) -> tuple[list[int], list[float]]:
    """Columns in the order they were added, and the score after 0, 1, 2 … of them.

    `score(columns)` gets sorted column numbers and returns a number to maximize, such
    as a cross-validated mean from inside one training fold; `score(())` is the baseline
    without features. Stops when the best addition gains `min_gain` or less. With
    `min_gain=-inf` it adds `max_features` columns whatever they do. Ties go to the
    lower column. A greedy path can miss a pair that only works together: with XOR no
    first step gains anything (Guyon and Elisseeff, 2003).
    """
    limit = d if max_features is None else max_features
    if d < 1 or not 1 <= limit <= d:
        raise ValueError("need d >= 1 and 1 <= max_features <= d")
    if math.isnan(min_gain):
        raise ValueError("min_gain must be a number")
    chosen: list[int] = []
    path = [_finite(score(()), ())]
    while len(chosen) < limit:
        trials: list[tuple[float, int]] = []
        for column in range(d):
            if column not in chosen:
                columns = tuple(sorted([*chosen, column]))
                trials.append((_finite(score(columns), columns), -column))
        value, negated = max(trials)  # of equal scores the lower column
        if value - path[-1] <= min_gain:
            break
        chosen.append(-negated)
        path.append(value)
    return chosen, path


def _finite(value: float, columns: Columns) -> float:
    if not math.isfinite(value):
        raise ValueError(f"score({columns}) is {value}: it must be finite")
    return float(value)
