"""Prose: no filler, American spelling, nothing left to do, no markup the CSP blocks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from handbook.check import wordlists
from handbook.check.report import error, shortfall
from handbook.model import Handbook, Page, Problem

_QUOTED = re.compile(r"“[^”\n]{1,200}”|(?<!\w)\"[^\"\n]{1,200}\"(?!\w)")
_TODO = re.compile(r"\b(?:TODO|FIXME|XXX)\b|\b[Ll]orem\b")
_TAG = re.compile(r"<(?P<name>[a-zA-Z][\w-]*)(?P<attributes>(?:\s[^<>]*)?)/?>")
_HANDLER = re.compile(r"\s(?P<name>style|on[a-z]+)\s*=", re.I)
_ATTRIBUTE_LIST = re.compile(r"\{[^{}\n]*?[\s:{](?P<name>style|on[a-z]+)\s*=[^{}\n]*\}")
_BLOCKED_TAGS = frozenset(
    ["script", "style", "iframe", "object", "embed", "base", "form", "link", "meta"]
)
_INLINE_CODE = re.compile(r"(`+)[^`].*?\1")


def problems(handbook: Handbook) -> Iterator[Problem]:
    """Words and markup that have no place on a page."""
    for page in handbook.pages:
        if page.front.status == "stub":
            continue
        for line, text in chain(_front(page), _stretches(page)):
            yield from _wording(page, line, text)
        yield from _unfinished(page)
        yield from _markup(page)


def _front(page: Page) -> Iterator[tuple[int, str]]:
    for key in ("title", "summary", "expect"):
        yield page.front.line_of.get(key, 1), str(getattr(page.front, key))


def _stretches(page: Page) -> Iterator[tuple[int, str]]:
    """Prose by first line; titles under Sources and in footnotes are others' words."""
    skipped: set[int] = set()
    for section in page.sections:
        if section.title == "Sources":
            skipped.update(range(section.line, section.end))
    stretch: list[str] = []
    footnote = False
    start = 1
    for number, line in enumerate(page.prose, start=1):
        footnote = line.startswith("[^") or (
            footnote and (line.startswith("    ") or not line.strip())
        )
        if number in skipped or footnote:
            line = ""
        if line.strip():
            if not stretch:
                start = number
            stretch.append(line)
        elif stretch:
            yield start, "\n".join(stretch)
            stretch = []
    if stretch:
        yield start, "\n".join(stretch)


def _wording(page: Page, start: int, text: str) -> Iterator[Problem]:
    text = _QUOTED.sub(lambda m: re.sub(r"[^\n]", " ", m[0]), text)
    for position, word in wordlists.filler(text):
        line = start + text.count("\n", 0, position)
        yield error(page, line, f"`{word}` is filler: cut it, or say what you mean")
    for position, word, american in wordlists.british(text):
        line = start + text.count("\n", 0, position)
        yield error(page, line, f"`{word}` is British: write `{american}`")


def _unfinished(page: Page) -> Iterator[Problem]:
    code = {n for f in page.fences for n in range(f.line, f.end)}
    for number, line in enumerate(page.text.split("\n"), start=1):
        if number not in code and (match := _TODO.search(_INLINE_CODE.sub("", line))):
            text = f"`{match[0]}` is left in the text: do it, or take it out"
            yield shortfall(page, number, text)


def _markup(page: Page) -> Iterator[Problem]:
    for number, line in enumerate(page.prose, start=1):
        for tag in _TAG.finditer(line) if "<" in line else ():
            name = tag["name"].lower()
            if name in _BLOCKED_TAGS:
                text = f"raw <{name}> is blocked on the site: use Markdown instead"
                yield error(page, number, text)
            if found := _HANDLER.search(tag["attributes"]):
                yield error(page, number, _blocked(found["name"]))
        for found in _ATTRIBUTE_LIST.finditer(line) if "{" in line else ():
            yield error(page, number, _blocked(found["name"]))


def _blocked(attribute: str) -> str:
    return (
        f"the site's policy blocks `{attribute}=` attributes: use a class, and put the "
        "rest into docs/assets/"
    )
