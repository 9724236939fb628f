import numpy as np
import pytest
from scipy.optimize import curve_fit
from sklearn.datasets import load_digits
from sklearn.neighbors import KNeighborsClassifier

from snippets.c05_bias_variance.power_law import PowerLaw, fit_power_law

SIZES = np.array([50, 100, 200, 400, 800, 1600, 3200])


def law(n, floor, scale, exponent):
    return floor + scale * n**-exponent


def test_by_hand():
    # 0.1 + 2/sqrt(n) at 16, 100, 400, 1600 and extrapolated to 10,000
    got = fit_power_law([16, 100, 400, 1600], [0.6, 0.3, 0.2, 0.15])
    np.testing.assert_allclose(got, [0.1, 2, 0.5], rtol=1e-6)
    assert got.at(10_000) == pytest.approx(0.12)
    assert got.at([4])[0] == pytest.approx(1.1)


@pytest.mark.parametrize("floor", [0.0, 0.05, 1.69])
@pytest.mark.parametrize("exponent", [0.1, 0.34, 1.0, 2.0])
@pytest.mark.parametrize("unit", [1e-6, 1.0, 1e6])
def test_exact_curves_come_back_in_any_unit(floor, exponent, unit):
    errors = law(SIZES.astype(float), floor, 3.0, exponent) * unit
    got = fit_power_law(SIZES, errors)
    assert got.exponent == pytest.approx(exponent, rel=1e-4)
    assert got.floor == pytest.approx(floor * unit, rel=1e-3, abs=1e-3 * unit)
    np.testing.assert_allclose(got.at(SIZES), errors, rtol=1e-6)


@pytest.mark.parametrize("seed", range(4))
def test_agrees_with_scipy_on_noisy_curves(seed):
    rng = np.random.default_rng(seed)
    errors = law(SIZES.astype(float), 0.1, 2.0, 0.6) * np.exp(0.02 * rng.normal(size=7))
    got = fit_power_law(SIZES, errors)
    want, _ = curve_fit(
        law,
        SIZES.astype(float),
        errors,
        p0=(0.1, 2.0, 0.6),
        bounds=([0, 0, 0.02], [np.inf, np.inf, 4]),
        xtol=1e-12,
        ftol=1e-12,
    )
    np.testing.assert_allclose(got, want, rtol=1e-3, atol=1e-5)


def test_real_data_extrapolates_forward():
    X, y = load_digits(return_X_y=True)
    rng = np.random.default_rng(0)
    sizes, error = [40, 80, 160, 320, 640, 1280], []
    for n in sizes:
        runs = []
        for _ in range(6):
            rows = rng.permutation(len(y))
            model = KNeighborsClassifier(1).fit(X[rows[:n]], y[rows[:n]])
            runs.append(1 - model.score(X[rows[1297:]], y[rows[1297:]]))
        error.append(np.mean(runs))
    got = fit_power_law(sizes[:5], error[:5])
    assert got.at(1280) == pytest.approx(error[5], abs=0.01)
    assert abs(got.at(1280) - error[5]) < error[4] - error[5]


def test_floor_never_goes_below_zero():
    falling = [1.0, 0.4, 0.1, 0.01]  # faster than a power law
    assert fit_power_law([1, 2, 4, 8], falling).floor == 0


@pytest.mark.parametrize(
    ("sizes", "errors", "match"),
    [
        ([1, 2, 3], [3, 2, 1], "4 sizes"),
        ([1, 1, 2, 3], [3, 3, 2, 1], "4 sizes"),
        ([1, 2, 3, 4], [3, 2, 1], "4 sizes"),
        ([[1, 2], [3, 4]], [[3, 2], [1, 0]], "4 sizes"),
        ([0, 1, 2, 3], [4, 3, 2, 1], "positive"),
        ([1, 2, 3, np.inf], [4, 3, 2, 1], "positive"),
        ([1, 2, 3, 4], [4, 3, 2, np.nan], "finite"),
        ([1, 2, 3, 4], [4, 3, 2, -1], "negative"),
        ([1, 2, 3, 4], [0, 0, 0, 0], "all zero"),
        ([1, 2, 3, 4], [1, 2, 3, 4], "do not fall"),
        ([1, 2, 3, 4], [2, 2, 2, 2], "do not fall"),
        ([1, 10, 100, 1000], [1, 0.999, 0.99, 0.9], "not pinned down"),  # too slow
        ([1, 2, 3, 4], [2, 1, 1, 1], "not pinned down"),  # too fast
    ],
)
def test_bad_input_is_refused(sizes, errors, match):
    with pytest.raises(ValueError, match=match):
        fit_power_law(sizes, errors)


def test_only_positive_sizes_are_forecast():
    with pytest.raises(ValueError, match="positive"):
        PowerLaw(0.1, 1.0, 0.5).at([10, 0])
