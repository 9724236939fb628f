"""Stability selection: run a selector on random halves and count: 2*n_pairs runs."""

from collections.abc import Callable, Iterable

import numpy as np
from numpy.typing import ArrayLike, NDArray

Rows = NDArray[np.intp]


def half_sample_selections(
    select: Callable[[Rows], Iterable[int]],
    n: int,
    d: int,
    *,
    rng: np.random.Generator,
    n_pairs: int = 50,
) -> NDArray[np.bool_]:
    """Which columns were chosen (2 * n_pairs, d); column means are the frequencies.

    `select(rows)` runs the whole selection on those row numbers and returns column
    numbers. Halves come in disjoint pairs (Shah and Samworth, 2013); with odd n one
    row rests.
    """
    if n < 2 or d < 1 or n_pairs < 1:
        raise ValueError("need n >= 2 rows, d >= 1 columns and n_pairs >= 1")
    half = n // 2
    chosen = np.zeros((2 * n_pairs, d), dtype=np.bool_)
    for pair in range(n_pairs):
        order = rng.permutation(n)
        for side in range(2):
            rows = np.sort(order[side * half : (side + 1) * half])
            columns = [int(column) for column in select(rows)]
            if columns and not 0 <= min(columns) <= max(columns) < d:
                raise ValueError(f"select must return columns from 0 to {d - 1}")
            chosen[2 * pair + side, columns] = True
    return chosen


def expected_false(q: float, d: int, *, threshold: float) -> float:
    """Bound on the mean number of noise columns at or above the frequency threshold.

    q^2 / ((2 * threshold - 1) * d) for q columns chosen in an average half, if noise
    columns are exchangeable and the selector beats guessing (Meinshausen and Bühlmann,
    2010).
    """
    if d < 1 or not 0 <= q <= d or not 0.5 < threshold <= 1.0:
        raise ValueError("need 0 <= q <= d and 0.5 < threshold <= 1")
    return q**2 / ((2 * threshold - 1) * d)


def stability(chosen: ArrayLike) -> float:
    """Agreement of M selections (M, d): 1 if all are equal, near 0 if drawn at random.

    1 - mean variance of the columns / its value under random choice of equal size
    (Nogueira, Sechidis and Brown, 2018). Corrected for chance, so that large sets
    do not look stable by overlap alone.
    """
    Z = np.asarray(chosen)
    if Z.ndim != 2 or len(Z) < 2 or Z.shape[1] < 2 or not np.isin(Z, (0, 1)).all():
        raise ValueError("chosen must be (M, d) of 0/1, with M >= 2 and d >= 2")
    share = float(Z.mean())  # mean size of a selection / d
    if share in (0.0, 1.0):
        raise ValueError("undefined when every run chooses nothing or everything")
    variance = Z.astype(float).var(axis=0, ddof=1).mean()
    return float(1.0 - variance / (share * (1.0 - share)))
