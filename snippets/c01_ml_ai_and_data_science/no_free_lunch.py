"""No free lunch, counted: every boolean truth on n bits, O(2^(2^n)) learner calls."""

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from itertools import product

import numpy as np
from numpy.typing import NDArray

Bits = NDArray[np.int64]
Learner = Callable[[Bits, Bits, Bits], Bits]  # X_train, y_train, X_test -> labels


def inputs(n_bits: int) -> Bits:
    """All (2^n, n) inputs, in counting order; n from 1 to 4 keeps the count sane."""
    if not 1 <= n_bits <= 4:
        raise ValueError("n_bits must be 1 to 4: 5 bits have 4,294,967,296 truths")
    return np.array(list(product([0, 1], repeat=n_bits)), dtype=np.int64)


def every_truth(n_bits: int) -> Bits:
    """(2^(2^n), 2^n): each row labels all inputs in one of the possible ways."""
    size = len(inputs(n_bits))
    shifts = np.arange(size, dtype=np.int64)
    return (np.arange(2**size, dtype=np.int64)[:, None] >> shifts) & 1


def off_training_accuracy(
    learner: Learner, train: Sequence[int], truths: Iterable[Bits], *, n_bits: int
) -> Fraction:
    """Exact mean accuracy on the inputs that are not in `train`, truths weighted alike.

    Over every_truth it is 1/2 for every learner whose answer depends on its arguments
    alone (Wolpert, 1996, for zero-one loss and noise-free labels). Raises ValueError
    for repeated or unknown rows, an empty test set, or answers that are not 0 or 1.
    """
    X = inputs(n_bits)
    seen = np.asarray(train)
    if seen.ndim != 1 or (seen.size and not np.issubdtype(seen.dtype, np.integer)):
        raise ValueError("train must list row numbers")
    if len(set(seen.tolist())) != seen.size or not np.isin(seen, range(len(X))).all():
        raise ValueError(f"train must hold distinct rows from 0 to {len(X) - 1}")
    seen = seen.astype(np.int64)
    unseen = np.setdiff1d(np.arange(len(X)), seen)
    if unseen.size == 0:
        raise ValueError("train holds every input: nothing is left to test on")
    right = total = 0
    for truth in truths:
        labels = np.asarray(truth)
        if labels.shape != (len(X),) or not np.isin(labels, [0, 1]).all():
            raise ValueError(f"a truth must hold {len(X)} labels, 0 or 1")
        answer = np.asarray(learner(X[seen], labels[seen], X[unseen]))
        if answer.shape != unseen.shape or not np.isin(answer, [0, 1]).all():
            raise ValueError(f"the learner must return {unseen.size} labels, 0 or 1")
        right += int((answer == labels[unseen]).sum())
        total += unseen.size
    if total == 0:
        raise ValueError("truths is empty")
    return Fraction(right, total)
