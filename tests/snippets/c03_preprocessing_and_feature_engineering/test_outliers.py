import numpy as np
import pandas as pd
import pytest
from scipy.stats import median_abs_deviation, norm
from sklearn.datasets import load_breast_cancer

from snippets.c03_preprocessing_and_feature_engineering.outliers import (
    iqr_fences,
    is_outlier,
    mad_fences,
)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("k", [1.5, 3.0])
def test_iqr_as_pandas(seed, k):
    x = np.random.default_rng(seed).lognormal(size=101) * 10.0 ** (6 * seed - 9)
    first, third = pd.Series(x).quantile([0.25, 0.75])
    want = (first - k * (third - first), third + k * (third - first))
    np.testing.assert_allclose(iqr_fences(x, k=k), want)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("cutoff", [2.5, 3.5])
def test_mad_as_scipy(seed, cutoff):
    x = np.random.default_rng(seed).standard_t(3, size=100) * 10.0 ** (6 * seed - 9)
    reach = cutoff * median_abs_deviation(x, scale="normal")
    want = (np.median(x) - reach, np.median(x) + reach)
    np.testing.assert_allclose(mad_fences(x, cutoff=cutoff), want)


def test_real_data_flags_the_rows_that_pandas_flags():
    X, _ = load_breast_cancer(return_X_y=True)
    for x in X.T:
        column = pd.Series(x)
        iqr = column.quantile(0.75) - column.quantile(0.25)
        want = (column < column.quantile(0.25) - 1.5 * iqr) | (
            column > column.quantile(0.75) + 1.5 * iqr
        )
        np.testing.assert_array_equal(is_outlier(x, iqr_fences(x)), want)


def test_by_hand():
    x = [1, 2, 3, 4, 100]  # quartiles 2 and 4; deviations 2, 1, 0, 1, 97, so MAD 1
    assert iqr_fences(x) == (-1.0, 7.0)
    np.testing.assert_allclose(mad_fences(x), (3 - 5.189, 3 + 5.189), atol=1e-3)
    assert is_outlier(x, iqr_fences(x)).tolist() == [False] * 4 + [True]
    assert is_outlier([-1, 7, 7.1], (-1.0, 7.0)).tolist() == [False, False, True]


def test_normal_limits():
    x = norm.ppf((np.arange(100_001) + 0.5) / 100_001)
    np.testing.assert_allclose(mad_fences(x, cutoff=2), (-2, 2), atol=1e-3)
    np.testing.assert_allclose(iqr_fences(x), (-2.698, 2.698), atol=1e-3)


def test_forty_percent_of_bad_values_do_not_move_the_mad_far():
    good = np.linspace(-1, 1, 60)
    spoilt = np.concatenate([good, np.full(40, 1e9)])
    assert mad_fences(spoilt)[1] < 10
    assert is_outlier(spoilt, mad_fences(spoilt)).sum() == 40


@pytest.mark.parametrize("fences", [iqr_fences, mad_fences])
def test_bad_values_are_refused(fences):
    for x in ([], [[1.0]], [1.0, np.nan], [np.inf, 1.0]):
        with pytest.raises(ValueError, match="missing"):
            fences(x)
    with pytest.raises(ValueError, match="is 0"):
        fences([5.0])
    with pytest.raises(ValueError, match="is 0"):
        fences([0, 0, 0, 0, 0, 7])


@pytest.mark.parametrize("bad", [0.0, -1.0, np.nan, np.inf])
def test_bad_knobs_are_refused(bad):
    with pytest.raises(ValueError, match="k must"):
        iqr_fences([1, 2, 3], k=bad)
    with pytest.raises(ValueError, match="cutoff must"):
        mad_fences([1, 2, 3], cutoff=bad)


@pytest.mark.parametrize("fences", [(2.0, 1.0), (1.0, 1.0), (np.nan, 1.0)])
def test_bad_fences_are_refused(fences):
    with pytest.raises(ValueError, match="low < high"):
        is_outlier([1.0], fences)


@pytest.mark.parametrize(
    "x", [["1", "2"], [1 + 2j, 3], np.array(["2020-01-01"], dtype="datetime64[D]")]
)
def test_text_dates_and_complex_values_are_no_numbers(x):
    with pytest.raises(TypeError, match="must hold numbers"):
        iqr_fences(np.array(x))
