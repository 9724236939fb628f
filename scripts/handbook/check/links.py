"""Links and images: they lead somewhere, stay on our host, and say what they show."""

from __future__ import annotations

import difflib
import posixpath
import re
from collections.abc import Iterable, Iterator
from urllib.parse import unquote

from handbook.check.nav import exists
from handbook.check.report import error, meant
from handbook.model import Handbook, Image, Link, Page, Problem
from handbook.text import slug

_SCHEME = re.compile(r"^([a-z][a-z0-9+.-]*):", re.I)
_FOOTNOTE = re.compile(r"\[\^([^\]\s]+)\](?!\()")
_FOOTNOTE_TEXT = re.compile(r"^ {0,3}\[\^([^\]\s]+)\]:")
_GIVEN_IDS = (
    re.compile(r"\{[^{}\n]*?#([\w:.-]+)"),  # attribute lists: { #id }
    re.compile(r"\bid\s*[:=]\s*[\"']?([\w:.-]+)"),  # HTML and block attributes
)


def problems(handbook: Handbook) -> Iterator[Problem]:
    """Links and images that are broken, foreign or mute."""
    anchors = {page.path: _anchors(page) for page in handbook.pages}
    for page in handbook.pages:
        if page.front.status == "stub":
            continue
        for link in page.links:
            yield from _link(handbook, page, link, anchors)
        for image in page.images:
            yield from _image(handbook, page, image)
        yield from _diagrams(page)
        yield from _footnotes(page)


def _link(
    handbook: Handbook, page: Page, link: Link, anchors: dict[str, frozenset[str]]
) -> Iterator[Problem]:
    target, _, anchor = link.target.partition("#")
    scheme = _SCHEME.match(target)
    if scheme and scheme[1].lower() in ("http", "https", "mailto"):
        return
    path = _resolve(page, target) if target else page.path
    if not link.target:
        text = f"link `{link.text}` leads nowhere: give it a target"
    elif scheme:
        text = f"link with scheme `{scheme[1]}`: use https, mailto or a relative path"
    elif target.startswith("/"):
        text = (
            f"link `{link.target}` starts at the root: write it relative to this page"
        )
    elif not path.startswith("docs/"):
        text = f"link `{link.target}` leaves docs/: readers of the site can't follow it"
    elif not exists(handbook, path):
        text = f"link to `{link.target}`, which doesn't exist"
        text += _nearest(page, path, anchors)
    elif anchor and path in anchors and not _has(anchors[path], anchor):
        text = f"link to `#{anchor}`, which {path} doesn't have"
        text += meant(anchor, anchors[path]) or ": correct the anchor"
    else:
        return
    yield error(page, link.line, text)


def _image(handbook: Handbook, page: Page, image: Image) -> Iterator[Problem]:
    if not image.alt:
        text = "image without alt text: say in the brackets what is seen"
        yield error(page, image.line, text)
    target = image.target.partition("#")[0]
    if re.match(r"(?:https?:)?//", target, re.I):
        text = f"image from another host ({target}): keep it in docs/assets/"
        yield error(page, image.line, text)
    elif not target:
        yield error(page, image.line, "image without a target: give its path")
    elif not _SCHEME.match(target) and not exists(handbook, _resolve(page, target)):
        text = f"image `{target}` doesn't exist: correct the path"
        yield error(page, image.line, text)


def _diagrams(page: Page) -> Iterator[Problem]:
    for fence in page.fences:
        if fence.language != "mermaid":
            continue
        for key, what in (("accTitle", "its title"), ("accDescr", "what it shows")):
            if not re.search(rf"(?m)^\s*{key}\s*(?::[ \t]*\S|\{{)", fence.text):
                text = f"diagram without {key}: add a line `{key}: …` with {what}"
                yield error(page, fence.line, text)


def _resolve(page: Page, target: str) -> str:
    here = posixpath.dirname(page.path)
    return posixpath.normpath(posixpath.join(here, unquote(target)))


def _nearest(page: Page, path: str, paths: Iterable[str]) -> str:
    near = difflib.get_close_matches(path, sorted(paths), 1, 0.8)
    if not near:
        return ": correct the path"
    relative = posixpath.relpath(near[0], posixpath.dirname(page.path))
    return f": did you mean `{relative}`?"


def _footnotes(page: Page) -> Iterator[Problem]:
    """Every footnote has a text, and every text a place that points to it."""
    texts: dict[str, int] = {}
    uses: dict[str, int] = {}
    for number, line in enumerate(page.prose, start=1):
        if "[^" not in line:
            continue
        if definition := _FOOTNOTE_TEXT.match(line):
            texts.setdefault(definition[1], number)
            line = line[definition.end() :]
        for name in _FOOTNOTE.findall(line):
            uses.setdefault(name, number)
    for name in uses.keys() - texts.keys():
        text = f"footnote `[^{name}]` has no text: add a line `[^{name}]: …`"
        yield error(page, uses[name], text)
    for name in texts.keys() - uses.keys():
        text = f"nothing points to footnote `[^{name}]`: mark its place, or delete it"
        yield error(page, texts[name], text)


def _has(anchors: frozenset[str], anchor: str) -> bool:
    return unquote(anchor) in anchors or anchor.startswith(("fn:", "fnref:"))


def _anchors(page: Page) -> frozenset[str]:
    """Every anchor of the built page, numbered as Python-Markdown numbers doubles."""
    used = {card.id for card in page.cards} | {item.id for item in page.checklist}
    for pattern in _GIVEN_IDS:
        used.update(pattern.findall(page.text))
    for title in (page.front.title, *(h.text for h in page.headings if not h.anchor)):
        name = slug(title)
        while not name or name in used:
            stem, _, count = name.rpartition("_")
            name = (
                f"{stem}_{int(count) + 1}"
                if count.isdecimal() and stem
                else f"{name}_1"
            )
        used.add(name)
    return frozenset(used)
