"""Prose: no filler, American spelling, nothing left to do, no markup the CSP blocks."""

from __future__ import annotations

import re
from collections.abc import Iterator

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
        yield from _wording(page, _own_words(page))
        yield from _unfinished(page)
        yield from _markup(page)


def _own_words(page: Page) -> str:
    """The page's prose and summary, line by line; others' titles and quotes blanked."""
    lines = list(page.prose)
    for section in page.sections:
        if section.title == "Sources":
            for number in range(section.line, min(section.end - 1, len(lines))):
                lines[number] = ""
    footnote = False
    for index, line in enumerate(lines):
        footnote = line.startswith("[^") or (
            footnote and (line.startswith("    ") or not line.strip())
        )
        if footnote:
            lines[index] = ""
    for key in ("title", "summary", "expect"):
        value = " ".join(str(getattr(page.front, key)).split())
        lines[page.front.line_of.get(key, 1) - 1] = value
    return _QUOTED.sub(lambda m: " " * len(m[0]), "\n".join(lines))


def _wording(page: Page, text: str) -> Iterator[Problem]:
    for position, word in wordlists.filler(text):
        line = text.count("\n", 0, position) + 1
        yield error(page, line, f"`{word}` is filler: cut it, or say what you mean")
    for position, word, american in wordlists.british(text):
        line = text.count("\n", 0, position) + 1
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
