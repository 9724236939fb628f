import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.calibration import calibration_curve
from sklearn.metrics import brier_score_loss

from snippets.c06_evaluation_and_metrics.calibration_error import (
    brier_decomposition,
    brier_score,
    expected_calibration_error,
    reliability_table,
)


def draw(seed, n=500):
    rng = np.random.default_rng(seed)
    p = rng.beta(0.5, 2.0, size=n)
    return (rng.random(n) < p**1.5).astype(int), p


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("strategy", ["uniform", "quantile"])
def test_table_agrees_with_sklearn(seed, strategy):
    y, p = draw(seed)
    forecast, observed, count = reliability_table(
        y, p, n_bins=12, equal_mass=strategy == "quantile"
    )
    want = calibration_curve(y, p, n_bins=12, strategy=strategy)
    np.testing.assert_allclose(observed, want[0])
    np.testing.assert_allclose(forecast, want[1])
    assert count.sum() == y.size


@pytest.mark.parametrize("seed", range(5))
def test_ece_by_brute_force(seed):
    y, p = draw(seed)
    total = 0.0
    for low in np.arange(10) / 10:
        inside = (p > low) & (p <= low + 0.1) | ((low == 0) & (p == 0))
        if inside.any():
            total += abs(y[inside].sum() - p[inside].sum()) / p.size
    assert expected_calibration_error(y, p) == pytest.approx(total)


def test_ece_by_hand():
    y, p = [0, 0, 1, 1, 1], [0.1, 0.1, 0.8, 0.8, 0.8]
    assert expected_calibration_error(y, p) == pytest.approx(0.4 * 0.1 + 0.6 * 0.2)


def test_equal_mass_bins_hold_equal_counts():
    y, p = draw(0, n=600)
    _, _, count = reliability_table(y, p, n_bins=6, equal_mass=True)
    np.testing.assert_array_equal(count, [100] * 6)


@given(
    st.lists(st.tuples(st.integers(0, 1), st.integers(0, 10)), min_size=1, max_size=60)
)
@settings(deadline=None)  # a busy machine is no failure
def test_brier_splits_exactly(pairs):
    y, tenths = np.array(pairs).T
    p = tenths / 10
    reliability, resolution, uncertainty = brier_decomposition(y, p)
    assert brier_score(y, p) == pytest.approx(reliability - resolution + uncertainty)
    assert brier_score(y, p) == pytest.approx(brier_score_loss(y, p, pos_label=1))


def test_base_rate_forecast_is_reliable_and_useless():
    y = np.array([1, 0, 0, 0])
    assert brier_decomposition(y, np.full(4, 0.25)) == pytest.approx((0, 0, 0.1875))
    assert expected_calibration_error(y, np.full(4, 0.25)) == 0.0


def test_extremes():
    assert brier_score([1], [1]) == 0.0
    assert brier_score([1, 0], [0, 1]) == 1.0
    forecast, observed, count = reliability_table([0, 1], [0, 1], n_bins=1)
    assert (forecast[0], observed[0], count[0]) == (0.5, 0.5, 2)


@pytest.mark.parametrize(
    ("y", "p"),
    [([0, 1], [0.2, 1.2]), ([0, 2], [0.1, 0.2]), ([0], [0.1, 0.2]), ([], [])],
)
def test_bad_input_is_refused(y, p):
    with pytest.raises(ValueError):
        brier_score(y, p)


def test_nan_and_zero_bins_are_refused():
    with pytest.raises(ValueError, match="probabilities"):
        brier_score([0], [np.nan])
    with pytest.raises(ValueError, match="n_bins"):
        reliability_table([0], [0.5], n_bins=0)
