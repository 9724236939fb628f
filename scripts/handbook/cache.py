"""Remembers results under the hash of what they were made from: nothing runs twice."""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
import time
from pathlib import Path

_DAY = 86_400.0


def digest(*parts: str | bytes) -> str:
    """SHA-256 of the parts; their lengths count, so ("ab", "c") is not ("a", "bc")."""
    total = hashlib.sha256()
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        total.update(b"%d:" % len(data))
        total.update(data)
    return total.hexdigest()


class Cache:
    """Bytes by kind and key, one file each; safe for several processes at once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, kind: str, key: str) -> Path:
        """Where the entry lies, or would lie."""
        return self.folder / kind / key[:2] / key[2:]

    def get(self, kind: str, key: str) -> bytes | None:
        """The remembered bytes, or None; being read keeps an entry alive."""
        path = self.path(kind, key)
        try:
            data = path.read_bytes()
            if time.time() - path.stat().st_mtime > _DAY:
                os.utime(path)
        except OSError:
            return None
        return data

    def put(self, kind: str, key: str, data: bytes) -> None:
        """Remember the bytes; a reader sees the whole entry or none."""
        path = self.path(kind, key)
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".new-")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            Path(temporary).replace(path)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise

    def prune(self, days: float = 30.0) -> int:
        """Forget what nobody read for so many days; returns how many entries."""
        oldest, forgotten = time.time() - days * _DAY, 0
        for path in sorted(self.folder.rglob("*")) if self.folder.is_dir() else ():
            with contextlib.suppress(OSError):
                if path.is_file() and path.stat().st_mtime < oldest:
                    path.unlink()
                    forgotten += 1
        return forgotten
