import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn import metrics

from snippets.c06_evaluation_and_metrics.average_precision import (
    average_precision,
    precision_at_prevalence,
    precision_recall_curve,
)


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("levels", [3, 50, 10**9])
def test_agrees_with_sklearn(seed, levels):
    rng = np.random.default_rng(seed)
    y = (rng.random(300) < 0.1).astype(int)
    s = rng.integers(levels, size=300) / levels + 0.3 * y
    assert average_precision(y, s) == pytest.approx(
        metrics.average_precision_score(y, s)
    )
    precision, recall, thresholds = precision_recall_curve(y, s)
    want = metrics.precision_recall_curve(y, s)  # rising thresholds, one end point more
    np.testing.assert_allclose(precision, want[0][:-1][::-1])
    np.testing.assert_allclose(recall, want[1][:-1][::-1])
    np.testing.assert_allclose(thresholds, want[2][::-1])


def test_by_hand_with_one_tie():
    y = [1, 0, 1, 1, 0, 0, 0]
    s = [0.9, 0.7, 0.6, 0.4, 0.4, 0.2, 0.1]
    assert average_precision(y, s) == pytest.approx((1 + 2 / 3 + 3 / 5) / 3)


def test_constant_score_gives_the_prevalence():
    y = np.array([1] * 3 + [0] * 97)
    assert average_precision(y, np.zeros(100)) == pytest.approx(0.03)


def test_infinite_scores_tie_as_one_block():
    y = np.array([1, 0, 0])
    s = np.array([-np.inf, -np.inf, 1])
    assert average_precision(y, s) == average_precision(y[::-1], s[::-1])
    assert average_precision(y, s) == pytest.approx(1 / 3)


@given(st.lists(st.integers(0, 1), min_size=1, max_size=40).filter(any))
@settings(deadline=None)  # a busy machine is no failure
def test_perfect_ranking_scores_one_and_integers_do(y):
    assert average_precision(y, y) == pytest.approx(1.0)


@pytest.mark.parametrize("prevalence", [0.5, 0.1, 0.01])
def test_precision_at_prevalence_is_what_reweighting_gives(prevalence):
    rng = np.random.default_rng(0)
    y = rng.integers(2, size=1000)
    pred = np.where(rng.random(1000) < 0.2, 1 - y, y)
    weight = np.where(y == 1, prevalence / y.mean(), (1 - prevalence) / (1 - y.mean()))
    want = metrics.precision_score(y, pred, sample_weight=weight)
    tpr, fpr = pred[y == 1].mean(), pred[y == 0].mean()
    assert precision_at_prevalence(tpr, fpr, prevalence) == pytest.approx(want)


def test_precision_at_prevalence_by_hand_and_at_the_origin():
    assert precision_at_prevalence(0.8, 320 / 9900, 0.01) == pytest.approx(0.2)
    assert np.isnan(precision_at_prevalence(0.0, 0.0, 0.01))


@pytest.mark.parametrize(
    ("y", "s"), [([0, 0], [1, 2]), ([0, 2], [1, 2]), ([1], [1, 2]), ([1], [np.nan])]
)
def test_bad_input_is_refused(y, s):
    with pytest.raises(ValueError):
        average_precision(y, s)


def test_rates_beyond_one_are_refused():
    with pytest.raises(ValueError, match="rates"):
        precision_at_prevalence(80, 3.2, 1)
