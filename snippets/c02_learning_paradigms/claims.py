"""Numbers of the page Supervised vs Unsupervised vs Reinforcement Learning."""

from functools import cache

import numpy as np
from numpy.typing import NDArray
from sklearn.datasets import load_digits
from sklearn.linear_model import LogisticRegression

from snippets.c02_learning_paradigms.off_policy import (
    doubly_robust,
    effective_sample_size,
    importance_weights,
    inverse_propensity,
)
from snippets.c02_learning_paradigms.q_learning import grid_world, q_learning
from snippets.c02_learning_paradigms.self_training import Predictor, self_train

Array = NDArray[np.float64]
Labels = NDArray[np.int64]

ARMS = (0.05, 0.06, 0.10)  # click rates of three banners
STEPS, RUNS, EPSILON = 3000, 400, 0.1

# two kinds of user, three offers: dollars a visit (noise has standard deviation 6),
# what the log plays whoever comes, and the policy we want to value
SHARE = np.array([0.7, 0.3])
DOLLARS = np.array([[20.0, 18.0, 17.0], [40.0, 42.0, 50.0]])
LOGGING = np.array([0.90, 0.05, 0.05])
TARGET = np.array([[0.90, 0.05, 0.05], [0.05, 0.05, 0.90]])
LOG_ROWS, LOGS = 1000, 400

WORLD = ["...G", ".#.X", "S..."]

PER_CLASS = (1, 2, 5, 20)  # labels of each digit
TRAIN, SEEDS, SURE = 500, 4, 0.9


def _choose(name: str, wins: Array, pulls: Array, rng: np.random.Generator) -> Labels:
    """The arm for each row of (RUNS, 3) counts: the rules of bandits.py, row-wise."""
    if name == "thompson":
        drawn: Labels = rng.beta(1.0 + wins, 1.0 + pulls - wins).argmax(axis=1)
        return drawn
    score = np.where(pulls > 0, wins / np.maximum(pulls, 1.0), np.inf)
    if name == "ucb1":
        total = np.maximum(pulls.sum(axis=1, keepdims=True), 1.0)
        score += np.sqrt(2.0 * np.log(total) / np.maximum(pulls, 1.0))
    tie = np.where(score == score.max(axis=1, keepdims=True), rng.random(wins.shape), 0)
    arm: Labels = tie.argmax(axis=1)
    if name == "epsilon":
        anything = rng.random(arm.size) < EPSILON
        arm = np.where(anything, rng.integers(wins.shape[1], size=arm.size), arm)
    return arm


@cache
def _play(name: str) -> Array:
    """Cumulative regret (RUNS, STEPS) of one rule of bandits.py, runs in lockstep."""
    rng, p, row = np.random.default_rng(0), np.array(ARMS), np.arange(RUNS)
    wins, pulls = np.zeros((RUNS, p.size)), np.zeros((RUNS, p.size))
    lost = np.empty((RUNS, STEPS))
    for t in range(STEPS):
        arm = _choose(name, wins, pulls, rng)
        wins[row, arm] += rng.random(RUNS) < p[arm]
        pulls[row, arm] += 1.0
        lost[:, t] = p.max() - p[arm]
    return np.cumsum(lost, axis=1)


def _log(rng: np.random.Generator) -> tuple[Labels, Labels, Array]:
    """One log: kind of user, offer shown, dollars earned."""
    x = (rng.random(LOG_ROWS) > SHARE[0]).astype(np.int64)
    a = rng.choice(3, size=LOG_ROWS, p=LOGGING)
    return x, a, DOLLARS[x, a] + 6.0 * rng.normal(size=LOG_ROWS)


def _cell_means(x: Labels, a: Labels, r: Array) -> Array:
    """(2, 3) mean dollars of each kind of user and offer; 0 for an empty cell."""
    cell = 3 * x + a
    count = np.bincount(cell, minlength=6)
    total = np.bincount(cell, weights=r, minlength=6)
    return (total / np.maximum(count, 1)).reshape(2, 3)


@cache
def _estimates() -> dict[str, Array]:
    """(LOGS,) estimates of the target's dollars a visit, each from a log of LOG_ROWS.

    `crude` models know the offer only, `good` ones the kind of user too; both are
    fitted on a second log. `effective` is the effective sample size.
    """
    rng = np.random.default_rng(2)
    out = np.empty((LOGS, 8))
    for row in out:
        (x, a, r), (x2, a2, r2) = _log(rng), _log(rng)
        pi, w = TARGET[x], importance_weights(a, LOGGING[a], TARGET[x])
        by_offer = np.bincount(a2, weights=r2, minlength=3) / np.bincount(a2)
        crude = np.tile(by_offer, (LOG_ROWS, 1))
        good = _cell_means(x2, a2, r2)[x]
        row[:] = (
            r.mean(),
            (pi * crude).sum(axis=1).mean(),
            (pi * good).sum(axis=1).mean(),
            inverse_propensity(r, w)[0],
            inverse_propensity(r, w, self_normalize=True)[0],
            doubly_robust(r, a, w, pi, crude)[0],
            doubly_robust(r, a, w, pi, good)[0],
            effective_sample_size(w),
        )
    names = (
        "log mean",
        "model, crude",
        "model, good",
        "IPS",
        "SNIPS",
        "DR, crude",
        "DR, good",
        "effective",
    )
    return dict(zip(names, out.T, strict=True))


def _fit(X: Array, y: Labels) -> Predictor:
    predict: Predictor = (
        LogisticRegression(C=10.0, tol=1e-3, max_iter=100).fit(X, y).predict_proba
    )
    return predict


@cache
def _digits(per_class: int) -> Array:
    """(SEEDS, 3): test accuracy before and after, share of wrong pseudo-labels.

    Logistic regression (C = 10), sklearn's digits, TRAIN rows: `per_class` of each
    digit keep their label, tested on the rows left over; threshold SURE.
    """
    X, y = load_digits(return_X_y=True)
    X = X / 16.0
    out = np.empty((SEEDS, 3))
    for seed in range(SEEDS):
        rng = np.random.default_rng(seed)
        order = rng.permutation(y.size)
        train, test = order[:TRAIN], order[TRAIN:]
        given = np.full(TRAIN, -1)
        for c in range(10):
            given[rng.choice(np.flatnonzero(y[train] == c), per_class, False)] = c
        known = given >= 0
        before = _fit(X[train][known], given[known])(X[test]).argmax(axis=1)
        predict, labels, rounds = self_train(X[train], given, _fit, threshold=SURE)
        after = predict(X[test]).argmax(axis=1)
        added = rounds > 0
        wrong = (labels != y[train])[added].mean() if added.any() else 0.0
        out[seed] = (before == y[test]).mean(), (after == y[test]).mean(), wrong
    return out


@cache
def _grid() -> tuple[float, float, int]:
    """(learned, optimal, steps): value of the start cell of WORLD, slip 0.2.

    Step reward -0.02, discount 0.9; 1,000 episodes with epsilon 0.3, seed 0, against
    value iteration on the known model.
    """
    P, reward, terminal, start = grid_world(WORLD, slip=0.2, step_reward=-0.02)
    Q, visits = q_learning(
        P,
        reward,
        terminal,
        start,
        rng=np.random.default_rng(0),
        gamma=0.9,
        epsilon=0.3,
        episodes=1000,
    )
    best = np.zeros(reward.size)
    for _ in range(500):
        best = np.where(terminal, 0.0, (P @ (reward + 0.9 * best)).max(axis=1))
    return float(Q[start].max()), float(best[start]), int(visits.sum())


def regret_epsilon() -> float:
    """Clicks lost by epsilon-greedy (0.1) in 3,000 views, mean of 400 runs."""
    return float(_play("epsilon")[:, -1].mean())


def regret_ucb1() -> float:
    """Clicks lost by UCB1 in 3,000 views, mean of 400 runs."""
    return float(_play("ucb1")[:, -1].mean())


def regret_thompson() -> float:
    """Clicks lost by Thompson sampling in 3,000 views, mean of 400 runs."""
    return float(_play("thompson")[:, -1].mean())


def median_epsilon() -> float:
    """Clicks lost by the median of the 400 runs of epsilon-greedy."""
    return float(np.median(_play("epsilon")[:, -1]))


def median_thompson() -> float:
    """Clicks lost by the median of the 400 runs of Thompson sampling."""
    return float(np.median(_play("thompson")[:, -1]))


def unlucky_epsilon() -> float:
    """Clicks that one run of epsilon-greedy in twenty reaches (95th percentile)."""
    return float(np.quantile(_play("epsilon")[:, -1], 0.95))


def learned_start_value() -> float:
    """Largest Q-value of the start cell after 1,000 episodes of Q-learning."""
    return _grid()[0]


def optimal_start_value() -> float:
    """Value of the start cell by value iteration."""
    return _grid()[1]


def steps_to_learn() -> float:
    """Steps taken in these 1,000 episodes."""
    return float(_grid()[2])


def one_label_before() -> float:
    """Digits, one label a class: mean test accuracy from the labels alone."""
    return float(_digits(1)[:, 0].mean())


def one_label_after() -> float:
    """Digits, one label a class: mean test accuracy after self-training."""
    return float(_digits(1)[:, 1].mean())


def five_labels_before() -> float:
    """Digits, five labels a class: mean test accuracy from the labels alone."""
    return float(_digits(5)[:, 0].mean())


def five_labels_after() -> float:
    """Digits, five labels a class: mean test accuracy after self-training."""
    return float(_digits(5)[:, 1].mean())


def ips_spread() -> float:
    """Standard deviation of the IPS estimate over 400 logs of 1,000 rows, dollars."""
    return float(_estimates()["IPS"].std(ddof=1))


def snips_spread() -> float:
    """The same for self-normalized IPS."""
    return float(_estimates()["SNIPS"].std(ddof=1))


def crude_dr_spread() -> float:
    """The same for DR with a reward model that ignores the kind of user."""
    return float(_estimates()["DR, crude"].std(ddof=1))


def good_dr_spread() -> float:
    """The same for DR with a reward model that knows the kind of user."""
    return float(_estimates()["DR, good"].std(ddof=1))
