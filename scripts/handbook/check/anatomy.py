"""Sections: the right ones, in order, with something in them, at a readable length."""

from __future__ import annotations

from collections.abc import Iterator

from handbook.check.report import error, is_full, listed, meant, shortfall
from handbook.model import Handbook, Page, Problem, Section
from handbook.text import words

SECTIONS: dict[str, tuple[str, ...]] = {
    "concept": (
        "In one minute",
        "When to use it",
        "How it works",
        "Failure modes",
        "In production",
        "Questions",
        "Common wrong answers",
        "Checklist",
        "Cheat sheet",
        "Sources",
    ),
    "design": (
        "The prompt",
        "Clarifying questions",
        "1 Objective and constraints",
        "2 Data",
        "3 Modeling",
        "4 Serving",
        "5 Evaluation",
        "6 Monitoring",
        "Architecture",
        "Capacity and cost",
        "Core algorithm",
        "Failure drills",
        "Metrics",
        "Rubric",
        "Questions",
        "At other scales",
        "Checklist",
        "Sources",
    ),
}
WORDS = {"concept": (1_800, 3_000), "design": (2_500, 4_000)}
TOLERANCE = 0.10
ITEMS = (6, 10)
FIRST_ITEMS = ("define", "when", "failure-modes")


def problems(handbook: Handbook) -> Iterator[Problem]:
    """What is wrong with the pages' sections, headings, checklists and lengths."""
    for page in handbook.pages:
        if page.front.status == "stub":
            continue
        yield from _headings(page)
        if is_full(page):
            yield from _sections(page)
            yield from _empty(page)
            yield from _checklist(page)
            yield from _length(page)


def section(page: Page, title: str) -> Section | None:
    """The page's section of that title, or None."""
    return next((s for s in page.sections if s.title == title), None)


def _headings(page: Page) -> Iterator[Problem]:
    for heading in page.headings:
        if heading.level == 1:
            text = "the page's title comes from its front matter: use ## or deeper here"
            yield error(page, heading.line, text)
        if not heading.text:
            yield error(
                page, heading.line, "empty heading: give it a text or delete it"
            )


def _sections(page: Page) -> Iterator[Problem]:
    wanted = SECTIONS[page.kind]
    found = [s.title for s in page.sections]
    for index, part in enumerate(page.sections):
        if part.title not in wanted:
            near = meant(part.title, wanted) or (
                ": make it a ### heading inside the section it belongs to"
            )
            yield error(page, part.line, f"unknown section `{part.title}`{near}")
        elif part.title in found[:index]:
            text = f"section `{part.title}` stands twice: merge the two"
            yield error(page, part.line, text)
    for index, title in enumerate(wanted):
        if title not in found:
            later = (s.line for s in page.sections if s.title in wanted[index + 1 :])
            line = next(later, page.text.rstrip().count("\n") + 1)
            text = f"section `## {title}` is missing: write it before this line"
            yield shortfall(page, line, text)
    yield from _order(page, wanted)


def _order(page: Page, wanted: tuple[str, ...]) -> Iterator[Problem]:
    known = [s for s in page.sections if s.title in wanted]
    if len({s.title for s in known}) < len(known):
        return  # doubles are reported already
    right = sorted(known, key=lambda s: wanted.index(s.title))
    for found, expected in zip(known, right, strict=True):
        if found != expected:
            text = (
                f"section `{found.title}` is out of order: "
                f"`{expected.title}` comes here"
            )
            yield error(page, found.line, text)
            return  # the first one is enough to go by


def _empty(page: Page) -> Iterator[Problem]:
    lines = page.text.split("\n")
    for part in page.sections:
        body = range(part.line, min(part.end - 1, len(lines)))
        in_fence = any(part.line <= f.line < part.end for f in page.fences)
        in_card = any(part.line <= c.line < part.end for c in page.cards)
        formula = any(part.line <= f.line < part.end for f in page.formulas)
        written = any(
            page.prose[i].strip() and not lines[i].startswith("#") for i in body
        )
        if not (written or in_fence or in_card or formula):
            text = f"section `{part.title}` is empty: write it"
            yield shortfall(page, part.line, text)


def _checklist(page: Page) -> Iterator[Problem]:
    part = section(page, "Checklist")
    if part is None:
        return
    lines = page.text.split("\n")
    marked = {item.line for item in page.checklist}
    for item in page.checklist:
        if not part.line < item.line < part.end:
            text = (
                "a ck mark outside `## Checklist` is not counted: move the item there"
            )
            yield error(page, item.line, text)
    for number in range(part.line + 1, min(part.end, len(lines) + 1)):
        is_task = lines[number - 1].lstrip().startswith(("- [ ]", "* [ ]", "+ [ ]"))
        if is_task and number not in marked and page.prose[number - 1].strip():
            text = (
                f"checklist item without an id: end it with `<!-- ck: {page.id}-… -->`"
            )
            yield error(page, number, text)
    items = [i for i in page.checklist if part.line < i.line < part.end]
    low, high = ITEMS
    if not low <= len(items) <= high:
        text = f"the checklist has {len(items)} items: make it {low} to {high}"
        yield shortfall(page, part.line, text)
    first = tuple(f"{page.id}-{name}" for name in FIRST_ITEMS)
    if page.kind == "concept" and items and tuple(i.id for i in items[:3]) != first:
        text = f"other first ids of the checklist: make them {listed(first)}"
        yield error(page, items[0].line, text)


def _length(page: Page) -> Iterator[Problem]:
    questions = section(page, "Questions")
    if questions is None:
        return
    lines = page.text.split("\n")[page.body_line - 1 : questions.line - 1]
    count = words("\n".join(lines))
    low, high = WORDS[page.kind]
    if low <= count <= high:
        return
    mend = "say more" if count < low else "cut"
    text = f"{count:,} words before the cards, the aim is {low:,} to {high:,}: {mend}"
    near = low * (1 - TOLERANCE) <= count <= high * (1 + TOLERANCE)
    if near:
        yield Problem(page.path, questions.line, text, warning=True)
    else:
        yield shortfall(page, questions.line, text)
