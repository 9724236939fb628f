from functools import partial

import numpy as np
import pytest
from scipy import integrate, stats

from snippets.c02_learning_paradigms.bandits import (
    epsilon_greedy,
    play,
    thompson,
    ucb1,
)

RNG = np.random.default_rng


def frequencies(choose, wins, pulls, *, n=6000, seed=0):
    rng = RNG(seed)
    return np.bincount([choose(wins, pulls, rng) for _ in range(n)], minlength=3)


def best_probability(wins, pulls):
    """P(arm i has the largest mean) under its Beta posteriors, by quadrature."""
    beta = [stats.beta(1 + w, 1 + n - w) for w, n in zip(wins, pulls, strict=True)]
    return [
        integrate.quad(
            lambda x, i=i: (
                beta[i].pdf(x)
                * np.prod([b.cdf(x) for j, b in enumerate(beta) if j != i])
            ),
            0,
            1,
            limit=200,
        )[0]
        for i in range(len(beta))
    ]


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("epsilon", [0.0, 0.3, 1.0])
def test_epsilon_greedy_plays_with_its_propensities(epsilon, seed):
    wins, pulls = [3, 5, 5], [10, 10, 10]  # arms 1 and 2 are tied for the best
    want = epsilon / 3 + (1 - epsilon) * np.array([0.0, 0.5, 0.5])
    got = frequencies(
        partial(epsilon_greedy, epsilon=epsilon), wins, pulls, seed=seed, n=6000
    )
    error = np.sqrt(want * (1 - want) / 6000)
    assert (np.abs(got / 6000 - want) <= 4.5 * error).all()


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize(
    ("wins", "pulls"), [([0, 0, 0], [0, 0, 0]), ([2, 6, 5], [10, 12, 9])]
)
def test_thompson_plays_with_the_probability_of_being_best(wins, pulls, seed):
    want = best_probability(wins, pulls)
    got = frequencies(thompson, wins, pulls, seed=seed)
    assert sum(want) == pytest.approx(1.0, abs=1e-6)
    assert stats.chisquare(got, np.array(want) / sum(want) * 6000).pvalue > 1e-4


@pytest.mark.parametrize("seed", range(20))
def test_ucb1_agrees_with_the_formula_in_a_loop(seed):
    rng = RNG(seed)
    pulls = rng.integers(1, 50, size=5)
    wins = rng.integers(0, pulls + 1)
    index = [
        w / n + (2 * np.log(sum(pulls)) / n) ** 0.5
        for w, n in zip(wins.tolist(), pulls.tolist(), strict=True)
    ]
    assert ucb1(wins, pulls, rng) == index.index(max(index))


def test_ucb1_by_hand():
    # t = 12, ln t = 2.485; arm 0: 0.6 + sqrt(4.970 / 10) = 1.305
    #                       arm 1: 0.5 + sqrt(4.970 / 2) = 2.076, so the rarer arm
    assert ucb1([6, 1], [10, 2], RNG(0)) == 1
    # t = 200: arm 0 has 0.6 + 0.326, arm 1 has 0.3 + 0.326
    assert ucb1([60, 30], [100, 100], RNG(0)) == 0


@pytest.mark.parametrize("choose", [partial(epsilon_greedy, epsilon=0.0), ucb1])
def test_untried_arms_come_first(choose):
    assert {choose([5, 0, 0], [5, 0, 0], RNG(s)) for s in range(30)} == {1, 2}


@pytest.mark.parametrize("choose", [epsilon_greedy, ucb1, thompson])
def test_one_arm_and_integer_input(choose):
    assert choose([0], [0], RNG(0)) == 0
    ints = [choose([2, 3, 1], [4, 5, 6], RNG(s)) for s in range(30)]
    floats = [choose([2.0, 3.0, 1.0], [4.0, 5.0, 6.0], RNG(s)) for s in range(30)]
    assert ints == floats


def test_regret_of_a_fixed_choice_is_known():
    regret, pulls = play(lambda w, n, rng: 1, [0.7, 0.5], steps=10, rng=RNG(0))
    assert regret == pytest.approx(0.2 * np.arange(1, 11))
    assert pulls.tolist() == [0, 10]


@pytest.mark.parametrize("seed", range(5))
def test_wins_and_pulls_reach_the_chooser(seed):
    seen = []

    def watch(wins, pulls, rng):
        seen.append((wins.sum(), pulls.sum()))
        return int(rng.integers(2))

    play(watch, [1.0, 1.0], steps=20, rng=RNG(seed))
    assert seen == [(t, t) for t in range(20)]  # a sure win with each pull


def test_mean_regret_of_ucb1_obeys_its_bound():
    means, steps = np.array([0.9, 0.6, 0.5]), 1000
    gaps = 0.9 - means[1:]
    bound = 8 * (np.log(steps) / gaps).sum() + (1 + np.pi**2 / 3) * gaps.sum()
    runs = [play(ucb1, means, steps=steps, rng=RNG(s))[0][-1] for s in range(10)]
    assert np.mean(runs) <= bound


@pytest.mark.parametrize("choose", [ucb1, thompson])
def test_regret_grows_slower_than_that_of_epsilon_greedy(choose):
    def late(policy, seed):
        regret, _ = play(policy, [0.8, 0.2], steps=1200, rng=RNG(seed))
        return regret[-1] - regret[199]

    greedy = np.mean([late(epsilon_greedy, s) for s in range(5)])
    assert greedy == pytest.approx(0.1 / 2 * 0.6 * 1000, rel=0.25)  # linear for ever
    assert np.mean([late(choose, s) for s in range(5)]) < greedy / 2


@pytest.mark.parametrize("choose", [epsilon_greedy, ucb1, thompson])
@pytest.mark.parametrize(
    ("wins", "pulls", "match"),
    [
        ([1, 2], [3], "equal length"),
        ([], [], "equal length"),
        ([[1]], [[2]], "1-D"),
        ([3], [2], "wins <= pulls"),
        ([-1], [2], "wins <= pulls"),
        ([np.nan], [2], "wins <= pulls"),
        ([1], [np.inf], "wins <= pulls"),
        ([0.5], [1.5], "whole counts"),
    ],
)
def test_bad_counts_are_refused(choose, wins, pulls, match):
    with pytest.raises(ValueError, match=match):
        choose(wins, pulls, RNG(0))


@pytest.mark.parametrize("epsilon", [-0.1, 1.1, np.nan])
def test_bad_epsilon_is_refused(epsilon):
    with pytest.raises(ValueError, match="epsilon"):
        epsilon_greedy([0], [0], RNG(0), epsilon=epsilon)


@pytest.mark.parametrize("means", [[], [1.2], [-0.1, 0.5], [np.nan], [[0.5]]])
def test_bad_means_are_refused(means):
    with pytest.raises(ValueError, match="means"):
        play(ucb1, means, steps=5, rng=RNG(0))


def test_bad_steps_and_arms_are_refused():
    with pytest.raises(ValueError, match="steps"):
        play(ucb1, [0.5], steps=0, rng=RNG(0))
    with pytest.raises(ValueError, match="choose returned"):
        play(lambda w, n, rng: 2, [0.5, 0.5], steps=5, rng=RNG(0))
