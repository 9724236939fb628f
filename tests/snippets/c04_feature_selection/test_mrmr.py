import numpy as np
import pytest
from sklearn.datasets import load_breast_cancer

from snippets.c04_feature_selection.mrmr import mrmr


def slow(relevance, redundancy, k):
    """The published rule, written as it stands."""
    chosen = []
    while len(chosen) < k:
        rest = [j for j in range(len(relevance)) if j not in chosen]

        def score(j):
            if not chosen:
                return relevance[j]
            return relevance[j] - sum(redundancy[j][s] for s in chosen) / len(chosen)

        chosen.append(max(rest, key=score))
    return chosen


@pytest.mark.parametrize("seed", range(5))
def test_agrees_with_the_rule_on_random_scores(seed):
    rng = np.random.default_rng(seed)
    relevance, half = rng.random(12), rng.random((12, 12))
    redundancy = (half + half.T) / 2
    got = mrmr(relevance, redundancy, k=12)
    assert got == slow(relevance.tolist(), redundancy.tolist(), 12)
    assert mrmr(relevance, redundancy, k=4) == got[:4]


def test_agrees_with_the_rule_on_real_correlations():
    X, y = load_breast_cancer(return_X_y=True)
    R = np.abs(np.corrcoef(np.column_stack([X, y]).T))
    R = (R + R.T) / 2
    assert mrmr(R[-1, :-1], R[:-1, :-1], k=8) == slow(R[-1, :-1], R[:-1, :-1], 8)


def test_by_hand():
    # 1 is nearly a copy of 0; 2 is weaker but new: 0.70 - 0.95 < 0.40 - 0.10
    relevance = [0.8, 0.7, 0.4]
    redundancy = [[1, 0.95, 0.1], [0.95, 1, 0.1], [0.1, 0.1, 1]]
    assert mrmr(relevance, redundancy, k=2) == [0, 2]
    assert mrmr(relevance, np.zeros((3, 3)), k=3) == [0, 1, 2]


def test_ties_and_one_column():
    assert mrmr([1, 1, 1], np.zeros((3, 3)), k=3) == [0, 1, 2]
    assert mrmr([2], [[1]], k=1) == [0]


@pytest.mark.parametrize(
    ("relevance", "redundancy", "k", "message"),
    [
        ([], np.empty((0, 0)), 1, "must be"),
        ([1, 2], [[1]], 1, "must be"),
        ([[1, 2]], np.eye(2), 1, "must be"),
        ([1, np.nan], np.eye(2), 1, "finite"),
        ([1, 2], [[1, np.inf], [np.inf, 1]], 1, "finite"),
        ([1, -2], np.eye(2), 1, "non-negative"),
        ([1, 2], [[1, -0.5], [-0.5, 1]], 1, "non-negative"),
        ([1, 2], [[1, 0.5], [0.4, 1]], 1, "symmetric"),
        ([1, 2], np.eye(2), 0, "k must"),
        ([1, 2], np.eye(2), 3, "k must"),
    ],
)
def test_bad_input_is_refused(relevance, redundancy, k, message):
    with pytest.raises(ValueError, match=message):
        mrmr(relevance, redundancy, k=k)
