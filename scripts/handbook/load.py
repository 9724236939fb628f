"""Disk → model: reads the whole repository's content once."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from handbook import ledger, parse
from handbook.model import Handbook, Problem

T = TypeVar("T")

_SKIPPED = frozenset({"__pycache__", "node_modules"})
_TREES = ("docs", "snippets", "tests")


def handbook(root: Path) -> tuple[Handbook, tuple[Problem, ...]]:
    """The content below `root`, and everything that could not be read."""
    root = root.resolve()
    problems: list[Problem] = []

    def take(path: str, read: Callable[[str], tuple[T, tuple[Problem, ...]]]) -> T:
        """Read one file; a missing one is empty, an unreadable one is a problem."""
        text = ""
        try:
            text = (root / path).read_bytes().decode("utf-8")
        except FileNotFoundError:
            pass
        except UnicodeDecodeError as error:
            say = f"not UTF-8 (byte {error.start + 1}): save the file as UTF-8"
            problems.append(Problem(path, 1, say))
        except OSError as error:
            say = f"can't be read ({error.strerror}): check the file and its rights"
            problems.append(Problem(path, 1, say))
        value, found = read(text)
        problems.extend(found)
        return value

    files = tuple(_files(root))
    nav = take("mkdocs.yml", parse.nav)
    facts, fact_lines = take("docs/facts.yml", _facts)
    order = {path: index for index, path in enumerate(nav.paths)}
    markdown = sorted(
        (path for path in files if _is_page(path)),
        key=lambda path: (order.get(path, len(order)), path),
    )
    result = Handbook(
        pages=tuple(take(path, _with(parse.page, path)) for path in markdown),
        parts=nav.parts,
        python=tuple(
            take(path, _with(parse.python, path))
            for path in files
            if path.startswith("snippets/") and path.endswith(".py")
        ),
        tests=frozenset(path for path in files if path.startswith("tests/snippets/")),
        facts=facts,
        tracks=take("docs/plan/tracks.yml", parse.tracks),
        ledger=take(ledger.PATH, ledger.parse),
        nav=nav.paths,
        files=frozenset(files),
        nav_lines=nav.line_of,
        unlisted=nav.unlisted,
        fact_lines=fact_lines,
    )
    return result, tuple(sorted(problems))


def _with(
    read: Callable[[str, str], tuple[T, tuple[Problem, ...]]], path: str
) -> Callable[[str], tuple[T, tuple[Problem, ...]]]:
    return lambda text: read(path, text)


def _facts(
    text: str,
) -> tuple[tuple[dict[str, dict[str, object]], dict[str, int]], tuple[Problem, ...]]:
    values, lines, problems = parse.facts(text)
    return (values, lines), problems


def _is_page(path: str) -> bool:
    return (
        path.startswith("docs/")
        and path.endswith(".md")
        and not path.startswith(("docs/overrides/", "docs/assets/"))
    )


def _files(root: Path) -> Iterator[str]:
    """Every file that content may point to, as a sorted walk."""
    yield from sorted(
        entry.name
        for entry in os.scandir(root)
        if entry.is_file() and not entry.name.startswith(".")
    )
    for tree in _TREES:
        for folder, folders, names in os.walk(root / tree):
            folders[:] = sorted(
                name
                for name in folders
                if name not in _SKIPPED and not name.startswith(".")
            )
            where = Path(folder).relative_to(root).as_posix()
            for name in sorted(names):
                if not name.startswith("."):
                    yield f"{where}/{name}"
