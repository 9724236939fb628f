import numpy as np
import pytest
from sklearn.datasets import load_diabetes
from sklearn.linear_model import LinearRegression
from sklearn.metrics import r2_score
from statsmodels.stats.weightstats import DescrStatsW

from snippets.c01_ml_ai_and_data_science.lift_over_baseline import lift


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("level", [0.8, 0.95])
@pytest.mark.parametrize("unit", [1e-6, 1.0, 1e6])
def test_interval_agrees_with_statsmodels(seed, level, unit):
    rng = np.random.default_rng(seed)
    model, baseline = unit * rng.exponential(size=(2, 200))
    want = DescrStatsW(baseline - model).zconfint_mean(alpha=1 - level)
    got = lift(model, baseline, level=level)
    np.testing.assert_allclose((got.low, got.high), want, rtol=1e-9)


def test_share_of_the_mean_is_r_squared_on_real_data():
    X, y = load_diabetes(return_X_y=True)
    guess = LinearRegression().fit(X[:200], y[:200]).predict(X[200:])
    got = lift((y[200:] - guess) ** 2, (y[200:] - y[200:].mean()) ** 2)
    assert got.share == pytest.approx(r2_score(y[200:], guess))


def test_interval_covers_at_its_level():
    rng = np.random.default_rng(0)
    covered = 0
    for _ in range(1000):
        got = lift(rng.exponential(1.0, 100), rng.exponential(1.5, 100))
        covered += got.low <= 0.5 <= got.high
    assert covered / 1000 == pytest.approx(0.95, abs=0.02)


def test_by_hand():
    got = lift([0, 1, 0, 0], [1, 1, 0, 1], level=0.95)  # differences 1, 0, 0, 1
    assert got.saved == 0.5
    assert got.share == pytest.approx(2 / 3)
    assert got.high - 0.5 == pytest.approx(1.959964 * np.sqrt(1 / 3) / 2)
    assert got.low == pytest.approx(1.0 - got.high)


def test_extremes():
    assert lift([1, 0], [1, 0]) == (0.0, 0.0, 0.0, 0.0)
    assert lift([0, 0], [1, 1]).share == 1.0
    assert lift([2, 2], [1, 1]).share == -1.0


@pytest.mark.parametrize(
    ("model", "baseline", "level"),
    [
        ([0, 1], [1, 1, 0], 0.95),
        ([[0, 1]], [[1, 1]], 0.95),
        ([0], [1], 0.95),
        ([0, np.nan], [1, 1], 0.95),
        ([0, 1], [1, np.inf], 0.95),
        ([0, -1], [1, 1], 0.95),
        ([0, 1], [1, -1], 0.95),
        ([0, 1], [0, 0], 0.95),
        ([0, 1], [1, 1], 1.0),
        ([0, 1], [1, 1], 0.0),
    ],
)
def test_bad_input_is_refused(model, baseline, level):
    with pytest.raises(ValueError):
        lift(model, baseline, level=level)
