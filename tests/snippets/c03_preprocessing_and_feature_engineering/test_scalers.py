import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.datasets import load_breast_cancer, load_diabetes, load_wine
from sklearn.preprocessing import MinMaxScaler, RobustScaler, StandardScaler

from snippets.c03_preprocessing_and_feature_engineering.scalers import (
    Scaler,
    fit_min_max,
    fit_robust,
    fit_standard,
)

PAIRS = [
    (fit_standard, StandardScaler),
    (fit_robust, RobustScaler),
    (fit_min_max, MinMaxScaler),
]
LOADERS = [load_breast_cancer, load_diabetes, load_wine]


@pytest.mark.parametrize(("fit", "oracle"), PAIRS)
@pytest.mark.parametrize("seed", range(4))
def test_new_rows_as_sklearn(fit, oracle, seed):
    rng = np.random.default_rng(seed)
    X = rng.lognormal(size=(60, 4)) * [1e-9, 1.0, 1e6, 50.0] + [0, -3, 1e7, 0]
    want = oracle().fit(X[:40]).transform(X[40:])
    np.testing.assert_allclose(fit(X[:40]).transform(X[40:]), want, rtol=1e-7)


@pytest.mark.parametrize(("fit", "oracle"), PAIRS)
@pytest.mark.parametrize("load", LOADERS)
def test_real_data_as_sklearn(fit, oracle, load):
    X = load(return_X_y=True)[0]
    half = len(X) // 2
    want = oracle().fit(X[:half]).transform(X[half:])
    got = fit(X[:half]).transform(X[half:])
    np.testing.assert_allclose(got, want, rtol=1e-9, atol=1e-9)
    scaler = fit(X)
    back = scaler.inverse(scaler.transform(X))
    np.testing.assert_allclose((back - X) / scaler.scale, 0, atol=1e-9)


def test_by_hand():
    X = [[2.0], [4.0], [6.0], [8.0]]  # mean 5, variance 5, quartiles 3.5 and 6.5
    new = [[10.0]]
    assert fit_standard(X).transform(new)[0, 0] == pytest.approx(5 / 5**0.5)
    assert fit_robust(X).transform(new)[0, 0] == pytest.approx(5 / 3)
    assert fit_min_max(X).transform(new)[0, 0] == pytest.approx(8 / 6)  # not clipped


@pytest.mark.parametrize("fit", [fit_standard, fit_robust, fit_min_max])
def test_constant_column_one_row_and_integers(fit):
    one = fit([[7, 0]])
    np.testing.assert_array_equal(one.transform([[7, 0], [9, 1]]), [[0, 0], [2, 1]])
    constant = np.full((5, 1), 0.1)
    np.testing.assert_allclose(fit(constant).transform(constant), 0, atol=1e-15)
    X = np.arange(10).reshape(5, 2)
    np.testing.assert_array_equal(
        fit(X).transform(X), fit(X.astype(float)).transform(X)
    )


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.integers(-1000, 1000), min_size=5, max_size=30, unique=True),
    st.sampled_from([1e-200, 1e-6, 3.0, 1e200]),
)
def test_units_do_not_matter(values, unit):
    X = np.array(values, dtype=float)[:, None]
    for fit in (fit_standard, fit_robust, fit_min_max):
        np.testing.assert_allclose(
            fit(X * unit).transform(X * unit), fit(X).transform(X), atol=1e-9
        )


def test_test_rows_never_move_the_statistics():
    train = np.random.default_rng(0).normal(size=(20, 2))
    scaler = fit_standard(train)
    before = scaler.transform(train[:1])
    scaler.transform([[1e6, -1e6]])
    np.testing.assert_array_equal(scaler.transform(train[:1]), before)


@pytest.mark.parametrize("fit", [fit_standard, fit_robust, fit_min_max])
@pytest.mark.parametrize("X", [[[np.nan]], [[np.inf]], [1.0, 2.0], np.empty((0, 2))])
def test_bad_tables_are_refused(fit, X):
    with pytest.raises(ValueError, match="impute"):
        fit(X)


@pytest.mark.parametrize("fit", [fit_standard, fit_min_max])
@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@pytest.mark.parametrize("X", [[[-1.7e308], [1.7e308]], [[0.0], [1e-310]]])
def test_ranges_that_do_not_fit_a_float_are_refused(fit, X):
    with pytest.raises(ValueError, match="units"):
        fit(X)


def test_other_errors():
    scaler = fit_standard([[1.0, 2.0], [3.0, 5.0]])
    with pytest.raises(ValueError, match="fit saw 2"):
        scaler.transform([[1.0]])
    with pytest.raises(ValueError, match="fit saw 2"):
        scaler.inverse([[1.0, 2.0, 3.0]])
    with pytest.raises(ValueError, match=r"columns \[1\]"):
        fit_robust([[1, 0], [2, 0], [3, 0], [4, 0], [5, 9]])
    with pytest.raises(ValueError, match="units"):
        Scaler(np.zeros(1), np.zeros(1))


@pytest.mark.parametrize(
    "x", [["1", "2"], [1 + 2j, 3], np.array(["2020-01-01"], dtype="datetime64[D]")]
)
def test_text_dates_and_complex_values_are_no_numbers(x):
    with pytest.raises(TypeError, match="must hold numbers"):
        fit_standard(np.array(x)[:, None])
