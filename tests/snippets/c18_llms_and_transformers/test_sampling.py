import numpy as np
import pytest
from scipy.special import softmax
from scipy.stats import chisquare

from snippets.c18_llms_and_transformers.sampling import next_token_probs, sample


def slow_probs(logits, temperature, top_k, top_p):
    """Walk down the sorted list until k tokens or mass p are reached."""
    p = softmax(np.asarray(logits) / temperature)
    ranked = sorted(range(len(p)), key=lambda i: (-p[i], i))
    ranked = ranked[: top_k or len(p)]
    total = sum(p[i] for i in ranked)
    kept, mass = [], 0.0
    for i in ranked:
        if mass >= top_p:
            break
        kept.append(i)
        mass += p[i] / total
    out = np.zeros(len(p))
    for i in kept:
        out[i] = p[i] / sum(p[j] for j in kept)
    return out


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("temperature", [0.3, 1.0, 2.5])
@pytest.mark.parametrize("top_k", [None, 1, 7, 100])
@pytest.mark.parametrize("top_p", [0.05, 0.6, 0.95])
def test_matches_the_walk_down_the_list(seed, temperature, top_k, top_p):
    logits = np.random.default_rng(seed).normal(0, 3, size=40)
    got = next_token_probs(logits, temperature=temperature, top_k=top_k, top_p=top_p)
    expected = slow_probs(logits, temperature, top_k, top_p)
    np.testing.assert_allclose(got, expected, atol=1e-12)


@pytest.mark.parametrize("temperature", [0.5, 1.0, 3.0])
def test_no_filter_is_scipy_softmax(temperature):
    logits = np.random.default_rng(0).normal(size=50)
    got = next_token_probs(logits, temperature=temperature)
    np.testing.assert_allclose(got, softmax(logits / temperature))


def test_by_hand():
    logits = np.log([0.5, 0.25, 0.125, 0.125])
    np.testing.assert_allclose(
        next_token_probs(logits, top_p=0.75), [2 / 3, 1 / 3, 0, 0]
    )
    np.testing.assert_allclose(
        next_token_probs(logits, top_k=3), [4 / 7, 2 / 7, 1 / 7, 0]
    )
    np.testing.assert_allclose(  # temperature 1/2 squares the odds
        next_token_probs(logits, temperature=0.5), np.array([16, 4, 1, 1]) / 22
    )


def test_temperature_zero_is_greedy_and_the_limit_of_small_temperatures():
    logits = [1, 5, 5, -np.inf]
    assert next_token_probs(logits, temperature=0).tolist() == [0, 1, 0, 0]
    cold = next_token_probs([1, 5, 4], temperature=1e-300)
    assert cold.tolist() == [0, 1, 0]


def test_draws_follow_the_probabilities():
    rng = np.random.default_rng(7)
    logits = [2, 1, 0, -1]
    draws = [sample(logits, rng, temperature=1.5, top_k=3) for _ in range(4000)]
    counts = np.bincount(draws, minlength=4)
    expected = next_token_probs(logits, temperature=1.5, top_k=3)
    assert counts[3] == 0
    assert chisquare(counts[:3], 4000 * expected[:3]).pvalue > 0.001


def test_huge_logits_forbidden_tokens_and_shift_invariance():
    p = next_token_probs([1e4, 1e4 - 1, -np.inf])
    np.testing.assert_allclose(p, next_token_probs([0, -1, -np.inf]))
    assert p[2] == 0
    assert next_token_probs([-1e308, -1e308]).tolist() == [0.5, 0.5]


def test_no_filter_keeps_the_far_tail():
    assert next_token_probs([0.0, -60.0])[1] == pytest.approx(np.exp(-60.0))


def test_one_token():
    assert next_token_probs([3], top_p=0.1).tolist() == [1.0]


@pytest.mark.parametrize(
    "bad", [{"temperature": -1}, {"top_p": 0}, {"top_p": 1.1}, {"top_k": 0}]
)
def test_bad_settings_are_errors(bad):
    with pytest.raises(ValueError, match="need temperature"):
        next_token_probs([0, 1], **bad)


@pytest.mark.parametrize("bad", [[], [[1, 2]], [np.nan, 1], [np.inf, 1]])
def test_bad_logits_are_errors(bad):
    with pytest.raises(ValueError, match="one non-empty row"):
        next_token_probs(bad)


def test_all_forbidden_is_an_error():
    with pytest.raises(ValueError, match="forbidden"):
        next_token_probs([-np.inf, -np.inf])
