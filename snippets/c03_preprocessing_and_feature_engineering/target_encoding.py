"""Smoothed target encoding, out of fold for training rows: O(folds * n) time."""

import math
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]


@dataclass(frozen=True)
class TargetEncoding:
    """Shrunken mean label of each known category, and the mean label of all rows."""

    value: dict[Hashable, float]
    prior: float

    def transform(self, category: Sequence[Hashable]) -> Array:
        """Encoding of rows that were not used in fit; unknown categories get prior."""
        _check(category)
        return np.array([self.value.get(c, self.prior) for c in category], dtype=float)


def fit_target_encoding(
    category: Sequence[Hashable], y: ArrayLike, *, smoothing: float = 10.0
) -> TargetEncoding:
    """(sum of y + smoothing * prior) / (count + smoothing) for each category.

    smoothing counts pseudo-rows at the overall mean (Micci-Barreca, 2001, with a
    fixed weight). Use the result for new rows only: it holds each training label.
    """
    labels = _labels(category, y)
    if not math.isfinite(smoothing) or smoothing < 0:
        raise ValueError("smoothing must be a finite number of pseudo-rows, 0 or more")
    code: dict[Hashable, int] = {}
    index = np.array([code.setdefault(c, len(code)) for c in category])
    count = np.bincount(index)
    total = np.bincount(index, weights=labels)
    prior = float(labels.mean())
    shrunk = (total + smoothing * prior) / (count + smoothing)
    return TargetEncoding(dict(zip(code, shrunk.tolist(), strict=True)), prior)


def out_of_fold_encoding(
    category: Sequence[Hashable],
    y: ArrayLike,
    *,
    rng: np.random.Generator,
    n_folds: int = 5,
    smoothing: float = 10.0,
) -> Array:
    """Training rows (n,), each encoded from the other folds, prior included.

    Folds are drawn without looking at y, so a row's label can't reach its own value.
    """
    levels, labels = list(category), _labels(category, y)
    n = labels.size
    if not 2 <= n_folds <= n:
        raise ValueError(f"n_folds must lie between 2 and the {n} rows")
    fold = rng.permutation(n) % n_folds  # (n,) sizes differ by one at most
    encoded = np.empty(n)
    for k in range(n_folds):
        inside, outside = np.flatnonzero(fold == k), np.flatnonzero(fold != k)
        rest = fit_target_encoding(
            [levels[i] for i in outside], labels[outside], smoothing=smoothing
        )
        encoded[inside] = rest.transform([levels[i] for i in inside])
    return encoded


def _check(category: Sequence[Hashable]) -> None:
    unordered = isinstance(category, (str, set, frozenset, dict))
    if unordered or getattr(category, "ndim", 1) != 1:  # a table has ndim 2
        raise TypeError("category must be a 1-D sequence with one value for each row")
    if any(c is None or c != c for c in category):
        raise ValueError("category holds None or NaN: give missing its own level")


def _labels(category: Sequence[Hashable], y: ArrayLike) -> Array:
    _check(category)
    labels = np.asarray(y, dtype=np.float64)
    if labels.ndim != 1 or labels.size == 0 or labels.size != len(category):
        raise ValueError("category and y must be 1-D, of equal length, not empty")
    if not np.isfinite(labels).all():
        raise ValueError("y must be finite")
    return labels
