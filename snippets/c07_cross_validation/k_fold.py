"""K-fold and stratified k-fold: deal shuffled rows to k folds, O(n log n) time."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Rows = NDArray[np.intp]
Split = tuple[Rows, Rows]  # row numbers: train, test


def k_fold(n: int, k: int, *, rng: np.random.Generator | None = None) -> list[Split]:
    """K splits of rows 0..n-1; every row is in exactly one test part.

    Sizes of test parts differ by at most one. Without `rng` the test parts are blocks
    of neighboring rows: wrong for a sorted file. k = n is leave-one-out.
    """
    _check_k(n, k)
    order = np.arange(n) if rng is None else rng.permutation(n)
    fold = np.empty(n, dtype=np.intp)
    fold[order] = np.repeat(np.arange(k), [len(p) for p in np.array_split(order, k)])
    return _splits(fold, k)


def stratified_k_fold(
    y: ArrayLike, k: int, *, rng: np.random.Generator | None = None
) -> list[Split]:
    """As k_fold, and each class is spread over the test parts, to within one row.

    Raises ValueError for a class with fewer than k rows, so also for a continuous
    target: cut that into quantile bins first.
    """
    label = np.asarray(y)
    if label.ndim != 1 or any(v is None or v != v for v in label):
        raise ValueError("y must be 1-D, one class a row, without missing values")
    _check_k(len(label), k)
    names, code, count = np.unique(label, return_inverse=True, return_counts=True)
    if count.min() < k:
        rare, rows = names[count.argmin()], count.min()
        raise ValueError(
            f"class {rare} has {rows} rows for {k} folds: merge or lower k"
        )
    order = np.arange(len(label)) if rng is None else rng.permutation(len(label))
    order = order[np.argsort(code[order], kind="stable")]  # class by class
    fold = np.empty(len(label), dtype=np.intp)
    fold[order] = np.arange(len(label)) % k  # deal like cards, on through the classes
    return _splits(fold, k)


def _check_k(n: int, k: int) -> None:
    if not all(isinstance(v, (int, np.integer)) for v in (n, k)) or not 2 <= k <= n:
        raise ValueError(f"need whole numbers 2 <= k <= n, got k = {k}, n = {n}")


def _splits(fold: Rows, k: int) -> list[Split]:
    return [(np.flatnonzero(fold != i), np.flatnonzero(fold == i)) for i in range(k)]
