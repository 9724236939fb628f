"""One authored Markdown page: text in, Page and syntax problems out."""

from __future__ import annotations

import re

from handbook.model import Heading, Page, Problem, Section
from handbook.parse import cards, frontmatter, marks, mask
from handbook.parse.scan import Scan, scan
from handbook.text import unix

_PLACES = {"concepts": ("c", "concept"), "design": ("d", "design")}


def page(path: str, text: str) -> tuple[Page, tuple[Problem, ...]]:
    """The page at `path`, and every fault of syntax; never raises on any text."""
    text = unix(text)
    lines = text.split("\n")
    front, body_line, problems = frontmatter.read(path, lines)
    found = scan(path, lines, body_line)
    masked = mask.mask(path, found)
    prose = mask.without_comments(masked.marked)
    inline = marks.read(path, found, masked.marked, prose)
    questions, label_problems = cards.cards(path, found)
    page_id, kind = identify(path)
    result = Page(
        path=path,
        id=page_id,
        kind=kind,
        front=front,
        text=text,
        body_line=body_line,
        sections=_sections(found),
        cards=tuple(questions),
        checklist=tuple(inline.checklist),
        claims=tuple(inline.claims),
        facts=tuple(inline.facts),
        snippets=tuple(inline.snippets),
        images=tuple(inline.images),
        formulas=tuple(sorted(masked.formulas, key=lambda f: f.line)),
        fences=tuple(found.fences),
        headings=tuple(heading for heading, _ in found.headings),
        links=tuple(inline.links),
        prose=tuple(marks.blank_targets(prose)),
    )
    problems += found.problems + masked.problems + inline.problems + label_problems
    return result, tuple(sorted(set(problems)))


def identify(path: str) -> tuple[str, str]:
    """The page's permanent id and kind, both read off its path."""
    folder, _, name = path.removeprefix("docs/").partition("/")
    if folder in _PLACES:
        letter, kind = _PLACES[folder]
        if match := re.fullmatch(rf"({letter}\d\d)-[a-z0-9]+(?:-[a-z0-9]+)*\.md", name):
            return match[1], kind
    return "", "guide" if folder == "guide" and name else "page"


def _sections(found: Scan) -> tuple[Section, ...]:
    tops: list[Heading] = [
        h for h, depth in found.headings if h.level == 2 and not depth
    ]
    ends = [h.line for h in tops[1:]] + [len(found.lines) + 1]
    return tuple(Section(h.text, h.line, e) for h, e in zip(tops, ends, strict=False))
