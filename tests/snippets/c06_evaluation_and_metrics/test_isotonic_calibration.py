import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.isotonic import IsotonicRegression

from snippets.c06_evaluation_and_metrics.isotonic_calibration import (
    apply_isotonic,
    fit_isotonic,
)


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("levels", [4, 10**9])
def test_agrees_with_sklearn(seed, levels):
    rng = np.random.default_rng(seed)
    s = rng.integers(levels, size=300) / levels
    y = (rng.random(300) < s**2).astype(int)
    oracle = IsotonicRegression(out_of_bounds="clip").fit(s, y)
    new = rng.uniform(-0.5, 1.5, size=200)
    np.testing.assert_allclose(
        apply_isotonic(new, *fit_isotonic(s, y)), oracle.predict(new), atol=1e-9
    )


def test_by_hand_one_pool():
    knots, fitted = fit_isotonic([1, 2, 3, 4], [0, 1, 0, 1])
    np.testing.assert_array_equal(knots, [1, 2, 3, 4])
    np.testing.assert_allclose(fitted, [0, 0.5, 0.5, 1])


@given(
    st.lists(st.tuples(st.integers(-5, 5), st.integers(0, 1)), min_size=1, max_size=50)
)
@settings(deadline=None)  # a busy machine is no failure
def test_rising_keeps_the_mean_and_is_a_fixed_point(pairs):
    s, y = np.array(pairs).T
    knots, fitted = fit_isotonic(s, y)
    assert (np.diff(fitted) >= 0).all()
    each = apply_isotonic(s, knots, fitted)
    assert each.mean() == pytest.approx(y.mean())
    np.testing.assert_allclose(fit_isotonic(s, each)[1], fitted, atol=1e-12)


def test_extremes():
    np.testing.assert_allclose(fit_isotonic([3], [1]), ([3.0], [1.0]))
    np.testing.assert_allclose(fit_isotonic([1, 2, 3], [1, 1, 0])[1], [2 / 3] * 3)
    np.testing.assert_allclose(fit_isotonic([2, 2, 2], [1, 1, 0]), ([2.0], [2 / 3]))
    assert apply_isotonic([-9.0], *fit_isotonic([0, 1], [0, 1]))[0] == 0.0


@pytest.mark.parametrize(
    ("s", "y"), [([], []), ([1], [0, 1]), ([np.nan], [0]), ([1], [np.inf])]
)
def test_bad_input_is_refused(s, y):
    with pytest.raises(ValueError):
        fit_isotonic(s, y)
