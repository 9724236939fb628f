from types import SimpleNamespace

import numpy as np
import pytest
from scipy import stats
from sklearn.datasets import load_diabetes

from snippets.c07_cross_validation.bootstrap_interval import (
    bca_interval,
    bootstrap_values,
    percentile_interval,
)


def correlation(x, y):
    return float(np.corrcoef(x, y)[0, 1])


def scipys(columns, statistic, values, method, level):
    return stats.bootstrap(
        columns,
        statistic,
        paired=True,
        vectorized=False,
        n_resamples=0,
        bootstrap_result=SimpleNamespace(bootstrap_distribution=values),
        method=method,
        confidence_level=level,
    ).confidence_interval


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("level", [0.9, 0.95])
def test_both_intervals_agree_with_scipy(seed, level):
    rng = np.random.default_rng(seed)
    skewed = rng.exponential(size=40)
    for statistic, columns in (
        (np.mean, (skewed,)),
        (np.std, (skewed,)),
        (correlation, (skewed, skewed + rng.normal(size=40))),
    ):
        values = bootstrap_values(statistic, *columns, rng=rng, n_boot=500)
        np.testing.assert_allclose(
            percentile_interval(values, level=level),
            scipys(columns, statistic, values, "percentile", level),
        )
        np.testing.assert_allclose(
            bca_interval(statistic, *columns, values=values, level=level),
            scipys(columns, statistic, values, "BCa", level),
        )


def test_real_data_against_scipy():
    X, y = load_diabetes(return_X_y=True)
    bmi = X[:, 2]
    values = bootstrap_values(
        correlation, bmi, y, rng=np.random.default_rng(0), n_boot=500
    )
    np.testing.assert_allclose(
        bca_interval(correlation, bmi, y, values=values),
        scipys((bmi, y), correlation, values, "BCa", 0.95),
    )


@pytest.mark.parametrize("seed", range(3))
def test_values_spread_as_the_closed_form_says(seed):
    rng = np.random.default_rng(seed)
    x = rng.normal(size=50)
    values = bootstrap_values(np.mean, x, rng=rng, n_boot=4000)
    assert values.mean() == pytest.approx(
        x.mean(), abs=4 * x.std() / np.sqrt(50 * 4000)
    )
    assert values.std() == pytest.approx(x.std() / np.sqrt(50), rel=0.06)


def test_rows_of_all_columns_stay_together():
    x = np.arange(30)
    values = bootstrap_values(
        lambda a, b: float(np.abs(b - 10 * a).max()),
        x,
        10 * x,
        rng=np.random.default_rng(0),
        n_boot=100,
    )
    assert (values == 0).all()


def test_without_bias_and_skew_bca_is_the_percentile_interval():
    x = np.array([-2, -1, 0, 1, 2])  # symmetric: a = 0
    values = np.linspace(-1, 1, 1001)  # half of them below the mean: z = 0
    np.testing.assert_allclose(
        bca_interval(np.mean, x, values=values), percentile_interval(values)
    )
    np.testing.assert_allclose(percentile_interval(values), [-0.95, 0.95])


def test_constant_rows_give_a_point():
    values = bootstrap_values(np.mean, [3, 3, 3], rng=np.random.default_rng(0))
    assert bca_interval(np.mean, [3, 3, 3], values=values) == (3.0, 3.0)


def test_bca_follows_a_monotone_map_and_scale():
    rng = np.random.default_rng(1)
    x = rng.exponential(size=30)
    values = bootstrap_values(np.mean, x, rng=rng, n_boot=999)
    low, high = bca_interval(np.mean, x, values=values)
    scaled = bca_interval(np.mean, 1e-9 * x, values=1e-9 * values)
    np.testing.assert_allclose(scaled, [1e-9 * low, 1e-9 * high])
    assert low > percentile_interval(values)[0]  # right skew moves both ends up
    assert high > percentile_interval(values)[1]


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ((), "columns"),
        (([1, 2], [1]), "equal length"),
        (([1],), "2 rows"),
        ((3,), "columns"),
    ],
)
def test_bad_columns_are_refused(columns, message):
    with pytest.raises(ValueError, match=message):
        bootstrap_values(lambda *c: 0.0, *columns, rng=np.random.default_rng(0))
    with pytest.raises(ValueError, match=message):
        bca_interval(lambda *c: 0.0, *columns, values=[0.0, 1.0])


def test_undefined_statistics_and_settings_are_refused():
    rng = np.random.default_rng(0)
    with pytest.raises(ValueError, match="finite"):
        bootstrap_values(lambda x: np.nan, [1, 2], rng=rng)
    with pytest.raises(ValueError, match="n_boot"):
        bootstrap_values(np.mean, [1, 2], rng=rng, n_boot=50)
    with pytest.raises(ValueError, match="level"):
        percentile_interval([1, 2], level=95)
    with pytest.raises(ValueError, match="finite"):
        percentile_interval([])
    with pytest.raises(ValueError, match="outside"):
        bca_interval(np.mean, [1, 2, 3], values=[5.0, 6.0])


def test_a_skewness_beyond_the_pole_of_bca_is_refused():
    one_outlier = [0.0] * 50 + [1000.0]  # acceleration 0.16
    values = np.append(np.zeros(9999), 1000.0)  # bias 3.7
    assert bca_interval(np.mean, one_outlier, values=values)[0] >= 0
    with pytest.raises(ValueError, match="too skewed"):
        bca_interval(np.mean, one_outlier, values=values, level=0.9999)
