"""Lays a .gz beside every text file, for servers that send it as it is."""

from __future__ import annotations

import gzip
from pathlib import Path

SUFFIXES = frozenset(
    (".css", ".html", ".js", ".json", ".svg", ".txt", ".webmanifest", ".xml")
)
_LEAST = 1024  # below, the headers weigh more than what is saved


def run(site: Path) -> int:
    """Compress the site; returns how many files got a twin. Same bytes every time."""
    count = 0
    for path in sorted(site.rglob("*")):
        if path.suffix in SUFFIXES and path.is_file() and path.stat().st_size >= _LEAST:
            packed = gzip.compress(path.read_bytes(), compresslevel=9, mtime=0)
            path.with_name(path.name + ".gz").write_bytes(packed)
            count += 1
    return count
