"""Front matter: the keys each kind of page must have, with values of the right type."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime

from handbook.check.report import error, listed, meant
from handbook.model import Handbook, Page, Problem

STATUSES = ("draft", "stub")
PROFILES = ("stories", "coding")
KEYS = (
    *("title", "summary", "expect", "minutes", "needs", "tags", "reviewed"),
    *("status", "profile", "cards", "aliases"),
)
# Keys the theme reads; ours and these are all a page may have.
THEME_KEYS = ("hide", "template", "icon", "search", "description", "subtitle")
REQUIRED = {
    "stub": ("title", "summary", "expect", "needs"),
    "full": ("title", "summary", "expect", "minutes", "needs", "tags", "reviewed"),
    "other": ("title",),
}
WANTED = {
    "title": "text",
    "summary": "one sentence",
    "expect": "text",
    "minutes": "a whole number above 0",
    "needs": "a list of page ids, [] for none",
    "tags": "a list of words",
    "reviewed": "a date such as 2026-11-22",
    "status": "draft or stub, or no such line",
    "profile": "stories or coding, or no such line",
    "cards": "a whole number above 0",
    "aliases": "a list of former paths such as concepts/c06-old-name.md",
}


def problems(handbook: Handbook, today: date) -> Iterator[Problem]:
    """What is missing, empty, mistyped or unknown."""
    paths = {page.path for page in handbook.pages}
    for page in handbook.pages:
        if page.front.readable:
            yield from _missing(page)
        yield from _mistyped(page)
        yield from _unknown(page)
        yield from _values(page, paths, today)


def _missing(page: Page) -> Iterator[Problem]:
    own = page.kind in ("concept", "design")
    level = ("stub" if page.front.status == "stub" else "full") if own else "other"
    for key in REQUIRED[level]:
        if key not in page.front.line_of:
            text = f"front matter lacks `{key}`: add `{key}:` with {WANTED[key]}"
            yield error(page, 1, text)


def _mistyped(page: Page) -> Iterator[Problem]:
    for key in KEYS:
        if key not in page.front.raw:
            continue
        value = page.front.raw[key]
        line = page.front.line_of.get(key, 1)
        empty = (
            value is None
            or value == ""
            or (isinstance(value, str) and not value.strip())
        )
        if empty or (value == [] and key == "tags" and page.front.status != "stub"):
            yield error(page, line, f"`{key}` is empty: give it {WANTED[key]}")
        elif not _fits(key, value):
            yield error(
                page, line, f"`{key}` has another type: it must be {WANTED[key]}"
            )


def _fits(key: str, value: object) -> bool:
    if key in ("minutes", "cards"):
        return isinstance(value, int) and not isinstance(value, bool) and value > 0
    if key in ("needs", "tags", "aliases"):
        return isinstance(value, list) and all(
            isinstance(item, str) and item.strip() for item in value
        )
    if key == "reviewed":
        return isinstance(value, date) and not isinstance(value, datetime)
    if key == "status":
        return value in STATUSES
    if key == "profile":
        return value in PROFILES
    return isinstance(value, str)


def _unknown(page: Page) -> Iterator[Problem]:
    known = (*KEYS, *THEME_KEYS)
    for key, line in page.front.line_of.items():
        if key not in known:
            hint = meant(key, known) or f": delete it (known: {listed(KEYS)})"
            yield error(page, line, f"unknown front matter key `{key}`{hint}")


def _values(page: Page, paths: set[str], today: date) -> Iterator[Problem]:
    front = page.front
    if front.reviewed and front.reviewed > today:
        text = (
            f"`reviewed` is in the future ({front.reviewed}): give the day it was done"
        )
        yield error(page, front.line_of.get("reviewed", 1), text)
    for alias in front.aliases:
        line = front.line_of.get("aliases", 1)
        if not re.fullmatch(r"docs/[\w./-]+\.md", alias) or ".." in alias:
            text = (
                f"alias `{alias}` is not a former path: write it like concepts/old.md"
            )
            yield error(page, line, text)
        elif alias in paths:
            text = f"alias `{alias}` is a page of today: drop the alias"
            yield error(page, line, text)
