"""Floors: how many cards, figures and claims a finished page has at least."""

from __future__ import annotations

from collections.abc import Iterator

from handbook.check.anatomy import section
from handbook.check.cards import ALL_COVERS
from handbook.check.report import is_full, listed, shortfall
from handbook.model import Handbook, Page, Problem

CARDS = {"concept": 20, "design": 12}
FULL = {"concept": 12, "design": 8}
THEORY = 7
APPLIED = 7
HARD = 5
FIGURES = 2
CLAIMS = 4


def problems(handbook: Handbook) -> Iterator[Problem]:
    """Every count that is under its floor."""
    for page in handbook.pages:
        if is_full(page):
            questions = section(page, "Questions")
            line = questions.line if questions else page.body_line
            for what, count, floor, mend in _floors(page):
                if count < floor:
                    text = f"{what}, {count} so far: {mend.format(floor)}"
                    yield shortfall(page, line, text)
            yield from _covers(page, line)


def _floors(page: Page) -> Iterator[tuple[str, int, int, str]]:
    cards, profile = page.cards, page.front.profile
    write = "write at least {}"
    floor = page.front.cards or CARDS[page.kind]
    yield "question cards", len(cards), floor, write
    yield "full cards", sum(c.full for c in cards), FULL[page.kind], write
    if page.kind != "concept":
        return
    yield "cards of level hard", sum(c.level == "hard" for c in cards), HARD, write
    if profile not in ("stories", "coding"):
        for kind, least in (("theory", THEORY), ("applied", APPLIED)):
            yield f"{kind} cards", sum(c.kind == kind for c in cards), least, write
    if profile != "stories":
        figures = {i.target for i in page.images if i.target.startswith("figure:")}
        draw = "draw at least {} in figures.py"
        yield "figures of our own", len(figures), FIGURES, draw
        names = {claim.name for claim in page.claims}
        compute = "recompute at least {} numbers in claims.py"
        yield "claims", len(names), CLAIMS, compute


def _covers(page: Page, line: int) -> Iterator[Problem]:
    if page.kind != "concept" or page.front.profile == "stories":
        return
    found = {cover for card in page.cards for cover in card.covers}
    if missing := [cover for cover in ALL_COVERS if cover not in found]:
        text = f"no card covers {listed(missing)}: all six kinds of question are asked"
        yield shortfall(page, line, text)
