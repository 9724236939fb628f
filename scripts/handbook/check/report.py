"""How rules report: an error, or a shortfall that a draft may still have."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from handbook.model import Page, Problem


def error(page: Page, line: int, text: str) -> Problem:
    """Something wrong whatever the page's status."""
    return Problem(page.path, line, text)


def shortfall(page: Page, line: int, text: str) -> Problem:
    """Something missing: an error on a finished page, a warning on a draft."""
    return Problem(page.path, line, text, warning=page.front.status == "draft")


def is_full(page: Page) -> bool:
    """Whether the rules of concept and design pages hold for the page's body."""
    return page.kind in ("concept", "design") and page.front.status != "stub"


def meant(name: str, known: Iterable[str]) -> str:
    """`: did you mean x?` where a known name is close, else nothing."""
    near = difflib.get_close_matches(name, sorted(known), 1, 0.7)
    return f": did you mean `{near[0]}`?" if near else ""


def listed(names: Iterable[str]) -> str:
    """The names in backticks, commas between."""
    return ", ".join(f"`{name}`" for name in names)
