import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn import metrics

from snippets.c06_evaluation_and_metrics.ranking_metrics import (
    average_precision,
    ndcg,
    recall_at_k,
    reciprocal_rank,
)

grades = st.lists(st.integers(0, 4), min_size=2, max_size=20)


@given(grades, st.integers(1, 25))
@settings(deadline=None)  # a busy machine is no failure
def test_ndcg_agrees_with_sklearn(shown, k):
    gain = 2.0 ** np.array(shown) - 1  # sklearn takes gains, we take grades
    order = -np.arange(len(shown), dtype=float)
    if not gain.any():
        assert np.isnan(ndcg(shown, shown, k=k))
    else:
        assert ndcg(shown, shown, k=k) == pytest.approx(
            metrics.ndcg_score([gain], [order], k=k)
        )


@given(st.lists(st.integers(0, 1), min_size=2, max_size=30).filter(any))
@settings(deadline=None)  # a busy machine is no failure
def test_average_precision_agrees_with_sklearn(shown):
    order = -np.arange(len(shown))
    assert average_precision(shown, sum(shown)) == pytest.approx(
        metrics.average_precision_score(shown, order)
    )


def test_reciprocal_rank_is_sklearn_lrap_with_one_relevant_item():
    for place in range(6):
        shown = np.eye(6, dtype=int)[place]
        want = metrics.label_ranking_average_precision_score([shown], [-np.arange(6)])
        assert reciprocal_rank(shown) == pytest.approx(want)


def test_by_hand():
    shown = [3, 0, 2]
    dcg = 7 / 1 + 0 + 3 / 2
    ideal = 7 / 1 + 3 / np.log2(3) + 3 / 2  # one relevant item was never retrieved
    assert ndcg(shown, [3, 2, 2, 0, 0], k=3) == pytest.approx(dcg / ideal)
    assert average_precision(shown, 3) == pytest.approx((1 + 2 / 3) / 3)
    assert reciprocal_rank([0, 0, 1]) == pytest.approx(1 / 3)
    assert recall_at_k(shown, 3, k=1) == pytest.approx(1 / 3)


def test_what_was_not_retrieved_counts():
    assert ndcg([1, 0], [1, 0], k=2) == 1.0
    assert ndcg([1, 0], [1, 1, 0], k=2) < 1.0
    assert average_precision([1, 0], 2) == 0.5


def test_nothing_relevant():
    assert np.isnan(ndcg([0, 0], [0, 0], k=2))
    assert np.isnan(average_precision([0], 0))
    assert np.isnan(recall_at_k([0], 0, k=1))
    assert reciprocal_rank([0, 0]) == 0.0
    assert reciprocal_rank([]) == 0.0


@pytest.mark.parametrize(
    "call",
    [
        lambda: ndcg([1], [1], k=0),
        lambda: ndcg([-1], [1], k=1),
        lambda: ndcg([[1]], [1], k=1),
        lambda: ndcg([3, 3], [3], k=2),  # would be 1.63
        lambda: ndcg([2, 0], [1, 1], k=2),
        lambda: average_precision([1, 1], 1),
        lambda: recall_at_k([1, 1], 1, k=2),
        lambda: recall_at_k([1, 1], 1, k=1),
        lambda: recall_at_k([1, 1], 2, k=0),
        lambda: recall_at_k([1, 0], 1, k=-1),
        lambda: reciprocal_rank([np.nan]),
    ],
)
def test_bad_input_is_refused(call):
    with pytest.raises(ValueError):
        call()
