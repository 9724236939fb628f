"""The lockstep bandits behind the page's numbers follow the rules of bandits.py."""

import numpy as np
import pytest

from snippets.c02_learning_paradigms import claims
from snippets.c02_learning_paradigms.bandits import (
    Chooser,
    epsilon_greedy,
    thompson,
    ucb1,
)

RULES: dict[str, Chooser] = {
    "epsilon": epsilon_greedy,
    "thompson": thompson,
    "ucb1": ucb1,
}


@pytest.mark.parametrize(
    ("wins", "pulls"),
    [
        ([0, 0, 0], [0, 0, 0]),
        ([3, 0, 0], [9, 0, 4]),
        ([3, 5, 5], [10, 10, 10]),
        ([60, 30, 9], [900, 200, 80]),
    ],
)
@pytest.mark.parametrize("name", list(RULES))
def test_lockstep_choices_have_the_frequencies_of_the_snippet(name, wins, pulls):
    n, rng = 1000, np.random.default_rng(1)
    rows = np.tile(np.array(wins, dtype=float), (n, 1))
    tried = np.tile(np.array(pulls, dtype=float), (n, 1))
    fast = np.bincount(claims._choose(name, rows, tried, rng), minlength=3) / n
    slow = np.bincount([RULES[name](wins, pulls, rng) for _ in range(n)], minlength=3)
    error = np.sqrt(2 * slow / n * (1 - slow / n) / n)
    assert (np.abs(fast - slow / n) <= 4.5 * error + 1e-3).all()
    if slow.max() == n:  # a sure choice must be the same one
        assert fast.argmax() == slow.argmax()
