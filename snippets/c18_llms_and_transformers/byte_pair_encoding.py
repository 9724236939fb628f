"""Byte-level byte-pair encoding: training costs O(merges * distinct-word bytes).

Sennrich et al., "Neural Machine Translation of Rare Words with Subword Units" (2016);
starting from the 256 bytes (as GPT-2 does) leaves no text without an encoding.
"""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

Pair = tuple[int, int]
_WORD = re.compile(r" ?\S+|\s")  # a merge never crosses these pieces; none is lost


def _merge(ids: Sequence[int], pair: Pair, new: int) -> tuple[int, ...]:
    """Replace each occurrence of the pair, from the left, without overlap."""
    out: list[int] = []
    i = 0
    while i < len(ids):
        if tuple(ids[i : i + 2]) == pair:
            out.append(new)
            i += 2
        else:
            out.append(ids[i])
            i += 1
    return tuple(out)


def train(text: str, *, n_merges: int) -> list[Pair]:
    """The merges learned, in order: merge k makes token 256 + k.

    Stops early when no pair occurs twice. Ties go to the smallest pair, so that the
    same text always gives the same tokenizer.
    """
    words = Counter(tuple(w.encode()) for w in _WORD.findall(text))
    merges: list[Pair] = []
    while len(merges) < n_merges:
        pairs: Counter[Pair] = Counter()
        for ids, count in words.items():
            for pair in pairwise(ids):
                pairs[pair] += count
        best = min(pairs, key=lambda p: (-pairs[p], p), default=None)
        if best is None or pairs[best] < 2:
            break
        merged: Counter[tuple[int, ...]] = Counter()
        for ids, count in words.items():
            merged[_merge(ids, best, 256 + len(merges))] += count
        words = merged
        merges.append(best)
    return merges


def encode(text: str, merges: Sequence[Pair]) -> list[int]:
    """Token ids: every piece starts as bytes; merges apply in the order learned."""
    tokens: list[int] = []
    for word in _WORD.findall(text):
        ids = tuple(word.encode())
        for k, pair in enumerate(merges):
            ids = _merge(ids, pair, 256 + k)
        tokens += ids
    return tokens


def decode(ids: Sequence[int], merges: Sequence[Pair]) -> str:
    """Text of the ids; bytes that are not UTF-8 become the replacement character."""
    vocabulary = [bytes([b]) for b in range(256)]
    for left, right in merges:
        vocabulary.append(vocabulary[left] + vocabulary[right])
    if any(not 0 <= i < len(vocabulary) for i in ids):
        raise ValueError(f"token ids must lie in 0..{len(vocabulary) - 1}")
    return b"".join(vocabulary[i] for i in ids).decode(errors="replace")
