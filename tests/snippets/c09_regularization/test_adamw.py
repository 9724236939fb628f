import math

import numpy as np
import pytest

from snippets.c09_regularization.adamw import adam

SCALE, GOAL = np.array([100.0, 1.0, 0.01]), np.array([1.0, -2.0, 3.0])


def bowl(w):
    return SCALE * (w - GOAL)


# Optax 0.2.8 in float64: adamw, and add_decayed_weights before adam
OPTAX = {
    "weight_decay": {
        1: [1.940000000005, 1.940000000125, 2.03999995000005],
        50: [0.9528678950350528, -0.40169889836794814, 2.9187698721707753],
    },
    "l2": {
        1: [1.95000000000499, 1.9500000001190476, 1.9500000026315787],
        50: [0.9607833640053353, -0.24287582355039758, 0.25509114185779297],
    },
}


@pytest.mark.parametrize("knob", ["weight_decay", "l2"])
def test_same_steps_as_optax(knob):
    path = adam(bowl, [2, 2, 2], steps=50, lr=0.05, **{knob: 0.1})
    assert path.shape == (51, 3)
    np.testing.assert_array_equal(path[0], 2)
    for step, want in OPTAX[knob].items():
        np.testing.assert_allclose(path[step], want, rtol=1e-10)


def by_the_paper(gradients, w, *, lr, l2, wd, b1, b2, eps):
    """One weight at a time, Algorithm 2 of Loshchilov and Hutter, plain floats."""
    m = v = 0.0
    for t, g in enumerate(gradients, start=1):
        g += l2 * w
        m, v = b1 * m + (1 - b1) * g, b2 * v + (1 - b2) * g * g
        step = (m / (1 - b1**t)) / (math.sqrt(v / (1 - b2**t)) + eps)
        w -= lr * (step + wd * w)
    return w


@pytest.mark.parametrize("seed", range(4))
def test_both_knobs_against_plain_floats(seed):
    rng = np.random.default_rng(seed)
    noise, start = rng.normal(size=(30, 4)), rng.normal(size=4)
    knobs = {"lr": 0.02, "l2": 0.3, "eps": 1e-6}
    stream = iter(noise)
    path = adam(
        lambda _: next(stream),
        start,
        steps=30,
        weight_decay=0.7,
        betas=(0.8, 0.95),
        **knobs,
    )
    want = [
        by_the_paper(column, w, wd=0.7, b1=0.8, b2=0.95, **knobs)
        for column, w in zip(noise.T.tolist(), start.tolist(), strict=True)
    ]
    np.testing.assert_allclose(path[-1], want, rtol=1e-10)


def test_hand_case_first_step():
    # step one of Adam is lr * sign(g): the size of an l2 gradient is normalized away
    path = adam(lambda w: 0 * w, [10.0, 0.1], steps=1, lr=0.01, l2=0.5)
    np.testing.assert_allclose(path[1], [9.99, 0.09], rtol=1e-6)
    path = adam(lambda w: 0 * w, [10.0, 0.1], steps=1, lr=0.01, weight_decay=0.5)
    np.testing.assert_allclose(path[1], [10 * 0.995, 0.1 * 0.995])


@pytest.mark.parametrize("steps", [0, 1, 200])
def test_decay_alone_is_geometric(steps):
    path = adam(lambda w: 0 * w, [3.0, -2.0], steps=steps, lr=0.1, weight_decay=0.2)
    want = np.outer(0.98 ** np.arange(steps + 1), [3.0, -2.0])
    np.testing.assert_allclose(path, want)


def test_decay_does_not_see_the_gradient_scale_and_l2_does():
    rng = np.random.default_rng(0)
    signs = rng.choice([-1.0, 1.0], size=(3000, 2))
    ends = {}
    for knob in ("weight_decay", "l2"):
        stream = iter(signs * [0.1, 10.0])
        rest = iter(signs * [0.1, 10.0])
        plain = adam(lambda _, s=rest: next(s), [1.0, 1.0], steps=3000, lr=1e-3)
        path = adam(
            lambda _, s=stream: next(s), [1.0, 1.0], steps=3000, lr=1e-3, **{knob: 0.1}
        )
        ends[knob] = path[-1] - plain[-1]  # what the penalty did
    assert ends["weight_decay"][0] == pytest.approx(ends["weight_decay"][1], rel=0.2)
    assert abs(ends["l2"][0]) > 10 * abs(ends["l2"][1])


def test_start_is_not_changed_and_integers_are_fine():
    start = np.array([2, 2, 2])
    path = adam(bowl, start, steps=3, lr=0.05)
    np.testing.assert_array_equal(start, 2)
    np.testing.assert_array_equal(path, adam(bowl, start * 1.0, steps=3, lr=0.05))

    def spoil(w):
        w[:] = 99.0  # must not reach the optimizer's own weights
        return np.zeros(3)

    np.testing.assert_array_equal(adam(spoil, start, steps=2, lr=0.1)[-1], 2)


@pytest.mark.parametrize(
    "knobs",
    [
        {"start": [[1.0]]},
        {"start": [np.nan]},
        {"steps": -1},
        {"lr": 0.0},
        {"lr": -0.1},
        {"lr": np.nan},
        {"eps": 0.0},
        {"betas": (1.0, 0.9)},
        {"betas": (0.9, -0.1)},
        {"l2": -0.1},
        {"l2": np.nan},
        {"weight_decay": -0.1},
        {"weight_decay": 10.0},  # lr * weight_decay = 1: flips or kills the weight
        {"weight_decay": np.nan},
    ],
)
def test_bad_settings_are_refused(knobs):
    settings = {"start": [1.0], "steps": 1, "lr": 0.1, **knobs}
    with pytest.raises(ValueError):
        adam(lambda w: w, **settings)


def test_bad_gradients_are_refused():
    with pytest.raises(ValueError, match="shape"):
        adam(lambda w: np.ones((1, 1)), [1.0], steps=1, lr=0.1)
    with pytest.raises(FloatingPointError, match="step 2"):
        adam(lambda w: np.where(w == 1.0, w, np.inf), [1.0], steps=2, lr=0.1)
