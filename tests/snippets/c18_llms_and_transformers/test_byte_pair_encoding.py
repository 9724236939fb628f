import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from snippets.c18_llms_and_transformers.byte_pair_encoding import (
    decode,
    encode,
    train,
)

TEXT = "the cat sat on the mat; the hats of the other cat that sat there " * 3


def pieces(text):
    """The same split as the snippet's, by a scanner instead of a pattern."""
    out, i = [], 0
    while i < len(text):
        j = i + 1 if text[i] == " " else i
        k = j
        while k < len(text) and not text[k].isspace():
            k += 1
        out.append(text[i:k] if k > j else text[i])
        i += len(out[-1])
    return out


def slow_train(text, n_merges):
    """Keeps every word as a list of byte strings; recounts everything each round."""
    words = [[bytes([b]) for b in w.encode()] for w in pieces(text)]
    ids = {bytes([b]): b for b in range(256)}
    learned = []
    for _ in range(n_merges):
        counts = {}
        for w in words:
            for i in range(len(w) - 1):
                counts[w[i], w[i + 1]] = counts.get((w[i], w[i + 1]), 0) + 1
        ranked = sorted(counts, key=lambda p: (-counts[p], ids[p[0]], ids[p[1]]))
        if not ranked or counts[ranked[0]] < 2:
            break
        a, b = ranked[0]
        learned.append((a, b))
        ids.setdefault(a + b, 256 + len(learned) - 1)
        for w in words:
            i = 0
            while i < len(w) - 1:
                if (w[i], w[i + 1]) == (a, b):
                    w[i : i + 2] = [a + b]
                i += 1
    return learned, [t for w in words for t in w]


def as_bytes(merges):
    vocabulary = [bytes([b]) for b in range(256)]
    for a, b in merges:
        vocabulary.append(vocabulary[a] + vocabulary[b])
    return vocabulary


@pytest.mark.parametrize("seed", range(8))
def test_training_and_encoding_match_the_slow_version(seed):
    rng = random.Random(seed)
    words = ["".join(rng.choices("abcd", k=rng.randint(1, 6))) for _ in range(12)]
    text = " ".join(rng.choices(words, k=60)) + "\n\n  é" + " ".join(words)
    merges = train(text, n_merges=20)
    vocabulary = as_bytes(merges)
    learned, tokens = slow_train(text, 20)
    assert [(vocabulary[a], vocabulary[b]) for a, b in merges] == learned
    assert [vocabulary[i] for i in encode(text, merges)] == tokens


def test_first_merges_by_hand():
    # "ab" four times, "abc" twice; the other pair, " a", three times.
    merges = train("ab abc ab abc", n_merges=3)
    assert merges == [(97, 98), (32, 256), (257, 99)]


@given(st.text())
def test_no_text_is_lost(text):
    merges = train(TEXT, n_merges=30)
    assert decode(encode(text, merges), merges) == text


def test_more_merges_never_lengthen_the_training_text():
    lengths = [len(encode(TEXT, train(TEXT, n_merges=k))) for k in (0, 1, 5, 20, 40)]
    assert lengths == sorted(lengths, reverse=True)
    assert lengths[0] == len(TEXT.encode())


def test_overlapping_repeats_merge_from_the_left():
    assert encode("aaa", [(97, 97)]) == [256, 97]


def test_stops_when_no_pair_repeats():
    assert train("abc", n_merges=5) == []
    assert train("", n_merges=5) == []


def test_empty_text_and_broken_utf8():
    assert encode("", []) == []
    assert decode([0xC3], []) == "\N{REPLACEMENT CHARACTER}"


@pytest.mark.parametrize("bad", [256, -1])
def test_unknown_ids_are_an_error(bad):
    with pytest.raises(ValueError, match=r"0\.\.255"):
        decode([bad], [])
