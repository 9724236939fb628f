"""Question cards: attributes, parts, and how much each part must hold."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handbook.check.anatomy import section
from handbook.check.report import error, is_full, listed, meant, shortfall
from handbook.model import Card, Handbook, Page, Problem
from handbook.text import words

COVERS = {
    "theory": ("definition", "pros-cons", "assumptions"),
    "applied": ("debugging", "trade-offs", "deployment"),
}
ALL_COVERS = (*COVERS["theory"], *COVERS["applied"])
KINDS = ("theory", "applied", "coding", "design", "behavioral")
LEVELS = ("core", "hard")
ORDER = ("30s", "2m", "must-say", "follow-ups", "red-flag", "deep-dive")
LABELS = {
    "30s": "**In 30 seconds.**",
    "2m": "**In two minutes.**",
    "must-say": "**Must say**",
    "follow-ups": "**Follow-ups**",
    "red-flag": "**Red flag.**",
    "deep-dive": "**Deep dive.**",
}
ANSWER_WORDS = (90, 220)
FACTS = (3, 6)
FOLLOW_UPS = 2
_FOLLOW_UP = re.compile(r"^([*_])(?P<question>.+?)\1(?P<answer>.*)$", re.S)


def problems(handbook: Handbook) -> Iterator[Problem]:
    """What is wrong with each card, and with the order of a page's cards."""
    for page in handbook.pages:
        if page.front.status == "stub":
            continue
        for card in page.cards:
            yield from _attributes(page, card)
            yield from _parts(page, card)
            yield from _amounts(page, card)
        if is_full(page):
            yield from _place(page)
            yield from _order(page)


def _attributes(page: Page, card: Card) -> Iterator[Problem]:
    if not card.question:
        yield error(
            page, card.line, "card without a question: `/// details | Question`"
        )
    for name, value, known in (
        ("kind", card.kind, KINDS),
        ("level", card.level, LEVELS),
    ):
        if value not in known:
            what = f"unknown data-{name} `{value}`" if value else f"no data-{name}"
            yield error(page, card.line, f"card has {what}: use {listed(known)}")
    allowed = COVERS.get(card.kind, ALL_COVERS)
    if card.kind in COVERS and not card.covers:
        text = f"card has no data-covers: use {listed(allowed)}"
        yield error(page, card.line, text)
    for cover in card.covers:
        if cover not in ALL_COVERS:
            text = f"unknown data-covers `{cover}`{meant(cover, ALL_COVERS)}"
            yield error(page, card.line, f"{text} (all: {listed(ALL_COVERS)})")
        elif cover not in allowed:
            text = f"`{cover}` is not for a card of kind {card.kind}"
            yield error(page, card.line, f"{text}: use {listed(allowed)}")


def _parts(page: Page, card: Card) -> Iterator[Problem]:
    names = [part.name for part in card.parts]
    for index, part in enumerate(card.parts):
        label = LABELS[part.name]
        if part.name in names[:index]:
            yield error(page, part.line, f"{label} stands twice in this card: keep one")
        elif not part.text:
            yield shortfall(page, part.line, f"{label} is empty: write it")
    if names != sorted(names, key=ORDER.index):
        right = ", ".join(LABELS[n] for n in sorted(set(names), key=ORDER.index))
        text = f"card parts are out of order: write {right}"
        yield error(page, card.line, text)
    missing = [name for name in ORDER[:5] if name not in names]
    if "2m" not in names:  # a short card: either of the last two will do
        missing = [name for name in missing if name in ("30s", "must-say")]
        if "follow-ups" not in names and "red-flag" not in names:
            missing.append("red-flag")
    if missing:
        labels = ", ".join(LABELS[name] for name in missing)
        size = "full" if "2m" in names else "short"
        text = f"{size} card `{card.id or card.question}` lacks {labels}: write it"
        yield shortfall(page, card.line, text)


def _amounts(page: Page, card: Card) -> Iterator[Problem]:
    answer = card.part("2m")
    low, high = ANSWER_WORDS
    if answer and answer.text and not low <= (count := words(answer.text)) <= high:
        mend = "say more" if count < low else "cut, or move detail to a deep dive"
        text = f"the two-minute answer has {count} words, not {low} to {high}: {mend}"
        yield shortfall(page, answer.line, text)
    facts = card.part("must-say")
    low, high = FACTS
    if facts and facts.text:
        ticks = len(re.findall(r"(?m)^ {0,3}[-*+] +\[[ xX]\] +\S", facts.text))
        if ticks < len(facts.items):
            text = "every fact under **Must say** is ticked: start it with `- [ ] `"
            yield error(page, facts.line, text)
        elif not low <= ticks <= high:
            text = f"**Must say** has {ticks} facts: make it {low} to {high}"
            yield shortfall(page, facts.line, text)
    ladder = card.part("follow-ups")
    if ladder and ladder.text:
        # On a short card the red flag does; a follow-up beside it is a gift.
        gift = answer is None and card.part("red-flag") is not None
        yield from _follow_ups(
            page, ladder.line, ladder.items, 1 if gift else FOLLOW_UPS
        )


def _follow_ups(
    page: Page, line: int, items: tuple[str, ...], least: int
) -> Iterator[Problem]:
    if len(items) < least:
        text = f"**Follow-ups** has {len(items)}: give at least {least}"
        yield shortfall(page, line, text)
    for item in items:
        match = _FOLLOW_UP.match(item)
        shown = " ".join(item.split())[:40]
        if not match:
            text = (
                f"follow-up `{shown}…` in another form: write `- *Question?* Answer.`"
            )
            yield error(page, line, text)
        elif not any(c.isalnum() for c in match["answer"]):
            text = f"follow-up `{shown}` has no answer: add it after the question"
            yield shortfall(page, line, text)


def _place(page: Page) -> Iterator[Problem]:
    part = section(page, "Questions")
    if part is None:
        return
    for card in page.cards:
        if not part.line < card.line < part.end:
            text = "a question card belongs under `## Questions`: move it there"
            yield error(page, card.line, text)


def _order(page: Page) -> Iterator[Problem]:
    """Theory first, then applied, then hard; other profiles order as they like."""
    if page.kind != "concept" or page.front.profile:
        return
    last = 0
    for card in page.cards:
        if card.kind not in KINDS or card.level not in LEVELS:
            continue
        rank = 2 if card.level == "hard" else int(card.kind != "theory")
        if rank < last:
            name = ("theory", "applied", "hard")[rank]
            text = f"cards run theory, applied, hard: move this {name} card up"
            yield error(page, card.line, text)
            return
        last = rank
