"""Tabular Q-learning on a grid: O(A) time for each step, O(S*A) memory."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
MOVES = ((-1, 0), (0, 1), (1, 0), (0, -1))  # up, right, down, left: actions 0 .. 3


def grid_world(
    layout: Sequence[str], *, slip: float = 0.0, step_reward: float = 0.0
) -> tuple[Array, Array, NDArray[np.bool_], int]:
    """(P, reward, terminal, start) of a map: S start, G goal, X pit, # wall, . free.

    P (S, A, S) is the chance of each next cell, cells numbered row by row; a move
    turns left or right with probability slip / 2 each, and walls and borders hold the
    agent in place. `reward` (S,) is paid on entering: 1 goal, -1 pit, else step_reward.
    """
    cells = [list(row) for row in layout]
    if not cells or not cells[0] or any(len(row) != len(cells[0]) for row in cells):
        raise ValueError("layout must hold rows of one length, not empty")
    flat = np.array([cell for row in cells for cell in row])
    if not np.isin(flat, list("SGX#.")).all() or (flat == "S").sum() != 1:
        raise ValueError("layout may hold S (exactly one), G, X, # and .")
    if not (0.0 <= slip <= 1.0 and np.isfinite(step_reward)):
        raise ValueError("slip is a probability and step_reward a finite number")
    rows, cols = len(cells), len(cells[0])
    P = np.zeros((flat.size, len(MOVES), flat.size))
    chances = ((0, 1.0 - slip), (1, slip / 2), (-1, slip / 2))  # ahead, right, left
    for state in range(flat.size):
        r, c = divmod(state, cols)
        for action in range(len(MOVES)):
            for turn, chance in chances:
                dr, dc = MOVES[(action + turn) % len(MOVES)]
                inside = 0 <= r + dr < rows and 0 <= c + dc < cols
                to = (r + dr) * cols + c + dc if inside else state
                P[state, action, state if flat[to] == "#" else to] += chance
    reward = np.select([flat == "G", flat == "X"], [1.0, -1.0], step_reward)
    return P, reward, np.isin(flat, ["G", "X"]), int(np.flatnonzero(flat == "S")[0])


def q_learning(
    P: Array,
    reward: Array,
    terminal: NDArray[np.bool_],
    start: int,
    *,
    rng: np.random.Generator,
    gamma: float = 0.95,
    epsilon: float = 0.2,
    power: float = 0.7,
    episodes: int = 1000,
    max_steps: int = 200,
) -> tuple[Array, NDArray[np.int64]]:
    """Action values (S, A) and visits (S, A), learnt from sampled steps only.

    Watkins (1989). P serves as the simulator: the learner never reads it. The step size
    is visits**-power; convergence on noisy worlds needs 0.5 < power <= 1, and power = 0
    is exact on deterministic ones. A pair that was not visited keeps value 0. Reaching
    max_steps ends an episode but is no terminal state: its value is bootstrapped.
    """
    n, actions = _checked(P, reward, terminal, start)
    if not (0.0 <= gamma < 1.0 and 0.0 < epsilon <= 1.0 and 0.0 <= power <= 1.0):
        raise ValueError("need 0 <= gamma < 1, 0 < epsilon <= 1, 0 <= power <= 1")
    if episodes < 1 or max_steps < 1:
        raise ValueError("episodes and max_steps must be at least 1")
    edges = P.cumsum(axis=2)
    edges /= edges[:, :, -1:]  # a sum of 0.9999999 must not leave a gap
    Q, visits = np.zeros((n, actions)), np.zeros((n, actions), dtype=np.int64)
    for _ in range(episodes):
        state = start
        for _ in range(max_steps):
            if rng.random() < epsilon:
                action = int(rng.integers(actions))
            else:  # greedy, ties at random
                best = np.flatnonzero(Q[state] == Q[state].max())
                action = int(best[rng.integers(best.size)])
            to = int(np.searchsorted(edges[state, action], rng.random(), side="right"))
            ahead = 0.0 if terminal[to] else float(Q[to].max())
            visits[state, action] += 1
            rate = float(visits[state, action]) ** -power
            error = reward[to] + gamma * ahead - Q[state, action]
            Q[state, action] += rate * error
            if terminal[to]:
                break
            state = to
    return Q, visits


def _checked(
    P: Array, reward: Array, terminal: NDArray[np.bool_], start: int
) -> tuple[int, int]:
    if P.ndim != 3 or P.shape[0] != P.shape[2] or P.size == 0:
        raise ValueError("P must be (states, actions, states)")
    n = P.shape[0]
    if not ((P >= 0.0).all() and np.allclose(P.sum(axis=2), 1.0)):
        raise ValueError("P[state, action] must be a distribution over next states")
    if terminal.dtype != np.bool_:
        raise ValueError("terminal must be a boolean mask")
    if reward.shape != (n,) or terminal.shape != (n,) or not np.isfinite(reward).all():
        raise ValueError("reward (finite) and terminal must hold one value a state")
    if not 0 <= start < n or terminal[start]:
        raise ValueError("start must be a state that is not terminal")
    return n, P.shape[1]
