import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import (
    mean_pinball_loss,
    mean_squared_error,
    mean_tweedie_deviance,
)

from snippets.c08_linear_and_logistic_regression.regression_losses import (
    pinball,
    squared,
    tweedie_deviance,
)


@pytest.mark.parametrize("seed", range(3))
def test_agrees_with_scikit_learn(seed):
    rng = np.random.default_rng(seed)
    y, p = rng.poisson(1.0, 50) * rng.gamma(2, 1, 50), rng.gamma(2, 1, 50)
    assert squared(y, p) == pytest.approx(mean_squared_error(y, p))
    for q in (0.1, 0.5, 0.9):
        assert pinball(y, p, q=q) == pytest.approx(mean_pinball_loss(y, p, alpha=q))
    for power in (1, 1.5, 1.9):
        assert tweedie_deviance(y, p, power=power) == pytest.approx(
            mean_tweedie_deviance(y, p, power=power)
        )
    assert tweedie_deviance(y + 1, p, power=2) == pytest.approx(
        mean_tweedie_deviance(y + 1, p, power=2)
    )


def test_each_loss_is_smallest_at_its_own_statistic():
    y = np.array([0.0, 0.0, 1.0, 2.0, 17.0])  # mean 4, median 1
    grid = np.arange(0.5, 18.0, 0.5)

    def best(loss, **kw):
        return grid[np.argmin([loss(y, np.full(5, g), **kw) for g in grid])]

    assert best(squared) == 4
    assert best(pinball, q=0.5) == 1
    assert best(pinball, q=0.9) == 17
    assert best(tweedie_deviance, power=1) == 4
    assert best(tweedie_deviance, power=1.5) == 4


@given(st.floats(0.1, 100), st.floats(0.1, 100), st.floats(1, 2))
def test_deviance_is_zero_only_for_a_perfect_fit(y, mu, power):
    assert tweedie_deviance([y], [y], power=power) == pytest.approx(0, abs=1e-4)
    assert tweedie_deviance([y], [mu], power=power) >= -1e-4


def test_by_hand_with_integers():
    assert squared([1, 2], [3, 2]) == 2
    assert pinball([10, 10], [8, 14], q=0.9) == pytest.approx((0.9 * 2 + 0.1 * 4) / 2)
    assert tweedie_deviance([0], [3], power=1) == pytest.approx(6)
    assert tweedie_deviance([0], [4], power=1.5) == pytest.approx(2 * 2 / 0.5)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: pinball([1], [1], q=1), "between 0 and 1"),
        (lambda: squared([1], [1, 2]), "alike"),
        (lambda: squared([], []), "alike"),
        (lambda: squared([np.nan], [1]), "finite"),
        (lambda: tweedie_deviance([1], [1], power=0.5), "power"),
        (lambda: tweedie_deviance([1], [0], power=1), "predictions > 0"),
        (lambda: tweedie_deviance([-1], [1], power=1.5), "predictions > 0"),
        (lambda: tweedie_deviance([0], [1], power=2), "predictions > 0"),
    ],
)
def test_bad_input(call, message):
    with pytest.raises(ValueError, match=message):
        call()
