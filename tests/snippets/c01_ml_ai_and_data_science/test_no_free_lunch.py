from fractions import Fraction
from itertools import combinations, product

import numpy as np
import pytest
from sklearn.neighbors import KNeighborsClassifier

from snippets.c01_ml_ai_and_data_science.no_free_lunch import (
    every_truth,
    inputs,
    off_training_accuracy,
)


def majority(X, y, new):
    return np.full(len(new), int(2 * y.sum() > y.size))


def minority(X, y, new):
    return 1 - majority(X, y, new)


def parity(X, y, new):
    return new.sum(axis=1) % 2


def nearest(X, y, new):
    model = KNeighborsClassifier(1, metric="hamming").fit(X, y)
    return model.predict(new)


def test_inputs_and_truths_are_complete():
    for n in (1, 2, 3):
        assert inputs(n).tolist() == [list(row) for row in product([0, 1], repeat=n)]
        truths = every_truth(n)
        assert truths.shape == (2 ** (2**n), 2**n)
        assert len({tuple(row) for row in truths.tolist()}) == len(truths)
        assert set(np.unique(truths)) == {0, 1}


@pytest.mark.parametrize("learner", [majority, minority, parity])
def test_every_learner_averages_one_half_for_every_training_set(learner):
    truths = every_truth(3)
    for size in (0, 1, 4, 7):
        for train in list(combinations(range(8), size))[:12]:
            got = off_training_accuracy(learner, train, truths, n_bits=3)
            assert got == Fraction(1, 2)


@pytest.mark.parametrize("seed", range(3))
def test_a_random_table_as_learner_averages_one_half(seed):
    table = np.random.default_rng(seed).integers(0, 2, size=(2**4, 4))

    def learner(X, y, new):
        return table[int("".join(map(str, y)), 2)]

    train = np.random.default_rng(seed).choice(8, 4, replace=False)
    got = off_training_accuracy(learner, train, every_truth(3), n_bits=3)
    assert got == Fraction(1, 2)


def test_a_real_learner_from_sklearn():
    got = off_training_accuracy(nearest, [0, 3, 5], every_truth(3), n_bits=3)
    assert got == Fraction(1, 2)


def test_structure_in_the_truths_breaks_the_tie():
    X = inputs(3)
    single = [X[:, 0], X[:, 1], X[:, 2]]  # the label copies one bit
    train = [0, 3, 5, 6]
    good = off_training_accuracy(nearest, train, single, n_bits=3)
    bad = off_training_accuracy(
        lambda a, b, c: 1 - nearest(a, b, c), train, single, n_bits=3
    )
    assert good + bad == 1
    assert good > Fraction(1, 2)


def test_by_hand():
    # one bit, train on input 0: truths 00 and 11 are copied right, 01 and 10 not
    def copy(X, y, new):
        return np.repeat(y, len(new))

    assert off_training_accuracy(copy, [0], every_truth(1), n_bits=1) == Fraction(1, 2)
    assert off_training_accuracy(copy, [0], [[0, 0], [1, 1]], n_bits=1) == 1
    assert off_training_accuracy(copy, [0], [[0, 1]], n_bits=1) == 0


@pytest.mark.parametrize(
    "call",
    [
        lambda: inputs(0),
        lambda: every_truth(5),
        lambda: off_training_accuracy(majority, [0, 0], every_truth(2), n_bits=2),
        lambda: off_training_accuracy(majority, [4], every_truth(2), n_bits=2),
        lambda: off_training_accuracy(majority, [-1], every_truth(2), n_bits=2),
        lambda: off_training_accuracy(majority, [0.5], every_truth(2), n_bits=2),
        lambda: off_training_accuracy(majority, [[0]], every_truth(2), n_bits=2),
        lambda: off_training_accuracy(majority, range(4), every_truth(2), n_bits=2),
        lambda: off_training_accuracy(majority, [0], [], n_bits=2),
        lambda: off_training_accuracy(majority, [0], every_truth(3), n_bits=2),
        lambda: off_training_accuracy(majority, [0], [[0, 1, 2, 0]], n_bits=2),
        lambda: off_training_accuracy(lambda a, b, c: b, [0], [[0] * 4], n_bits=2),
        lambda: off_training_accuracy(
            lambda a, b, c: c[:, 0] + 1, [0], [[0] * 4], n_bits=2
        ),
    ],
)
def test_bad_input_is_refused(call):
    with pytest.raises(ValueError):
        call()
