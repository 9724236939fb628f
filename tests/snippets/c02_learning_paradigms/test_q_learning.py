import numpy as np
import pytest

from snippets.c02_learning_paradigms.q_learning import MOVES, grid_world, q_learning

GRID = ["...G", ".#.X", "S..."]
RNG = np.random.default_rng


def value_iteration(P, reward, terminal, gamma):
    """Optimal action values by sweeping the known model: the oracle."""
    n, actions, _ = P.shape
    Q = np.zeros((n, actions))
    for _ in range(5000):
        best = [0.0 if terminal[s] else max(Q[s]) for s in range(n)]
        new = np.array(
            [
                [
                    sum(P[s, a, t] * (reward[t] + gamma * best[t]) for t in range(n))
                    for a in range(actions)
                ]
                for s in range(n)
            ]
        )
        if np.abs(new - Q).max() < 1e-10:
            return new
        Q = new
    raise AssertionError("value iteration did not converge")


def policy_value(P, reward, terminal, policy, gamma):
    """Values of a fixed policy, from the linear Bellman equations."""
    n = len(reward)
    T = P[np.arange(n), policy]
    inner = np.where(terminal, 0.0, 1.0)
    return np.linalg.solve(np.eye(n) - gamma * T * inner, T @ reward)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("grid", [GRID, ["S.", ".G"], ["S..X", "...G"]])
def test_deterministic_grid_is_learnt_exactly(grid, seed):
    world = grid_world(grid, step_reward=-0.01)
    Q, visits = q_learning(
        *world, rng=RNG(seed), gamma=0.9, epsilon=1.0, power=0.0, episodes=500
    )
    want = value_iteration(*world[:3], 0.9)
    seen = visits > 0
    assert seen.sum() >= 4 * (sum(map(len, grid)) - 3)
    assert Q[seen] == pytest.approx(want[seen], abs=1e-9)


@pytest.mark.parametrize("seed", range(3))
def test_slippery_grid_comes_close_to_value_iteration(seed):
    world = grid_world(GRID, slip=0.2, step_reward=-0.02)
    Q, visits = q_learning(*world, rng=RNG(seed), gamma=0.9, epsilon=0.5, episodes=2000)
    P, reward, terminal, start = world
    want = value_iteration(P, reward, terminal, 0.9)
    often = visits > 300
    assert often.sum() > 20
    assert np.abs(Q - want)[often].max() < 0.1  # values span -1 to 1
    got = policy_value(P, reward, terminal, Q.argmax(axis=1), 0.9)[start]
    assert got > want[start].max() - 0.02


@pytest.mark.parametrize("seed", range(2))
def test_random_worlds_agree_with_value_iteration(seed):
    rng = RNG(seed)
    P = rng.dirichlet(np.ones(4), size=(4, 2))
    reward, terminal = rng.normal(size=4), np.array([False, False, False, True])
    Q, _ = q_learning(
        P, reward, terminal, 0, rng=rng, gamma=0.6, epsilon=1.0, episodes=8000
    )
    want = value_iteration(P, reward, terminal, 0.6)
    spread = np.ptp(reward) / (1 - 0.6)
    assert np.abs(Q - want)[:3].max() < 0.05 * spread


def test_corridor_by_hand():
    # S . G: entering G pays 1, so Q(middle, right) = 1 and Q(S, right) = 0.9 * 1
    world = grid_world(["S.G"])
    Q, _ = q_learning(*world, rng=RNG(0), gamma=0.9, power=0.0, episodes=200)
    right, left = 1, 3
    assert Q[1, right] == 1.0
    assert Q[0, right] == pytest.approx(0.9)
    assert Q[1, left] == pytest.approx(0.81)  # back to S, then two steps
    assert Q[0, left] == pytest.approx(0.81)  # the border holds it in S
    assert (Q[2] == 0).all()


def test_first_updates_by_hand():
    # one state, one action, reward 2, gamma 0.5: each step moves Q toward 2 + Q / 2
    P, reward, terminal = np.ones((1, 1, 1)), np.array([2.0]), np.array([False])
    Q, visits = q_learning(
        P,
        reward,
        terminal,
        0,
        rng=RNG(0),
        gamma=0.5,
        power=1.0,
        episodes=1,
        max_steps=3,
    )
    # steps 1, 1/2, 1/3: 2, then 2 + (2 + 1 - 2)/2 = 2.5, then 2.5 + (3.25 - 2.5)/3
    assert Q[0, 0] == pytest.approx(2.75)
    assert visits[0, 0] == 3


def test_a_time_limit_is_no_terminal_state():
    # never ends: the value is r / (1 - gamma) even with episodes of one step
    P, reward, terminal = np.ones((1, 1, 1)), np.array([1.0]), np.array([False])
    Q, _ = q_learning(
        P,
        reward,
        terminal,
        0,
        rng=RNG(0),
        gamma=0.5,
        power=0.0,
        episodes=60,
        max_steps=1,
    )
    assert Q[0, 0] == pytest.approx(2.0)


def test_grid_by_hand():
    P, reward, terminal, start = grid_world(["S#", ".G"], slip=0.2, step_reward=-0.1)
    assert start == 0
    assert reward.tolist() == [-0.1, -0.1, -0.1, 1.0]
    assert terminal.tolist() == [False, False, False, True]
    down = MOVES.index((1, 0))
    # ahead to cell 2; slipping right hits the wall, left the border: stay in 0
    assert P[0, down].tolist() == pytest.approx([0.2, 0.0, 0.8, 0.0])
    right = MOVES.index((0, 1))
    # from cell 2: ahead G (0.8), up to S (0.1), down is the border (0.1)
    assert P[2, right].tolist() == pytest.approx([0.1, 0.0, 0.1, 0.8])


@pytest.mark.parametrize("slip", [0.0, 0.3, 1.0])
def test_grid_rows_are_distributions(slip):
    P = grid_world(GRID, slip=slip)[0]
    assert P.sum(axis=2) == pytest.approx(np.ones((12, 4)))
    assert P.min() >= 0


def test_lone_state_and_unvisited_pairs():
    Q, visits = q_learning(*grid_world(["S"]), rng=RNG(0), episodes=2, max_steps=5)
    assert visits.sum() == 10
    assert (Q == 0).all()
    _, visits = q_learning(*grid_world(["S#G"]), rng=RNG(0), episodes=2, max_steps=5)
    assert visits[1:].sum() == 0  # behind the wall nothing is learnt


@pytest.mark.parametrize(
    ("layout", "match"),
    [
        ([], "rows of one length"),
        ([""], "rows of one length"),
        (["S.", "G"], "rows of one length"),
        (["..G"], "exactly one"),
        (["SS"], "exactly one"),
        (["S?"], "may hold"),
    ],
)
def test_bad_layouts_are_refused(layout, match):
    with pytest.raises(ValueError, match=match):
        grid_world(layout)


@pytest.mark.parametrize(
    "bad", [{"slip": -0.1}, {"slip": 1.1}, {"slip": np.nan}, {"step_reward": np.nan}]
)
def test_bad_grid_knobs_are_refused(bad):
    with pytest.raises(ValueError, match="slip is a probability"):
        grid_world(["SG"], **bad)


@pytest.mark.parametrize(
    "bad",
    [
        {"gamma": 1.0},
        {"gamma": -0.1},
        {"epsilon": 0.0},
        {"epsilon": 1.5},
        {"power": 1.2},
        {"power": -0.1},
        {"gamma": np.nan},
        {"episodes": 0},
        {"max_steps": 0},
    ],
)
def test_bad_knobs_are_refused(bad):
    with pytest.raises(ValueError):
        q_learning(*grid_world(["SG"]), rng=RNG(0), **bad)


@pytest.mark.parametrize(
    ("place", "value", "match"),
    [
        (0, np.ones((2, 4)), "states, actions, states"),
        (0, np.ones((2, 4, 3)), "states, actions, states"),
        (0, np.full((2, 4, 2), 0.4), "distribution"),
        (0, np.full((2, 4, 2), [1.5, -0.5]), "distribution"),
        (0, np.full((2, 4, 2), np.nan), "distribution"),
        (1, np.zeros(3), "one value a state"),
        (1, np.array([0.0, np.inf]), "one value a state"),
        (2, np.zeros(3, dtype=bool), "one value a state"),
        (2, np.zeros(2), "boolean"),
        (3, 1, "not terminal"),
        (3, 5, "not terminal"),
        (3, -1, "not terminal"),
    ],
)
def test_bad_worlds_are_refused(place, value, match):
    world = list(grid_world(["SG"]))
    world[place] = value
    with pytest.raises(ValueError, match=match):
        q_learning(*world, rng=RNG(0))
