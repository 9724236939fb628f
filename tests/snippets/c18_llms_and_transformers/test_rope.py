import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from snippets.c18_llms_and_transformers.rope import frequencies, rotate


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("d", [2, 8, 64])
def test_matches_complex_multiplication(seed, d):
    """A pair is a complex number, a rotation is a product with exp(i m theta)."""
    rng = np.random.default_rng(seed)
    X, positions = rng.normal(size=(6, d)), rng.integers(0, 5000, size=6)
    got = rotate(X, positions)
    for row, out, m in zip(X, got, positions, strict=True):
        for i in range(d // 2):
            z = complex(row[2 * i], row[2 * i + 1])
            z *= np.exp(1j * m * 10_000 ** (-2 * i / d))
            assert out[2 * i] == pytest.approx(z.real, abs=1e-9)
            assert out[2 * i + 1] == pytest.approx(z.imag, abs=1e-9)


@given(st.integers(0, 2000), st.integers(0, 2000), st.integers(0, 5000))
def test_scores_depend_on_the_offset_alone(m, n, shift):
    rng = np.random.default_rng(m)
    q, k = rng.normal(size=(2, 1, 16))
    near = rotate(q, [m]) @ rotate(k, [n]).T
    far = rotate(q, [m + shift]) @ rotate(k, [n + shift]).T
    np.testing.assert_allclose(near, far, atol=1e-9)


def test_lengths_are_kept_and_position_zero_changes_nothing():
    X = np.random.default_rng(0).normal(size=(3, 7, 10))
    norm = np.linalg.norm(rotate(X, np.arange(7)), axis=-1)
    np.testing.assert_allclose(norm, np.linalg.norm(X, axis=-1))
    np.testing.assert_array_equal(rotate(X, np.zeros(7)), X)


def test_quarter_turn_by_hand():
    out = rotate([[1, 0]], [np.pi / 2])  # d = 2 has the one frequency 1
    np.testing.assert_allclose(out, [[0, 1]], atol=1e-12)


def test_frequencies_by_hand():
    np.testing.assert_allclose(frequencies(4), [1.0, 0.01])
    np.testing.assert_allclose(frequencies(4, base=100.0), [1.0, 0.1])


@pytest.mark.parametrize("d", [0, 3])
def test_odd_or_empty_heads_are_an_error(d):
    with pytest.raises(ValueError, match="even"):
        rotate(np.ones((1, d)), [1])


@pytest.mark.parametrize("positions", [[3], [1, 2], 3])
def test_positions_that_would_only_broadcast_are_an_error(positions):
    with pytest.raises(ValueError, match="5 rows"):
        rotate(np.ones((5, 4)), positions)
