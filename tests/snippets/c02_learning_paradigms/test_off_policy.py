from itertools import product

import numpy as np
import pytest
from sklearn.datasets import load_digits
from sklearn.linear_model import LogisticRegression
from sklearn.naive_bayes import GaussianNB

from snippets.c02_learning_paradigms.off_policy import (
    doubly_robust,
    effective_sample_size,
    importance_weights,
    inverse_propensity,
)


def world(seed, contexts=3, arms=4):
    """Context weights, click rates, logging policy, target policy, a wrong model."""
    rng = np.random.default_rng(seed)
    return (
        rng.dirichlet(np.ones(contexts)),
        rng.random((contexts, arms)),
        rng.dirichlet(2 * np.ones(arms), size=contexts),
        rng.dirichlet(np.ones(arms), size=contexts),
        rng.normal(size=(contexts, arms)),
    )


def expectation(seed, estimate):
    """E[estimate of a log of one row], by enumerating context, arm and reward."""
    p, rate, logging, target, _ = world(seed)
    total = 0.0
    for x, a, r in product(range(3), range(4), (0, 1)):
        chance = p[x] * logging[x, a] * (rate[x, a] if r else 1 - rate[x, a])
        total += chance * estimate(x, a, r)
    return total, float((p[:, None] * target * rate).sum())


def ips_row(seed, logged):
    _, _, _, target, _ = world(seed)

    def one(x, a, r):
        w = importance_weights([a], [logged[x, a]], target[[x]])
        return inverse_propensity([r], w)[0]

    return one


def dr_row(seed, logged, model):
    _, _, _, target, _ = world(seed)

    def one(x, a, r):
        w = importance_weights([a], [logged[x, a]], target[[x]])
        return doubly_robust([r], [a], w, target[[x]], model[[x]])[0]

    return one


@pytest.mark.parametrize("seed", range(5))
def test_ips_is_unbiased_by_enumeration(seed):
    got, want = expectation(seed, ips_row(seed, world(seed)[2]))
    assert got == pytest.approx(want, abs=1e-12)


@pytest.mark.parametrize("seed", range(5))
def test_dr_is_unbiased_if_either_part_is_right(seed):
    _, rate, logging, _, wrong = world(seed)
    bad = np.full_like(logging, 1 / 4)  # propensities guessed as uniform
    for logged, model in ((logging, wrong), (bad, rate), (logging, rate)):
        got, want = expectation(seed, dr_row(seed, logged, model))
        assert got == pytest.approx(want, abs=1e-12)
    got, want = expectation(seed, dr_row(seed, bad, wrong))
    assert abs(got - want) > 1e-3  # both wrong
    got, want = expectation(seed, ips_row(seed, bad))
    assert abs(got - want) > 1e-3


def sample(seed, n):
    p, rate, logging, target, wrong = world(1)
    rng = np.random.default_rng(seed)
    x = rng.choice(3, size=n, p=p)
    a = (rng.random((n, 1)) > logging[x].cumsum(axis=1)).sum(axis=1)
    r = (rng.random(n) < rate[x, a]).astype(float)
    w = importance_weights(a, logging[x, a], target[x])
    return {
        "ips": inverse_propensity(r, w),
        "snips": inverse_propensity(r, w, self_normalize=True),
        "dr": doubly_robust(r, a, w, target[x], wrong[x]),
        "dr good": doubly_robust(r, a, w, target[x], rate[x]),
    }


@pytest.fixture(scope="module")
def runs():
    return [sample(seed, 400) for seed in range(600)]


@pytest.mark.parametrize("name", ["ips", "snips", "dr", "dr good"])
def test_unbiased_over_many_seeds_with_honest_errors(name, runs):
    p, rate, _, target, _ = world(1)
    truth = (p[:, None] * target * rate).sum()
    value, error = np.array([run[name] for run in runs]).T
    spread = value.std(ddof=1)
    assert abs(value.mean() - truth) < 4 * spread / np.sqrt(len(runs))
    assert np.sqrt((error**2).mean()) == pytest.approx(spread, rel=0.12)
    cover = np.mean(np.abs(value - truth) < 1.96 * error)
    assert 0.92 < cover < 0.98


def test_a_good_model_narrows_the_spread(runs):
    spread = {k: np.std([run[k][0] for run in runs]) for k in runs[0]}
    assert spread["dr good"] < spread["ips"]
    assert spread["dr"] > spread["dr good"]


@pytest.mark.parametrize("seed", range(3))
def test_digits_as_a_bandit(seed):
    """Arms are the ten digits, reward 1 for the right one (Dudik et al., 2011).

    Every arm's reward is known here, so the truth is too; the log is drawn many times.
    """
    X, y = load_digits(return_X_y=True)
    rng = np.random.default_rng(seed)
    order = rng.permutation(len(y))
    old, new = order[:300], order[300:]
    n = len(new)
    logger = GaussianNB(var_smoothing=1e-2).fit(X[old], y[old]).predict_proba(X[new])
    logging = 0.6 * logger + 0.4 / 10
    model = LogisticRegression(max_iter=200).fit(X[old] / 16, y[old])
    guess, q = model.predict(X[new] / 16), model.predict_proba(X[new] / 16)
    target, truth = np.eye(10)[guess], (guess == y[new]).mean()
    edges = logging.cumsum(axis=1)
    ips, dr, seen = [], [], []
    for _ in range(200):
        a = (rng.random((n, 1)) > edges).sum(axis=1).clip(0, 9)
        r = (a == y[new]).astype(float)
        w = importance_weights(a, logging[np.arange(n), a], target)
        ips.append(inverse_propensity(r, w)[0])
        dr.append(doubly_robust(r, a, w, target, q)[0])
        seen.append(r.mean())
    for values in (ips, dr):
        assert abs(np.mean(values) - truth) < 4 * np.std(values, ddof=1) / 200**0.5
    assert abs(np.mean(seen) - truth) > 0.1  # the log's own mean is another policy's
    assert np.std(dr) < np.std(ips)


def test_by_hand():
    # target plays arm 1 with 0.8; log: arm, propensity, reward
    target = [[0.2, 0.8]] * 4
    w = importance_weights([0, 0, 1, 1], [0.5, 0.5, 0.5, 0.4], target)
    assert w == pytest.approx([0.4, 0.4, 1.6, 2.0])
    reward = [1, 1, 1, 0]
    assert inverse_propensity(reward, w)[0] == pytest.approx(0.6)  # 2.4 / 4
    assert inverse_propensity(reward, w, self_normalize=True)[0] == pytest.approx(
        2.4 / 4.4
    )
    q = [[0.5, 0.4]] * 4
    # model term 0.2 * 0.5 + 0.8 * 0.4 = 0.42; corrections 0.2, 0.2, 0.96, -0.8
    assert doubly_robust(reward, [0, 0, 1, 1], w, target, q)[0] == pytest.approx(0.56)
    assert effective_sample_size(w) == pytest.approx(4.4**2 / 6.88)


@pytest.mark.parametrize("seed", range(3))
def test_same_policy_gives_back_the_mean(seed):
    rng = np.random.default_rng(seed)
    policy = rng.dirichlet(np.ones(3), size=50)
    a = rng.integers(3, size=50)
    r = rng.normal(size=50)
    w = importance_weights(a, policy[np.arange(50), a], policy)
    assert w == pytest.approx(np.ones(50))
    value, error = inverse_propensity(r, w)
    assert value == pytest.approx(r.mean())
    assert error == pytest.approx(r.std(ddof=1) / np.sqrt(50))
    assert effective_sample_size(w) == pytest.approx(50)


@pytest.mark.parametrize("shift", [-5.0, 1e6])
def test_only_the_self_normalized_value_follows_a_shift(shift):
    rng = np.random.default_rng(0)
    r, w = rng.random(100), rng.exponential(size=100)
    base = inverse_propensity(r, w, self_normalize=True)[0]
    moved = inverse_propensity(r + shift, w, self_normalize=True)[0]
    assert moved - shift == pytest.approx(base, rel=1e-6)
    plain = inverse_propensity(r + shift, w)[0] - shift
    assert abs(plain - inverse_propensity(r, w)[0]) > 0.01
    assert r.min() <= base <= r.max()


def test_extremes():
    value, error = inverse_propensity([1], [2.0])
    assert value == 2.0
    assert np.isnan(error)
    assert np.isnan(inverse_propensity([1], [2.0], self_normalize=True)[1])
    assert inverse_propensity([1, 1], [0, 0])[0] == 0.0
    assert effective_sample_size([1e-300, 0, 0]) == pytest.approx(1.0)
    assert effective_sample_size([1e200, 1e200]) == pytest.approx(2.0)


def test_no_overlap_is_refused_where_it_shows():
    with pytest.raises(ValueError, match="no action of the target"):
        inverse_propensity([1, 0], [0, 0], self_normalize=True)
    with pytest.raises(ValueError, match="no action of the target"):
        effective_sample_size([0, 0])


@pytest.mark.parametrize(
    ("action", "propensity", "target", "match"),
    [
        ([0], [0.5], [0.5, 0.5], "n, K"),
        ([], [], np.ones((0, 2)), "n, K"),
        ([0], [0.5], [[0.5, 0.6]], "sum to 1"),
        ([0], [0.5], [[1.5, -0.5]], "sum to 1"),
        ([0], [0.5], [[np.nan, 1.0]], "sum to 1"),
        ([0, 1], [0.5, 0.5], [[0.5, 0.5]], "one action"),
        ([0], [0.5, 0.5], [[0.5, 0.5]], "one action"),
        ([0], [0.0], [[0.5, 0.5]], "propensities"),
        ([0], [1.1], [[0.5, 0.5]], "propensities"),
        ([0], [np.nan], [[0.5, 0.5]], "propensities"),
        ([2], [0.5], [[0.5, 0.5]], "integers"),
        ([-1], [0.5], [[0.5, 0.5]], "integers"),
        ([0.5], [0.5], [[0.5, 0.5]], "integers"),
    ],
)
def test_bad_logs_are_refused(action, propensity, target, match):
    with pytest.raises(ValueError, match=match):
        importance_weights(action, propensity, target)


@pytest.mark.parametrize(
    ("reward", "weight"),
    [
        ([1], [1, 2]),
        ([], []),
        ([[1]], [[1]]),
        ([np.nan], [1]),
        ([1], [-1]),
        ([1], [np.inf]),
    ],
)
def test_bad_rewards_and_weights_are_refused(reward, weight):
    with pytest.raises(ValueError, match=r"reward"):
        inverse_propensity(reward, weight)
    with pytest.raises(ValueError, match=r"reward"):
        doubly_robust(reward, [0], weight, [[1.0]], [[0.0]])


@pytest.mark.parametrize(
    ("action", "target", "predicted", "match"),
    [
        ([0], [[0.5, 0.5]], [[0.1]], "both be"),
        ([0], [[0.5, 0.5]] * 2, [[0.1, 0.2]] * 2, "both be"),
        ([0], [[0.5, 0.5]], [[np.nan, 0.2]], "finite"),
        ([0, 1], [[0.5, 0.5]], [[0.1, 0.2]], "one action"),
        ([3], [[0.5, 0.5]], [[0.1, 0.2]], "integers"),
        ([0], [[0.5, 0.4]], [[0.1, 0.2]], "sum to 1"),
    ],
)
def test_bad_models_are_refused(action, target, predicted, match):
    with pytest.raises(ValueError, match=match):
        doubly_robust([1], action, [1.0], target, predicted)


def test_bad_weights_have_no_effective_size():
    with pytest.raises(ValueError, match="weights"):
        effective_sample_size([-1.0, 2.0])
