import numpy as np
import pytest
from scipy import stats
from sklearn.datasets import load_diabetes
from sklearn.linear_model import LinearRegression

from snippets.c05_bias_variance.shift_gap import mean_gap, reweighted_loss, split_gap


def test_by_hand():
    gap = mean_gap([1, 3], [4, 6], level=0.95)
    # means 2 and 5; variances 2 and 2, so the standard error is sqrt(1 + 1)
    assert gap.value == 3
    assert gap.high - gap.value == pytest.approx(1.959964 * 2**0.5, rel=1e-6)
    expected, rows = reweighted_loss([1, 3], [1, 3])
    assert expected == pytest.approx(2.5)
    assert rows == pytest.approx(16 / 10)
    np.testing.assert_allclose(split_gap([1, 3], [4, 6], [1, 3]), (0.5, 2.5))


@pytest.mark.parametrize("seed", range(3))
def test_gap_agrees_with_welch(seed):
    rng = np.random.default_rng(seed)
    old, new = rng.exponential(size=4000), rng.exponential(1.1, size=3000)
    welch = stats.ttest_ind(new, old, equal_var=False).confidence_interval(0.9)
    gap = mean_gap(old, new, level=0.9)
    np.testing.assert_allclose(gap[1:], welch, rtol=1e-2)  # normal for t, 7,000 rows


@pytest.mark.parametrize("seed", range(3))
def test_known_density_ratio_explains_a_covariate_shift(seed):
    # x moves from N(0, 1) to N(1, 1): ratio exp(x - 1/2); the loss x^2 from 1 to 2.
    rng = np.random.default_rng(seed)
    old, new = rng.normal(size=200_000), rng.normal(1, 1, size=200_000)
    weight = np.exp(old - 0.5)
    inputs, rest = split_gap(old**2, new**2, weight)
    assert inputs == pytest.approx(1, abs=0.1)
    assert abs(rest) < 0.1
    # a concept change adds 3 to every loss and lands in the rest
    inputs_too, rest_too = split_gap(old**2, new**2 + 3, weight)
    assert inputs_too == inputs
    assert rest_too == pytest.approx(rest + 3)
    _, rows = reweighted_loss(old**2, weight)
    assert rows == pytest.approx(old.size / np.e, rel=0.1)  # E[w^2] = e


@pytest.mark.parametrize("seed", range(3))
def test_real_data_no_shift_no_gap(seed):
    X, y = load_diabetes(return_X_y=True)
    rows = np.random.default_rng(seed).permutation(len(y))
    model = LinearRegression().fit(X[rows[:150]], y[rows[:150]])
    loss = (y - model.predict(X)) ** 2
    gap = mean_gap(loss[rows[150:300]], loss[rows[300:]], level=0.999)
    assert gap.low < 0 < gap.high


def test_extremes_and_units():
    assert mean_gap([2, 2], [5, 5]) == (3, 3, 3)
    assert reweighted_loss([4], [1e-300]) == (4, 1)
    loss, weight = np.arange(5.0), np.array([0, 1, 2, 0, 1])
    small, large = (reweighted_loss(loss, weight * c) for c in (1e-200, 1e200))
    np.testing.assert_allclose(small, large)
    np.testing.assert_allclose(reweighted_loss(loss, np.full(5, 7)), (2, 5))


@pytest.mark.parametrize(
    "call",
    [
        lambda: mean_gap([1], [1, 2]),
        lambda: mean_gap([1, 2], [1]),
        lambda: mean_gap([[1, 2]], [1, 2]),
        lambda: mean_gap([1, np.nan], [1, 2]),
        lambda: mean_gap([1, 2], [1, 2], level=1.0),
        lambda: reweighted_loss([], []),
        lambda: reweighted_loss([1, 2], [1]),
        lambda: reweighted_loss([1, 2], [1, -1]),
        lambda: reweighted_loss([1, 2], [0, 0]),
        lambda: reweighted_loss([1, 2], [1, np.inf]),
        lambda: split_gap([1, 2], [], [1, 1]),
        lambda: split_gap([1, 2], [1], [1, 1, 1]),
    ],
)
def test_bad_input_is_refused(call):
    with pytest.raises(ValueError):
        call()
