"""One page on its way through the steps: its tree, its source, what it needs."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from urllib.parse import unquote, urlsplit

import lxml.html
from lxml.html import HtmlElement

from handbook.cache import Cache, digest
from handbook.model import Problem

MATHS = "maths"  # stylesheet of KaTeX's declarations
INLINE = "inline"  # stylesheet of all other former style attributes


@dataclass
class Page:
    """A built page while the steps work on it; they add to the lists at the end."""

    url: str  # path within the site: concepts/c08-….html
    tree: HtmlElement
    site: Path
    root: Path
    cache: Cache
    source: Path | None = None  # the authored file
    problems: list[Problem] = field(default_factory=list)
    styles: dict[str, dict[str, str]] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)  # site path → cache key
    inputs: dict[str, str] = field(default_factory=dict)  # file → content hash
    counts: dict[str, int] = field(default_factory=dict)
    fragments: list[str] = field(default_factory=list)  # put in after serializing

    @cached_property
    def text(self) -> str:
        """The authored file's text; empty where a page has none."""
        return self.source.read_text("utf-8") if self.source else ""

    @property
    def name(self) -> str:
        """What a problem calls this page: the authored file, else the built one."""
        if self.source is None:
            return self.url
        try:
            return self.source.resolve().relative_to(self.root.resolve()).as_posix()
        except ValueError:
            return self.source.as_posix()

    @property
    def content(self) -> HtmlElement:
        """The part that the author wrote: article, else main, else body."""
        for query in ("//article", "//main", "//body"):
            found = self.tree.xpath(query)
            if found:
                return found[0]
        return self.tree

    def line(self, snippet: str) -> int:
        """Where the authored file holds this text, spacing aside; 1 if it doesn't."""
        words = snippet.split()
        if not words or not self.text:
            return 1
        # between two words of one formula: any space, quote or list indentation
        pattern = r"[\s>]+".join(map(re.escape, words))
        found = re.search(pattern, self.text)
        return self.text.count("\n", 0, found.start()) + 1 if found else 1

    def problem(self, at: str | int, text: str, *, warning: bool = False) -> None:
        """Report what is wrong, at a line or where the authored file holds `at`."""
        line = at if isinstance(at, int) else self.line(at)
        found = Problem(self.name, line, text, warning)
        if found not in self.problems:
            self.problems.append(found)

    def count(self, what: str, number: int = 1) -> None:
        """Add to a number of the report."""
        self.counts[what] = self.counts.get(what, 0) + number

    def link(self, target: str) -> str:
        """The relative link from this page to a path of the site."""
        return posixpath.relpath(target, posixpath.dirname(self.url) or ".")

    def local(self, href: str) -> str | None:
        """The path within the site that a link of this page points to, if it does."""
        parts = urlsplit(href)
        if parts.scheme or parts.netloc or not parts.path:
            return None
        path = unquote(parts.path)
        if path.startswith("/"):  # where the site's root is, only its host knows
            return None
        joined = posixpath.normpath(posixpath.join(posixpath.dirname(self.url), path))
        return None if joined.startswith("..") else joined

    def read(self, place: str, name: str) -> bytes | None:
        """A file of the `site` or the `root` that the page hangs on, if it exists."""
        path = (self.site if place == "site" else self.root) / name
        data = path.read_bytes() if path.is_file() else None
        self.inputs[f"{place}:{name}"] = digest(data) if data is not None else ""
        return data

    def add_file(self, path: str, data: bytes) -> None:
        """Put a file into the site; its bytes travel by way of the cache."""
        key = digest(data)
        if self.cache.get("files", key) is None:
            self.cache.put("files", key, data)
        self.files[path] = key

    def insert(self, markup: str) -> HtmlElement:
        """An element that stands for finished markup until the page is written."""
        mark: HtmlElement = lxml.html.Element("span")
        mark.set("data-fragment", str(len(self.fragments)))
        self.fragments.append(markup)
        return mark

    def html(self) -> str:
        """The page as text, the inserted markup in place."""
        text: str = lxml.html.tostring(
            self.tree.getroottree(), encoding="unicode", doctype="<!doctype html>"
        )
        return re.sub(
            r'<span data-fragment="(\d+)"></span>',
            lambda found: self.fragments[int(found[1])],
            text,
        )


def parse(html: str) -> HtmlElement:
    """The tree of a whole HTML page."""
    parser = lxml.html.HTMLParser(encoding="utf-8")
    tree: HtmlElement = lxml.html.document_fromstring(html.encode(), parser=parser)
    return tree


def classes(element: HtmlElement) -> set[str]:
    """The classes of an element."""
    return set((element.get("class") or "").split())


def by_class(element: HtmlElement, name: str, tag: str = "*") -> list[HtmlElement]:
    """The descendants with that class, in document order."""
    query = f'.//{tag}[contains(concat(" ", normalize-space(@class), " "), " {name} ")]'
    return list(element.xpath(query))


def elements(parent: HtmlElement) -> Iterator[HtmlElement]:
    """An element and what is below it, without comments."""
    return (e for e in parent.iter() if isinstance(e.tag, str))


def make(tag: str, text: str | None = None, **attributes: str) -> HtmlElement:
    """A new element; `class_` and `data_part` become class and data-part."""
    element: HtmlElement = lxml.html.Element(tag)
    element.text = text
    for key, value in attributes.items():
        element.set(key.rstrip("_").replace("_", "-"), value)
    return element


def replace(old: HtmlElement, new: HtmlElement) -> None:
    """Put an element where another was; the text behind stays."""
    new.tail, old.tail = old.tail, None
    parent = old.getparent()
    assert parent is not None  # never the root
    parent.replace(old, new)


def remove(element: HtmlElement) -> None:
    """Take an element out and leave the text behind it."""
    parent = element.getparent()
    if parent is None:
        return
    before = element.getprevious()
    if element.tail:
        if before is not None:
            before.tail = (before.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
    element.tail = None
    parent.remove(element)
