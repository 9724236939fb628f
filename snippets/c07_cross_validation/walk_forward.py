"""Walk-forward splits with a gap: train on the past, test on the next span, O(k*n)."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Rows = NDArray[np.intp]


def walk_forward(
    time: ArrayLike,
    *,
    folds: int,
    span: float,
    gap: float = 0.0,
    window: float | None = None,
) -> list[tuple[Rows, Rows]]:
    """(train, test) row numbers, oldest split first; `time` may be unsorted and tied.

    The last `folds` spans (cut, cut + span], up to the latest time, are the test parts.
    A training row has time <= cut - gap: `gap` is at least the time that a label takes
    to become known. `window` keeps only the newest training rows, (cut - gap - window,
    cut - gap]; None keeps all. All arguments share a unit; convert dates to numbers.
    Raises ValueError when a part would be empty.
    """
    t = np.asarray(time)
    if t.dtype.kind not in "iuf":
        raise ValueError("time must be numbers: convert dates to days or seconds")
    if t.ndim != 1 or t.size == 0 or not np.isfinite(t).all():
        raise ValueError("time must be 1-D, not empty and finite")
    if not isinstance(folds, (int, np.integer)) or folds < 1:
        raise ValueError(f"folds must be a whole number above 0, got {folds}")
    spans = (span, 1.0 if window is None else window)
    if not (all(np.isfinite(s) and s > 0 for s in spans) and 0 <= gap < np.inf):
        raise ValueError("span and window must be positive, gap 0 or more, all finite")
    end = t.max() - span * np.arange(folds - 1, -1, -1)  # test parts end here
    cut = np.append(end[0] - span, end[:-1])  # where the one before ended: no overlap
    splits = []
    for i in range(folds):
        train = t <= cut[i] - gap
        if window is not None:
            train &= t > cut[i] - gap - window
        test = (t > cut[i]) & (t <= end[i])
        if not (train.any() and test.any()):
            side = "test" if train.any() else "training"
            raise ValueError(
                f"split {i} has no {side} rows: fewer folds or shorter gap"
            )
        splits.append((np.flatnonzero(train), np.flatnonzero(test)))
    return splits
