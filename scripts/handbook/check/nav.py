"""Navigation: every page in it, every entry a page, every file named by the rule."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pathspec

from handbook.check.report import error
from handbook.model import Handbook, Problem

MKDOCS = "mkdocs.yml"
# Pages that only the build makes, from docs/; nav and links may name them.
GENERATED = ("/practice/", "/checklists/", "/reference/", "/plan/index.md")


def problems(handbook: Handbook) -> Iterator[Problem]:
    """Pages that nav forgot, entries without a file, badly named pages."""
    unlisted = patterns(handbook.unlisted)
    listed = set(handbook.nav)
    for page in handbook.pages:
        place = page.path.removeprefix("docs/")
        if page.path not in listed and not unlisted.match_file(place):
            text = f"page missing from nav: add `- {place}` to mkdocs.yml"
            yield error(page, 1, text)
        folder, _, name = place.partition("/")
        letter = {"concepts": "c", "design": "d"}.get(folder)
        if letter and not page.id and name not in ("index.md", "template.md"):
            text = f"page name must be {letter}, two digits, a hyphen and words: "
            yield error(page, 1, f"{text}{folder}/{letter}26-time-series.md")
    for path in handbook.nav:
        if not exists(handbook, path):
            place = path.removeprefix("docs/")
            if re.search(r"\.(md|ipynb)$", place) or "." not in place:
                text = (
                    f"nav entry `{place}` has no file: write {path} or drop the entry"
                )
                yield Problem(MKDOCS, handbook.nav_lines.get(path, 1), text)


def exists(handbook: Handbook, path: str) -> bool:
    """Whether a path under docs/ is there on the built site, authored or generated."""
    if path in handbook.files or any(page.path == path for page in handbook.pages):
        return True
    place = path.removeprefix("docs/")
    if place.startswith("snippets/"):  # offered for download
        return place in handbook.files
    if place.startswith("projects/") and place.endswith(".ipynb"):
        return f"docs/{place.removesuffix('.ipynb')}.py" in handbook.files
    return patterns(GENERATED).match_file(place)


def patterns(lines: tuple[str, ...]) -> pathspec.GitIgnoreSpec:
    """Gitignore-style patterns, as mkdocs reads `not_in_nav`."""
    return pathspec.GitIgnoreSpec.from_lines(lines)
