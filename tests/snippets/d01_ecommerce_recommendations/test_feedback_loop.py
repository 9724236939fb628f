import numpy as np
import pytest

from snippets.d01_ecommerce_recommendations.feedback_loop import (
    replay_hit_rate,
    simulate,
)

TRUE = np.random.default_rng(0).beta(2, 60, size=300)


def run(explore: float, seed: int = 0, rounds: int = 40):
    return simulate(
        TRUE,
        slots=10,
        rounds=rounds,
        views=4000,
        explore=explore,
        rng=np.random.default_rng(seed),
    )


@pytest.mark.parametrize("explore", [0.0, 0.1, 1.0])
def test_the_log_adds_up(explore: float) -> None:
    h = run(explore)
    assert h.shown.sum() == 40 * 4000
    assert (h.clicked <= h.shown).all()
    assert h.click_rate.shape == (40,)
    assert h.click_rate.max() <= np.sort(TRUE)[-10:].mean() + 1e-12


def test_all_exploration_is_the_catalog_mean() -> None:
    np.testing.assert_allclose(run(1.0).click_rate, TRUE.mean())


def test_the_whole_catalog_in_the_slots_leaves_nothing_to_learn() -> None:
    h = simulate(TRUE[:5], slots=5, rounds=3, views=10, rng=np.random.default_rng(0))
    np.testing.assert_allclose(h.click_rate, TRUE[:5].mean())


def test_exploration_beats_greed_on_average() -> None:
    greedy = np.mean([run(0.0, s).click_rate[-1] for s in range(6)])
    exploring = np.mean([run(0.05, s).click_rate[-1] for s in range(6)])
    assert exploring > 1.3 * greedy


def test_optimism_makes_greed_explore() -> None:
    """With a prior above every rate each item gets its turn, without random slots."""
    shown = {}
    for prior in (0.02, 0.2):
        h = simulate(
            TRUE,
            slots=10,
            rounds=40,
            views=4000,
            prior=prior,
            rng=np.random.default_rng(0),
        )
        shown[prior] = (h.shown > 0).mean()
    assert shown[0.02] < 0.2
    assert shown[0.2] > 0.9


def test_one_item_of_two_by_hand() -> None:
    """Item 0 always clicks, so once it is shown greed never leaves it."""
    h = simulate(
        np.array([1.0, 0.0]), slots=1, rounds=9, views=100, rng=np.random.default_rng(3)
    )
    assert h.click_rate[-1] == 1.0
    np.testing.assert_array_equal(h.clicked, [h.shown[0], 0])


def test_replay_counts_only_what_was_logged() -> None:
    clicked = np.array([6, 0, 3, 1])
    assert replay_hit_rate(clicked, np.array([0, 3])) == pytest.approx(0.7)
    assert replay_hit_rate(clicked, np.array([1])) == 0.0
    assert replay_hit_rate(clicked, np.array([0, 0])) == pytest.approx(0.6)  # once


def test_bad_input_is_refused() -> None:
    rng = np.random.default_rng(0)
    with pytest.raises(ValueError, match="slots"):
        simulate(TRUE, slots=0, rounds=1, views=1, rng=rng)
    with pytest.raises(ValueError, match="explore"):
        simulate(TRUE, slots=1, rounds=1, views=1, explore=1.5, rng=rng)
    with pytest.raises(ValueError, match="at least 1"):
        simulate(TRUE, slots=1, rounds=0, views=1, rng=rng)
    with pytest.raises(ValueError, match="no click"):
        replay_hit_rate(np.zeros(3, dtype=np.int64), np.array([0]))
