"""How far fold losses can be trusted: one-standard-error rule, corrected error."""

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]


def one_standard_error(losses: ArrayLike, complexity: ArrayLike) -> int:
    """Index of the least complex candidate within one standard error of the best.

    `losses` is (folds, candidates), lower is better; the standard error is that of the
    best candidate's mean, s / sqrt(folds) (Breiman et al., 1984). `complexity` ranks
    the candidates, larger is more complex; the better mean wins a tie in it.
    """
    table, rank = np.asarray(losses, dtype=float), np.asarray(complexity, dtype=float)
    if table.ndim != 2 or len(table) < 2 or table.shape[1] == 0:
        raise ValueError("losses must be (folds, candidates) with at least 2 folds")
    if rank.shape != table.shape[1:] or np.isnan(rank).any():
        raise ValueError("complexity must hold one number for each candidate")
    if not np.isfinite(table).all():
        raise ValueError("losses must be finite")
    mean = table.mean(axis=0)
    best = int(mean.argmin())
    limit = mean[best] + table[:, best].std(ddof=1) / math.sqrt(len(table))
    allowed = np.flatnonzero(mean <= limit)
    return int(allowed[np.lexsort((mean[allowed], rank[allowed]))[0]])


def corrected_standard_error(
    differences: ArrayLike, *, n_train: int, n_test: int
) -> float:
    """Standard error of the mean loss difference of two models over repeated splits.

    s * sqrt(1/J + n_test/n_train) for J splits (Nadeau and Bengio, 2003): training sets
    overlap, so J splits are not J independent experiments. An approximation; compare
    mean / error with t on J - 1 degrees of freedom.
    """
    d = np.asarray(differences, dtype=float)
    if d.ndim != 1 or len(d) < 2 or not np.isfinite(d).all():
        raise ValueError("differences must be 1-D and finite, one for each split, 2 up")
    if n_train < 1 or n_test < 1:
        raise ValueError("n_train and n_test are the rows of one split, at least 1")
    return float(d.std(ddof=1)) * math.sqrt(1.0 / len(d) + n_test / n_train)
