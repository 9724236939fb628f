import numpy as np
import pytest
from scipy import stats

from snippets.c06_evaluation_and_metrics.split_conformal import (
    conformal_quantile,
    label_sets,
    regression_interval,
)


def test_quantile_by_hand():
    scores = np.arange(1, 10)  # n = 9: rank ceil(10 * 0.8) = 8
    assert conformal_quantile(scores, alpha=0.2) == 8
    assert conformal_quantile(scores, alpha=0.1) == 9
    assert conformal_quantile(scores, alpha=0.05) == np.inf  # rank 10 of 9
    assert conformal_quantile(scores[::-1], alpha=0.2) == 8


@pytest.mark.parametrize("alpha", [0.05, 0.1, 0.2, 0.3])
@pytest.mark.parametrize("n", [19, 50, 99, 199])
def test_quantile_agrees_with_numpy(n, alpha):
    scores = np.random.default_rng(n).normal(size=n)
    level = np.ceil(round((n + 1) * (1 - alpha), 9)) / n
    want = np.quantile(scores, level, method="inverted_cdf")
    assert conformal_quantile(scores, alpha=alpha) == want


def test_coverage_over_many_calibration_sets_is_the_beta_law():
    rng = np.random.default_rng(0)
    n, alpha = 49, 0.1
    q = [conformal_quantile(rng.random(n), alpha=alpha) for _ in range(2000)]
    law = stats.beta(45, 5)  # rank k = 45: Beta(k, n + 1 - k); mean 0.9
    assert stats.kstest(q, law.cdf).pvalue > 0.01
    assert np.mean(q) == pytest.approx(0.9, abs=0.005)


@pytest.mark.parametrize("seed", range(3))
def test_interval_covers_even_a_wrong_model(seed):
    rng = np.random.default_rng(seed)
    x = rng.normal(size=22_000)
    y = np.exp(x) + rng.standard_t(3, size=x.size)
    pred = 1.0 + x  # not the mean of y
    low, high = regression_interval(y[:2000], pred[:2000], pred[2000:], alpha=0.1)
    covered = np.mean((low <= y[2000:]) & (y[2000:] <= high))
    assert covered == pytest.approx(0.9, abs=0.03)


def test_label_sets_cover_and_by_hand():
    prob_cal = np.array([[0.9, 0.1], [0.8, 0.2], [0.4, 0.6], [0.3, 0.7]])
    sets = label_sets([0, 0, 1, 0], prob_cal, [[0.5, 0.5], [0.99, 0.01]], alpha=0.4)
    # scores 0.1 0.2 0.4 0.7, rank ceil(5 * 0.6) = 3: keep classes with p >= 0.6
    np.testing.assert_array_equal(sets, [[False, False], [True, False]])

    rng = np.random.default_rng(0)
    prob = rng.dirichlet([0.5, 0.5, 0.5], size=12_000)
    y = (rng.random((12_000, 1)) > prob.cumsum(axis=1)).sum(axis=1)
    sets = label_sets(y[:2000], prob[:2000], prob[2000:], alpha=0.1)
    covered = sets[np.arange(10_000), y[2000:]].mean()
    assert covered == pytest.approx(0.9, abs=0.03)


def test_too_few_rows_give_everything():
    low, high = regression_interval([1.0], [1.0], [5], alpha=0.1)
    assert (low[0], high[0]) == (-np.inf, np.inf)
    assert label_sets([0], [[0.9, 0.1]], [[0.5, 0.5]], alpha=0.1).all()


@pytest.mark.parametrize(
    "call",
    [
        lambda: conformal_quantile([1.0], alpha=0.0),
        lambda: conformal_quantile([], alpha=0.1),
        lambda: conformal_quantile([np.nan], alpha=0.1),
        lambda: label_sets([2], [[0.5, 0.5]], [[0.5, 0.5]], alpha=0.1),
        lambda: label_sets([0, 1], [[0.5, 0.5]], [[0.5, 0.5]], alpha=0.1),
        lambda: label_sets([0], [[0.5, 0.5]], [[1.0]], alpha=0.1),
    ],
)
def test_bad_input_is_refused(call):
    with pytest.raises(ValueError):
        call()
