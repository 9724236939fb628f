"""Near-duplicate texts by MinHash and banding: O(n * shingles * hashes) time."""

from collections import defaultdict
from collections.abc import Sequence
from hashlib import blake2b
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

Signatures = NDArray[np.uint64]


def shingles(text: str, *, words: int = 3) -> frozenset[str]:
    """Runs of consecutive lower-case words; a text shorter than that is one run."""
    if words < 1:
        raise ValueError("words must be at least 1")
    tokens = text.lower().split()
    if not tokens:
        raise ValueError("the text is empty: drop it before looking for duplicates")
    last = max(1, len(tokens) - words + 1)
    return frozenset(" ".join(tokens[i : i + words]) for i in range(last))


def minhash(
    sets: Sequence[frozenset[str]], *, n_hashes: int, rng: np.random.Generator
) -> Signatures:
    """Signatures (n, n_hashes): the smallest value of each hash over each set.

    Two sets agree in one entry with probability |A & B| / |A | B| (Broder, 1997), so
    the mean agreement of two rows estimates the Jaccard similarity with standard
    error sqrt(J * (1 - J) / n_hashes).
    """
    if any(isinstance(s, str) for s in sets):
        raise TypeError("sets must hold sets: pass each text through shingles first")
    if n_hashes < 1 or any(not s for s in sets):
        raise ValueError("n_hashes must be at least 1 and no set may be empty")
    salt = rng.integers(2**64, size=n_hashes, dtype=np.uint64)
    found = np.empty((len(sets), n_hashes), dtype=np.uint64)
    for i, members in enumerate(sets):
        digest = b"".join(blake2b(s.encode(), digest_size=8).digest() for s in members)
        base = np.frombuffer(digest, dtype="<u8").astype(np.uint64)  # (shingles,)
        found[i] = _mix(base[:, None] ^ salt).min(axis=0)
    return found


def candidate_pairs(signature: Signatures, *, bands: int) -> set[tuple[int, int]]:
    """Pairs i < j that agree in all entries of at least one of the equal bands.

    With r entries a band, a pair of similarity s is found with probability
    1 - (1 - s**r)**bands. Verify the candidates: they are not yet duplicates.
    """
    if signature.ndim != 2:
        raise ValueError("signature must be (n, n_hashes), as minhash returns it")
    if bands < 1 or signature.shape[1] % bands:
        raise ValueError(f"bands must divide the {signature.shape[1]} hashes")
    pairs: set[tuple[int, int]] = set()
    for band in np.split(signature, bands, axis=1):
        bucket: dict[bytes, list[int]] = defaultdict(list)
        for i, row in enumerate(np.ascontiguousarray(band)):
            bucket[row.tobytes()].append(i)
        for members in bucket.values():
            pairs.update(combinations(members, 2))
    return pairs


def _mix(x: Signatures) -> Signatures:
    """The finalizer of SplitMix64: a bijection of 64-bit words that looks random."""
    x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return x ^ (x >> np.uint64(31))
