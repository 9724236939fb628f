import numpy as np
import pytest
from scipy import stats
from statsmodels.stats.proportion import proportion_confint

from snippets.c06_evaluation_and_metrics.metric_interval import (
    bootstrap_interval,
    wilson_interval,
)


@pytest.mark.parametrize("n", [1, 10, 100, 1000])
@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 1.0])
@pytest.mark.parametrize("level", [0.9, 0.95])
def test_wilson_agrees_with_statsmodels(n, share, level):
    k = int(share * n)
    want = proportion_confint(k, n, alpha=1 - level, method="wilson")
    assert wilson_interval(k, n, level=level) == pytest.approx(want, abs=1e-12)


def test_wilson_at_the_ends():
    assert wilson_interval(20, 20)[1] == 1.0
    assert 0.8 < wilson_interval(20, 20)[0] < 0.9
    assert wilson_interval(0, 20)[0] == 0.0


@pytest.mark.parametrize("seed", range(3))
def test_bootstrap_of_a_mean_is_the_normal_interval(seed):
    x = np.random.default_rng(seed).exponential(size=2000)
    low, high = bootstrap_interval(np.mean, x, rng=np.random.default_rng(1))
    want = stats.norm.interval(0.95, loc=x.mean(), scale=stats.sem(x))
    assert (low, high) == pytest.approx(want, abs=0.01)


def test_bootstrap_agrees_with_scipy():
    rng = np.random.default_rng(0)
    x, y = rng.normal(size=(2, 300))
    got = bootstrap_interval(
        lambda a, b: np.mean(a * b), x, y, rng=rng, n_boot=4000, level=0.9
    )
    want = stats.bootstrap(
        (x, y),
        lambda a, b: np.mean(a * b),
        paired=True,
        vectorized=False,
        n_resamples=4000,
        method="percentile",
        confidence_level=0.9,
        random_state=1,
    ).confidence_interval
    assert got == pytest.approx((want.low, want.high), abs=0.01)


def test_groups_widen_the_interval_when_rows_repeat():
    rng = np.random.default_rng(0)
    x = np.repeat(rng.normal(size=100), 25)  # 100 users, 25 equal rows each
    users = np.repeat(np.arange(100), 25)
    flat = bootstrap_interval(np.mean, x, rng=np.random.default_rng(1))
    whole = bootstrap_interval(
        np.mean, x, rng=np.random.default_rng(1), groups=[f"u{u}" for u in users]
    )
    ratio = (whole[1] - whole[0]) / (flat[1] - flat[0])
    assert ratio == pytest.approx(5.0, rel=0.1)  # sqrt(25)


def test_same_seed_same_interval():
    x = np.arange(30)
    first = bootstrap_interval(np.mean, x, rng=np.random.default_rng(7))
    assert first == bootstrap_interval(np.mean, x, rng=np.random.default_rng(7))
    assert bootstrap_interval(np.mean, [3], rng=np.random.default_rng(7)) == (3, 3)


def test_undefined_metric_is_refused_when_it_is_common():
    def recall(y):
        return np.nan if not y.any() else 1.0

    y = np.array([1] + [0] * 50)  # 36 % of the resamples hold no positive
    with pytest.raises(ValueError, match="too few positives"):
        bootstrap_interval(recall, y, rng=np.random.default_rng(0))


@pytest.mark.parametrize("k", [-1, 6])
def test_bad_counts_are_refused(k):
    with pytest.raises(ValueError):
        wilson_interval(k, 5)


def test_bad_columns_are_refused():
    rng = np.random.default_rng(0)
    for columns in (), ([],), ([1, 2], [1]):
        with pytest.raises(ValueError, match="columns"):
            bootstrap_interval(np.mean, *columns, rng=rng)
    with pytest.raises(ValueError, match="groups"):
        bootstrap_interval(np.mean, [1, 2], rng=rng, groups=[1])
