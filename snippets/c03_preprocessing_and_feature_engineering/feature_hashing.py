"""Signed feature hashing with MurmurHash3, no vocabulary: O(tokens) time."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

MASK = 0xFFFFFFFF


def murmur3_32(data: bytes, *, seed: int = 0) -> int:
    """Unsigned 32-bit MurmurHash3 (Appleby, public domain), the same on any machine.

    Python's own hash() of a string is salted in each process: never use it here.
    """
    if not 0 <= seed <= MASK:
        raise ValueError("seed must fit into 32 bits")
    h = seed
    body = len(data) - len(data) % 4
    for start in range(0, body, 4):
        h ^= _scramble(int.from_bytes(data[start : start + 4], "little"))
        h = (_rotate(h, 13) * 5 + 0xE6546B64) & MASK
    h ^= _scramble(int.from_bytes(data[body:], "little"))  # 0 to 3 bytes left
    h ^= len(data)
    h = ((h ^ (h >> 16)) * 0x85EBCA6B) & MASK
    h = ((h ^ (h >> 13)) * 0xC2B2AE35) & MASK
    return h ^ (h >> 16)


def hash_tokens(
    rows: Sequence[Sequence[str]], n_columns: int, *, seed: int = 0
) -> NDArray[np.float64]:
    """Table (n, n_columns); each token, such as "city=Lyon", adds +1 or -1 to a column.

    The sign is one more hashed bit: products of colliding tokens cancel on average,
    so inner products stay unbiased over the choice of hash (Weinberger et al., 2009).
    """
    if n_columns < 1:
        raise ValueError("n_columns must be at least 1")
    table = np.zeros((len(rows), n_columns))
    for i, tokens in enumerate(rows):
        if isinstance(tokens, str):
            raise TypeError(f"row {i} is one string: pass a list of tokens")
        for token in tokens:
            if not isinstance(token, str):
                raise TypeError(f"row {i} holds {token!r}: make it 'field=value'")
            h = murmur3_32(token.encode(), seed=seed)
            signed = h - (1 << 32) if h >> 31 else h
            table[i, abs(signed) % n_columns] += -1.0 if signed < 0 else 1.0
    return table


def _rotate(x: int, bits: int) -> int:
    return ((x << bits) | (x >> (32 - bits))) & MASK


def _scramble(block: int) -> int:
    return (_rotate((block * 0xCC9E2D51) & MASK, 15) * 0x1B873593) & MASK
