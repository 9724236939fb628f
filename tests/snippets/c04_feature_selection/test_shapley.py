from itertools import combinations, permutations

import numpy as np
import pytest
from sklearn.datasets import load_diabetes
from sklearn.ensemble import RandomForestRegressor
from sklearn.linear_model import LinearRegression

from snippets.c04_feature_selection.shapley import (
    interventional_value,
    shapley_values,
)


def random_game(d, seed):
    rng = np.random.default_rng(seed)
    teams = [c for k in range(d + 1) for c in combinations(range(d), k)]
    return dict(zip(teams, rng.normal(size=len(teams)), strict=True))


def over_all_orders(game, d):
    """The definition: mean marginal gain over the d! orders of arrival."""
    phi, orders = np.zeros(d), list(permutations(range(d)))
    for order in orders:
        team = ()
        for player in order:
            bigger = tuple(sorted((*team, player)))
            phi[player] += game[bigger] - game[team]
            team = bigger
    return phi / len(orders)


@pytest.mark.parametrize("d", [1, 2, 3, 5, 6])
@pytest.mark.parametrize("seed", range(3))
def test_agrees_with_all_orders(d, seed):
    game = random_game(d, seed)
    got = shapley_values(game.__getitem__, d)
    assert got == pytest.approx(over_all_orders(game, d), abs=1e-12)


@pytest.mark.parametrize("seed", range(4))
def test_efficiency(seed):
    game = random_game(6, seed)
    total = game[tuple(range(6))] - game[()]
    assert shapley_values(game.__getitem__, 6).sum() == pytest.approx(total)


@pytest.mark.parametrize("seed", range(4))
def test_symmetry_and_dummy(seed):
    rng = np.random.default_rng(seed)
    base = rng.normal(size=(3, 2))  # worth by number of twins (0, 1) and by player 2

    def value(team):
        twins, third = len({0, 1} & set(team)), int(2 in team)
        return base[twins, third] + (7.0 if 3 in team else 0.0)  # 3 always adds 7

    def with_dummy(team):
        return value(tuple(t for t in team if t != 4))  # 4 adds nothing

    phi = shapley_values(with_dummy, 5)
    assert phi[0] == pytest.approx(phi[1])
    assert phi[3] == pytest.approx(7.0)
    assert phi[4] == pytest.approx(0.0, abs=1e-12)


@pytest.mark.parametrize("seed", range(3))
def test_additivity_of_games(seed):
    a, b = random_game(4, seed), random_game(4, seed + 100)
    both = shapley_values(lambda t: a[t] + 2 * b[t], 4)
    want = shapley_values(a.__getitem__, 4) + 2 * shapley_values(b.__getitem__, 4)
    assert both == pytest.approx(want)


def test_by_hand():
    # glove game: player 0 has a left glove, 1 and 2 a right one; a pair is worth 1
    phi = shapley_values(lambda t: float(0 in t and len(t) > 1), 3)
    assert phi == pytest.approx([2 / 3, 1 / 6, 1 / 6])
    # x1 * x2 at (2, 3) from a background at 0: the interaction is split in half
    game = interventional_value(lambda X: X[:, 0] * X[:, 1], [2, 3], [[0, 0]])
    assert shapley_values(game, 2) == pytest.approx([3.0, 3.0])


def test_linear_model_closed_form_on_real_data():
    X, y = load_diabetes(return_X_y=True)
    model = LinearRegression().fit(X, y)
    for row in (0, 17):
        game = interventional_value(model.predict, X[row], X)
        want = model.coef_ * (X[row] - X.mean(axis=0))
        assert shapley_values(game, 10) == pytest.approx(want, abs=1e-8 * y.std())


@pytest.mark.parametrize("seed", range(2))
def test_a_forest_is_explained_in_full(seed):
    X, y = load_diabetes(return_X_y=True)
    forest = RandomForestRegressor(5, random_state=seed).fit(X[:, :4], y)
    game = interventional_value(forest.predict, X[seed, :4], X[:40, :4])
    phi = shapley_values(game, 4)
    gap = forest.predict(X[[seed], :4])[0] - forest.predict(X[:40, :4]).mean()
    assert phi.sum() == pytest.approx(gap)
    game_table = {t: game(t) for k in range(5) for t in combinations(range(4), k)}
    assert phi == pytest.approx(over_all_orders(game_table, 4))


def test_duplicate_that_the_model_ignores_gets_nothing():
    X = np.column_stack([np.arange(5.0), np.arange(5.0)])
    game = interventional_value(lambda Z: 3 * Z[:, 0], X[4], X)
    assert shapley_values(game, 2) == pytest.approx([6.0, 0.0])


def test_background_is_not_changed():
    X = np.zeros((3, 2))
    interventional_value(lambda Z: Z[:, 0], [1, 1], X)((0, 1))
    assert not X.any()


@pytest.mark.parametrize("d", [0, 21])
def test_too_many_players_are_refused(d):
    with pytest.raises(ValueError, match="20"):
        shapley_values(lambda t: 0.0, d)


def test_a_value_that_is_not_finite_is_refused():
    with pytest.raises(ValueError, match="finite"):
        shapley_values(lambda t: np.nan if t else 0.0, 2)


@pytest.mark.parametrize(
    ("x", "background", "message"),
    [
        ([1, 2, 3], [[1, 2]], "x must"),
        ([[1, 2]], [[1, 2]], "x must"),
        ([1, 2], [1, 2], "background"),
        ([1, 2], np.empty((0, 2)), "not empty"),
        ([1, np.nan], [[1, 2]], "finite"),
        ([1, 2], [[1, np.inf]], "finite"),
    ],
)
def test_bad_rows_are_refused(x, background, message):
    with pytest.raises(ValueError, match=message):
        interventional_value(lambda Z: Z[:, 0], x, background)


def test_a_prediction_of_another_shape_is_refused():
    game = interventional_value(lambda Z: Z, [1, 2], [[1, 2]])
    with pytest.raises(ValueError, match="one number"):
        game((0,))
