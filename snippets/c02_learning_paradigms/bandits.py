"""Three ways to choose among K arms with 0/1 rewards: O(K) time for each choice."""

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]
Chooser = Callable[[ArrayLike, ArrayLike, np.random.Generator], int]


def epsilon_greedy(
    wins: ArrayLike, pulls: ArrayLike, rng: np.random.Generator, *, epsilon: float = 0.1
) -> int:
    """Any arm with probability epsilon, otherwise one with the best observed mean.

    An arm that was never tried counts as best; ties are broken at random.
    """
    if not 0.0 <= epsilon <= 1.0:
        raise ValueError("epsilon is a probability, between 0 and 1")
    won, tried = _checked(wins, pulls)
    if rng.random() < epsilon:
        return int(rng.integers(tried.size))
    mean = np.where(tried > 0, won / np.maximum(tried, 1.0), np.inf)
    return _any_of(mean == mean.max(), rng)


def ucb1(wins: ArrayLike, pulls: ArrayLike, rng: np.random.Generator) -> int:
    """The arm with the largest mean + sqrt(2 ln t / n), untried arms first.

    Rewards must lie in [0, 1] (Auer, Cesa-Bianchi and Fischer, 2002). Deterministic but
    for ties, so a log of its choices has no propensities to weight by.
    """
    won, tried = _checked(wins, pulls)
    if (tried == 0).any():
        return _any_of(tried == 0, rng)
    index = won / tried + np.sqrt(2.0 * np.log(tried.sum()) / tried)
    return _any_of(index == index.max(), rng)


def thompson(wins: ArrayLike, pulls: ArrayLike, rng: np.random.Generator) -> int:
    """One draw from each arm's Beta(1 + wins, 1 + losses); the largest draw plays."""
    won, tried = _checked(wins, pulls)
    return int(rng.beta(1.0 + won, 1.0 + tried - won).argmax())


def play(
    choose: Chooser, means: ArrayLike, *, steps: int, rng: np.random.Generator
) -> tuple[Array, Array]:
    """Cumulative regret (steps,) and pulls (K,) against Bernoulli arms.

    Regret is the sum of best mean - chosen mean: expected reward lost, without the
    luck of single draws.
    """
    p = np.asarray(means, dtype=float)
    if p.ndim != 1 or p.size == 0 or not ((p >= 0.0) & (p <= 1.0)).all():
        raise ValueError("means must be 1-D, not empty, with values in [0, 1]")
    if steps < 1:
        raise ValueError("steps must be at least 1")
    wins, pulls, lost = np.zeros(p.size), np.zeros(p.size), np.empty(steps)
    for t in range(steps):
        arm = choose(wins, pulls, rng)
        if not 0 <= arm < p.size:
            raise ValueError(f"choose returned {arm}, arms are 0 .. {p.size - 1}")
        wins[arm] += rng.random() < p[arm]
        pulls[arm] += 1.0
        lost[t] = p.max() - p[arm]
    return np.cumsum(lost), pulls


def _any_of(mask: NDArray[np.bool_], rng: np.random.Generator) -> int:
    arms = np.flatnonzero(mask)
    return int(arms[rng.integers(arms.size)])


def _checked(wins: ArrayLike, pulls: ArrayLike) -> tuple[Array, Array]:
    won, tried = np.asarray(wins, dtype=float), np.asarray(pulls, dtype=float)
    if won.shape != tried.shape or won.ndim != 1 or won.size == 0:
        raise ValueError("wins and pulls must be 1-D, not empty and of equal length")
    if not ((won >= 0) & (won <= tried) & np.isfinite(tried)).all():
        raise ValueError("every arm needs 0 <= wins <= pulls")
    if (tried != np.floor(tried)).any():
        raise ValueError("pulls must be whole counts")
    return won, tried
