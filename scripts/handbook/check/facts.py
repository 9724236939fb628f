"""Facts that age: page and docs/facts.yml agree, with a source and a recent review."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from handbook.check.report import error, meant
from handbook.model import Fact, Handbook, Page, Problem

FACTS = "docs/facts.yml"
FRESH = timedelta(days=183)


def problems(handbook: Handbook, today: date) -> Iterator[Problem]:
    """Facts that are unknown, unused, unsourced, out of step or out of date."""
    used: set[str] = set()
    for page in handbook.pages:
        for fact in page.facts:
            used.add(fact.key)
            if page.front.status != "stub":
                yield from _mark(handbook, page, fact)
    for key, fields in handbook.facts.items():
        line = handbook.fact_lines.get(key, 1)
        for text, warning in _entry(key, fields, today):
            yield Problem(FACTS, line, text, warning)
        if key not in used:
            mend = f"mark it `<!-- fact: {key} -->`, or delete it"
            text = f"no page uses fact `{key}`: {mend}"
            yield Problem(FACTS, line, text)


def _mark(handbook: Handbook, page: Page, fact: Fact) -> Iterator[Problem]:
    if fact.key not in handbook.facts:
        hint = meant(fact.key, handbook.facts) or f": add it to {FACTS}"
        yield error(page, fact.line, f"unknown fact `{fact.key}`{hint}")
        return
    value = handbook.facts[fact.key].get("value")
    if not isinstance(value, str) or not value.strip():
        return  # reported where it stands
    before = fact.before.removesuffix(value)
    joined = bool(before) and before[-1].isalnum() and value[:1].isalnum()
    if before == fact.before or joined:
        text = (
            f"fact `{fact.key}` is `{value}` in {FACTS}, not what stands before the "
            "mark: make both the same"
        )
        yield error(page, fact.line, text)


def _entry(
    key: str, fields: dict[str, object], today: date
) -> Iterator[tuple[str, bool]]:
    value, source = fields.get("value"), fields.get("source")
    if value is None or value == "":
        yield f"fact `{key}` has no value: give it as printed, in quotes", False
    elif not isinstance(value, str):
        yield f'fact `{key}`: put the value in quotes, as printed: "{value}"', False
    if not isinstance(source, str) or not source.strip():
        yield (
            f"fact `{key}` has no source: name the page or paper it was read in",
            False,
        )
    reviewed = fields.get("reviewed")
    if isinstance(reviewed, datetime) or not isinstance(reviewed, date):
        yield f"fact `{key}` has no review date: add `reviewed: 2026-11-22`", False
    elif reviewed > today:
        yield (
            f"fact `{key}` was reviewed in the future: give the day it was done",
            False,
        )
    elif today - reviewed > FRESH:
        yield (
            f"fact `{key}` was reviewed on {reviewed}: look again, update the date",
            True,
        )
    for name in fields.keys() - {"value", "source", "reviewed"}:
        yield f"fact `{key}` has an unknown field `{name}`: delete it", False
