"""A recommender trained on its own clicks: O(rounds * items log items), no features."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Index = NDArray[np.int64]


@dataclass(frozen=True)
class History:
    """What the log holds after the last round, and what only the simulator knows."""

    shown: Index  # (n_items,) impressions so far
    clicked: Index  # (n_items,) clicks so far
    click_rate: Array  # (rounds,) true mean click rate of what was shown


def simulate(
    true_rate: Array,
    *,
    slots: int,
    rounds: int,
    views: int,
    explore: float = 0.0,
    prior: float = 0.02,
    rng: np.random.Generator,
) -> History:
    """Show the `slots` items of highest estimated click rate, log, re-estimate, repeat.

    true_rate (n_items,) is the click probability of each item once it is seen; each
    round spreads `views` impressions evenly over the slots. A share `explore` of them
    goes to items drawn uniformly. The estimate starts at `prior`, worth fifty
    impressions: (clicks + 50 * prior) / (impressions + 50).
    """
    n_items = len(true_rate)
    if not 1 <= slots <= n_items:
        raise ValueError(f"slots must be between 1 and {n_items}, got {slots}")
    if not 0.0 <= explore <= 1.0:
        raise ValueError(f"explore must be between 0 and 1, got {explore}")
    if min(rounds, views) < 1:
        raise ValueError("rounds and views must be at least 1")
    shown = np.zeros(n_items, dtype=np.int64)
    clicked = np.zeros(n_items, dtype=np.int64)
    click_rate = np.empty(rounds)
    order = rng.permutation(n_items)  # ties keep one fixed, arbitrary order
    for t in range(rounds):
        estimate = (clicked + 50.0 * prior) / (shown + 50.0)
        best = order[np.argsort(-estimate[order], kind="stable")[:slots]]
        chance = np.full(n_items, explore / n_items)
        chance[best] += (1.0 - explore) / slots
        now = rng.multinomial(views, chance)
        clicked += rng.binomial(now, true_rate)
        shown += now
        click_rate[t] = chance @ true_rate
    return History(shown, clicked, click_rate)


def replay_hit_rate(clicked: Index, recommended: Index) -> float:
    """Share of logged clicks on the recommended items: an offline metric on raw logs.

    Only an item that was shown can score, so it measures likeness to the old policy.
    """
    total = int(clicked.sum())
    if total == 0:
        raise ValueError("the log holds no click: collect more before you evaluate")
    return float(clicked[np.unique(recommended)].sum() / total)
