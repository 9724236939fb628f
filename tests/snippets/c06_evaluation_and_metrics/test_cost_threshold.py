import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from snippets.c06_evaluation_and_metrics.cost_threshold import (
    best_threshold,
    cost_threshold,
    mean_cost,
    shift_prior,
)

FRAUD = {"fp": 10.0, "fn": 500.0, "tp": 10.0}  # a review costs 10 whatever it finds


def test_by_hand():
    assert cost_threshold(**FRAUD) == pytest.approx(0.02)
    assert cost_threshold(fp=1, fn=1) == 0.5
    assert mean_cost([1, 1, 0, 0], [1, 0, 1, 0], **FRAUD) == pytest.approx(520 / 4)


@given(
    st.floats(0.1, 100), st.floats(0.1, 100), st.floats(-50, 0.0), st.floats(-50, 0.0)
)
@settings(deadline=None)  # a busy machine is no failure
def test_at_the_threshold_both_actions_cost_the_same(fp, fn, tp, tn):
    p = cost_threshold(fp=fp, fn=fn, tp=tp, tn=tn)
    act, wait = p * tp + (1 - p) * fp, p * fn + (1 - p) * tn
    assert act == pytest.approx(wait, abs=1e-9)


@pytest.mark.parametrize("seed", range(5))
def test_best_threshold_by_brute_force(seed):
    rng = np.random.default_rng(seed)
    y = (rng.random(200) < 0.3).astype(int)
    s = rng.integers(15, size=200) + 5 * y  # many ties, integers
    got, cost = best_threshold(y, s, fp=3, fn=7, tp=-1, tn=0.5)
    options = [np.inf, *np.unique(s)]
    want = [mean_cost(y, s >= t, fp=3, fn=7, tp=-1, tn=0.5) for t in options]
    assert cost == pytest.approx(min(want))
    assert mean_cost(y, s >= got, fp=3, fn=7, tp=-1, tn=0.5) == pytest.approx(cost)


def test_calibrated_rows_find_the_bayes_threshold():
    rng = np.random.default_rng(0)
    p = rng.random(200_000)
    y = (rng.random(p.size) < p).astype(int)
    found, _ = best_threshold(y, p, fp=1, fn=4)
    assert found == pytest.approx(cost_threshold(fp=1, fn=4), abs=0.02)


def test_never_acting_may_be_best():
    assert best_threshold([0, 0], [0.4, 0.9], fp=1, fn=1) == (np.inf, 0.0)
    assert best_threshold([1], [0.4], fp=1, fn=2) == (0.4, 0.0)


def test_infinite_scores_tie_as_one_block():
    y, s = [1, 0, 0, 0], [-np.inf, -np.inf, -np.inf, 0.0]
    assert best_threshold(y, s, fp=1, fn=1.5) == (np.inf, 1.5 / 4)


def test_scores_are_not_taken_for_decisions():
    with pytest.raises(ValueError, match="threshold"):
        mean_cost([1, 0], [0.9, 0.1], fp=1, fn=4)


def test_shift_prior_by_bayes_rule():
    rng = np.random.default_rng(1)
    density = rng.random((2, 50))  # p(x | y = 0), p(x | y = 1)

    def posterior(rate):
        return rate * density[1] / (rate * density[1] + (1 - rate) * density[0])

    got = shift_prior(posterior(0.5), trained=0.5, deployed=0.01)
    np.testing.assert_allclose(got, posterior(0.01))
    np.testing.assert_allclose(
        shift_prior(got, trained=0.01, deployed=0.5), posterior(0.5)
    )
    np.testing.assert_array_equal(
        shift_prior([0, 1], trained=0.5, deployed=0.1), [0, 1]
    )


@pytest.mark.parametrize(
    "costs",
    [{"fp": 0, "fn": 1, "tn": 2}, {"fp": 1, "fn": 1, "tp": 2}, {"fp": 0, "fn": 0}],
)
def test_incoherent_costs_are_refused(costs):
    with pytest.raises(ValueError, match="fp >= tn"):
        cost_threshold(**costs)


@pytest.mark.parametrize("call", [mean_cost, best_threshold])
def test_bad_rows_are_refused(call):
    for y, s in ([0, 2], [0, 1]), ([0], [0, 1]), ([], []):
        with pytest.raises(ValueError):
            call(y, s, fp=1, fn=1)


def test_bad_probabilities_are_refused():
    with pytest.raises(ValueError, match="base rates"):
        shift_prior([0.5], trained=0.0, deployed=0.5)
    with pytest.raises(ValueError, match="probabilities"):
        shift_prior([1.5], trained=0.1, deployed=0.5)
    with pytest.raises(ValueError, match="nan"):
        best_threshold([0, 1], [0.1, np.nan], fp=1, fn=1)
