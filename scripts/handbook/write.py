"""Model → disk: whole files or whole trees at once, unchanged ones left untouched."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from handbook.model import HandbookError


def text(path: Path, content: str) -> bool:
    """Write UTF-8 text as it is; return whether the file changed."""
    return data(path, content.encode("utf-8"))


def data(path: Path, content: bytes) -> bool:
    """Write bytes by way of a temporary file; return whether the file changed."""
    with contextlib.suppress(OSError):
        if path.is_file() and path.read_bytes() == content:
            return False
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        temporary.write_bytes(content)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
    return True


def swap_tree(new: Path, target: Path) -> None:
    """Put the folder `new` in the place of `target`; on failure the old one stays.

    Both must lie on the same file system: the swap is two renames.
    """
    if not new.is_dir():
        raise HandbookError(f"nothing to put in place: {new} is not a folder")
    target.parent.mkdir(parents=True, exist_ok=True)
    old = target.with_name(f".{target.name}.{os.getpid()}.old")
    _remove(old)
    if target.exists():
        target.rename(old)
    try:
        new.rename(target)
    except OSError:
        if old.exists():
            old.rename(target)
        raise
    _remove(old)


def sync_tree(staged: Mapping[str, bytes | str], target: Path) -> int:
    """Make `target` hold exactly the staged files; return how many changed."""
    wanted = {_safe(name): content for name, content in staged.items()}
    present, empty_candidates = _present(target)
    deleted = sorted(present - wanted.keys())
    for name in deleted:
        (target / name).unlink()
    for folder in empty_candidates:  # deepest first; full ones stay
        with contextlib.suppress(OSError):
            folder.rmdir()
    changed = len(deleted)
    for name, content in sorted(wanted.items()):
        encoded = content.encode("utf-8") if isinstance(content, str) else content
        changed += data(target / name, encoded)
    target.mkdir(parents=True, exist_ok=True)
    return changed


def _safe(name: str) -> str:
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or not path.parts or "\\" in name:
        raise HandbookError(f"won't write outside the target folder: {name!r}")
    return path.as_posix()


def _present(target: Path) -> tuple[set[str], list[Path]]:
    """The files below target (links count as files) and its folders, deepest first."""
    files: set[str] = set()
    below: list[Path] = []
    for folder, folders, names in os.walk(target):
        here = Path(folder)
        links = [name for name in folders if (here / name).is_symlink()]
        folders[:] = [name for name in folders if name not in links]
        files |= {(here / n).relative_to(target).as_posix() for n in (*names, *links)}
        below += [here / name for name in folders]
    return files, sorted(below, key=lambda p: len(p.parts), reverse=True)


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
