import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn import metrics
from sklearn.datasets import load_breast_cancer

from snippets.c06_evaluation_and_metrics.roc_auc import roc_auc, roc_curve

rows = st.lists(st.tuples(st.integers(0, 1), st.integers(-3, 3)), min_size=2).filter(
    lambda pairs: len({y for y, _ in pairs}) == 2
)


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("levels", [3, 50, 10**9])
def test_area_and_curve_agree_with_sklearn(seed, levels):
    rng = np.random.default_rng(seed)
    y = (rng.random(300) < 0.3).astype(int)
    s = rng.integers(levels, size=300) / levels + 0.3 * y
    assert roc_auc(y, s) == pytest.approx(metrics.roc_auc_score(y, s))
    fpr, tpr, thresholds = roc_curve(y, s)
    want = metrics.roc_curve(y, s, drop_intermediate=False)
    np.testing.assert_allclose(fpr, want[0])
    np.testing.assert_allclose(tpr, want[1])
    np.testing.assert_allclose(thresholds, want[2])


def test_real_data_against_sklearn():
    X, y = load_breast_cancer(return_X_y=True)
    for column in X.T[:5]:
        assert roc_auc(y, column) == pytest.approx(metrics.roc_auc_score(y, column))


def test_by_hand_with_one_tie():
    y = [1, 0, 1, 1, 0, 0, 0]
    s = [0.9, 0.7, 0.6, 0.4, 0.4, 0.2, 0.1]
    assert roc_auc(y, s) == pytest.approx(9.5 / 12)


@given(rows)
@settings(deadline=None)  # a busy machine is no failure
def test_equals_the_count_of_pairs_and_the_trapezoids(pairs):
    y, s = np.array(pairs).T
    gap = s[y == 1][:, None] - s[y == 0][None, :]
    want = np.mean((gap > 0) + 0.5 * (gap == 0))
    assert roc_auc(y, s) == pytest.approx(want)
    fpr, tpr, _ = roc_curve(y, s)
    assert metrics.auc(fpr, tpr) == pytest.approx(want)


@given(rows)
@settings(deadline=None)  # a busy machine is no failure
def test_order_alone_counts_and_reversal_mirrors(pairs):
    y, s = np.array(pairs).T
    assert roc_auc(y, np.exp(s)) == pytest.approx(roc_auc(y, s))
    assert roc_auc(y, -s) == pytest.approx(1 - roc_auc(y, s))


def test_extremes():
    assert roc_auc([0, 1], [1.0, 1.0]) == 0.5
    assert roc_auc([0, 1], [-np.inf, np.inf]) == 1.0
    assert roc_auc([0, 1], [1, 0]) == 0.0
    assert roc_auc([False, True], [0, 1]) == 1.0


def test_infinite_scores_tie_as_one_block():
    y, s = [1, 0, 1, 0], [-np.inf, -np.inf, 1, 0]  # log(0) twice
    fpr, tpr, thresholds = roc_curve(y, s)
    np.testing.assert_array_equal(thresholds, [np.inf, 1, 0, -np.inf])
    assert metrics.auc(fpr, tpr) == roc_auc(y, s)


@pytest.mark.parametrize(
    ("y", "s"),
    [
        ([1, 1], [0.1, 0.2]),
        ([0, 2], [0.1, 0.2]),
        ([0, 1], [0.1]),
        ([0, 1], [0.1, np.nan]),
        ([-1, 1], [0.1, 0.2]),
    ],
)
def test_bad_input_is_refused(y, s):
    with pytest.raises(ValueError):
        roc_auc(y, s)
    with pytest.raises(ValueError):
        roc_curve(y, s)
