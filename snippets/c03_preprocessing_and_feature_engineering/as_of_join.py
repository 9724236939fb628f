"""Point-in-time join, each event with the newest fact known then: O(n log n) time."""

from collections.abc import Hashable, Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]


def as_of_join(
    event_key: Sequence[Hashable],
    event_time: ArrayLike,
    fact_key: Sequence[Hashable],
    known_at: ArrayLike,
    value: ArrayLike,
    *,
    max_age: int | None = None,
    allow_equal: bool = False,
) -> tuple[Array, Array]:
    """Value and age of the newest fact of the same key before each event; NaN if none.

    known_at is when the fact could be read, not when it happened. Times are integers
    (such as epoch microseconds, one unit and one zone in both tables), so no digits
    are lost. Facts as old as max_age still count; a fact of the same instant counts
    only with allow_equal. Rows may come in any order. Both results have shape (n,).
    """
    now, known = _times(event_time, "event_time"), _times(known_at, "known_at")
    facts = np.asarray(value, dtype=np.float64)
    if now.size != len(event_key) or known.size != len(fact_key):
        raise ValueError("a key and a time are needed for each event and each fact")
    if facts.shape != known.shape:
        raise ValueError("value must hold one number for each fact")
    if max_age is not None and max_age < 0:
        raise ValueError("max_age must be 0 or more")
    if any(k is None or k != k for k in (*event_key, *fact_key)):
        raise ValueError("a key is None or NaN: it would join strangers")
    code: dict[Hashable, int] = {}
    m, n = known.size, now.size
    key = np.array(
        [code.setdefault(k, len(code)) for k in (*fact_key, *event_key)], dtype=np.int64
    )
    pairs = np.column_stack([key[:m], known])
    if len(np.unique(pairs, axis=0)) < m:
        raise ValueError("two facts share key and time: keep the one that was served")
    time = np.concatenate([known, now])
    is_event = np.repeat([False, True], [m, n])
    # at equal times events sort first, so that they cannot see that instant's fact
    rank = is_event if allow_equal else ~is_event
    order = np.lexsort((rank, time, key))  # by key, then time, then rank
    newest = np.maximum.accumulate(np.where(is_event[order], -1, np.arange(m + n)))
    found = np.full(m + n, -1)
    found[order] = np.where(newest >= 0, order[newest], -1)
    fact = found[m:]  # (n,) newest fact of this or of an earlier key
    known_fact = np.flatnonzero(fact >= 0)
    same = known_fact[key[fact[known_fact]] == key[m:][known_fact]]
    age = now[same] - known[fact[same]]
    if max_age is not None:
        same, age = same[age <= max_age], age[age <= max_age]
    joined, ages = np.full(n, np.nan), np.full(n, np.nan)
    joined[same], ages[same] = facts[fact[same]], age
    return joined, ages


def _times(x: ArrayLike, name: str) -> NDArray[np.int64]:
    times = np.asarray(x)
    if times.ndim != 1 or (times.size and times.dtype.kind != "i"):
        raise TypeError(f"{name} must be a 1-D array of signed integers")
    return times.astype(np.int64)
