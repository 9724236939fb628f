"""Group k-fold: a user, patient or document is never on both sides, O(n log n)."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Rows = NDArray[np.intp]


def group_k_fold(
    groups: ArrayLike, k: int, *, rng: np.random.Generator | None = None
) -> list[tuple[Rows, Rows]]:
    """K (train, test) splits of row numbers; all rows of a group share one test part.

    Greedy: the largest group goes first, each to the fold with the fewest rows so far.
    Parts are as equal as the groups allow; one huge group is one huge part. `rng`
    shuffles groups of equal size, for repeats. Raises ValueError for a missing id
    (two unknown users are not one user) and for fewer groups than folds.
    """
    ids = np.asarray(groups)
    if ids.ndim != 1 or ids.size == 0 or any(v is None or v != v for v in ids):
        raise ValueError("groups must be 1-D, one id a row, without missing ids")
    try:
        _, code, size = np.unique(ids, return_inverse=True, return_counts=True)
    except TypeError as error:
        raise ValueError(
            "group ids must be of one type: all text or all numbers"
        ) from error
    if not isinstance(k, (int, np.integer)) or not 2 <= k <= len(size):
        raise ValueError(f"need a whole number 2 <= k <= {len(size)} groups, got {k}")
    order = np.arange(len(size)) if rng is None else rng.permutation(len(size))
    order = order[np.argsort(-size[order], kind="stable")]
    load = np.zeros(k, dtype=np.intp)  # rows in each fold
    home = np.empty(len(size), dtype=np.intp)  # fold of each group
    for group in order:
        home[group] = load.argmin()
        load[home[group]] += size[group]
    fold = home[code]
    return [(np.flatnonzero(fold != i), np.flatnonzero(fold == i)) for i in range(k)]
