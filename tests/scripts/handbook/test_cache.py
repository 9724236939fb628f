"""Remembered results: whole or absent, found by all their inputs."""

import os
import time

from hypothesis import given
from hypothesis import strategies as st

from handbook.cache import Cache, digest


def test_what_was_put_is_found(tmp_path):
    cache = Cache(tmp_path / "c")
    assert cache.get("maths", "abcd") is None
    cache.put("maths", "abcd", b"\x00x")
    assert cache.get("maths", "abcd") == b"\x00x"
    assert cache.get("pages", "abcd") is None
    cache.put("maths", "abcd", b"y")
    assert cache.get("maths", "abcd") == b"y"


def test_no_temporary_file_stays(tmp_path):
    cache = Cache(tmp_path)
    cache.put("k", "abcd", b"x")
    assert [p.name for p in tmp_path.rglob("*") if p.is_file()] == ["cd"]


def test_old_entries_go_and_read_ones_stay(tmp_path):
    cache = Cache(tmp_path)
    old = time.time() - 40 * 86_400
    for key in ("aa11", "bb22"):
        cache.put("k", key, b"x")
        os.utime(cache.path("k", key), (old, old))
    assert cache.get("k", "aa11") == b"x"
    assert cache.prune(days=30) == 1
    assert cache.get("k", "aa11") == b"x"
    assert cache.get("k", "bb22") is None
    assert Cache(tmp_path / "none").prune() == 0


parts = st.lists(st.text(max_size=4) | st.binary(max_size=4), max_size=4)


@given(parts, parts)
def test_different_parts_have_different_digests(one, other):
    def plain(values):
        return [v.encode() if isinstance(v, str) else v for v in values]

    assert (digest(*one) == digest(*other)) == (plain(one) == plain(other))
