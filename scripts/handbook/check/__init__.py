"""Model → problems: everything of the content's rules that a program can see.

A rule is a function from the handbook to problems; each says what is wrong and how to
mend it. The ledger of ids reports its own (`ledger.problems`).
"""

from __future__ import annotations

from datetime import date

from handbook.check import (
    anatomy,
    cards,
    code,
    counts,
    facts,
    front,
    ids,
    links,
    nav,
    prose,
    tracks,
)
from handbook.check.anatomy import SECTIONS
from handbook.model import Handbook, Problem

__all__ = ["SECTIONS", "check"]

_RULES = (anatomy, cards, code, counts, ids, links, nav, prose, tracks)


def check(handbook: Handbook, *, today: date) -> tuple[Problem, ...]:
    """All problems of the content, sorted by place."""
    found: set[Problem] = set()
    for rule in _RULES:
        found.update(rule.problems(handbook))
    found.update(front.problems(handbook, today))
    found.update(facts.problems(handbook, today))
    return tuple(sorted(found))
