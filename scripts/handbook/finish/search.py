"""The search index: what the built pages say, page by page, section and question.

Reads the engine's HTML (before the other steps add to it) and the subjects of
docs/topics.yml, and lets Node build `search/index.js` with the code that the browser
searches with. The same content gives the same bytes, and is built once.
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Protocol

import yaml
from lxml.html import HtmlElement

from handbook import node
from handbook.cache import Cache, digest
from handbook.finish.page import classes, parse
from handbook.model import Handbook, HandbookError
from handbook.model import Page as Source

SOURCES = node.WEB / "src" / "search"
BUILDER = SOURCES / "build.ts"
INDEX = "search/index.js"
TOPICS = "docs/topics.yml"

_HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4}
_SKIPPED_TAGS = {"script", "style", "svg", "button", "input", "noscript", "template"}
_SKIPPED = {
    "headerlink",
    "footnote",  # addresses and years, not answers
    "footnote-ref",
    "md-tags",
    "md-source-file",
    "md-content__button",
    "mermaid",
    "map",  # tiles: a page's summary stands on the page
    "page-facts",
    "page-progress",
    "part-progress",
    "doc-signature",
    "doc-labels",
}
_BLOCKS = {"p", "li", "td", "th", "tr", "div", "dd", "dt", "pre", "table", "summary"}
_LABEL = re.compile(
    r"^(?:In 30 seconds|In two minutes|Must say|Follow-ups|Red flag|Deep dive)\.?$"
)
_BREAK = "\x1e"  # between blocks; line ends of the source mean nothing
_BREADCRUMB = re.compile(r"^Part of .{0,120}? · Download(?: · )?")
# code, notebooks and pages about the site give way to the pages of a subject
_REFERENCE, _HELP = 0.75, 0.8
_BACK_MATTER = {"sources", "checklist"}
_GREEK = (
    "alpha beta gamma delta epsilon eta theta kappa lambda mu nu xi pi rho sigma tau "
    "phi chi psi omega Gamma Delta Theta Lambda Sigma Phi Omega"
)
_NAMED = "log ln exp min max arg Pr tanh det"
_DEFINITION = re.compile(r"^\s*(?:async\s+def|def|class)\s+(\w+)", re.M)


class Place(Protocol):
    """Where a checkout keeps what."""

    @property
    def root(self) -> Path:
        """The checkout."""

    @property
    def cache(self) -> Path:
        """What is kept between builds."""


@dataclass
class Entry:
    """Something a result can lead to."""

    kind: str  # page, section, question or reference
    anchor: str
    title: str
    text: str
    code: str = ""


@dataclass
class Page:
    """A page with its entries; the first stands for the page as a whole."""

    url: str
    title: str
    topics: list[str] = field(default_factory=list)
    weight: float = 1.0
    entries: list[Entry] = field(default_factory=list)


def build(site: Path, handbook: Handbook, place: Place) -> str:
    """Write the index of a built site; returns what the progress line says."""
    topics = load_topics(place.root / TOPICS)
    pages = list(collect(site, handbook, topics))
    script = compile_index(book(pages, topics), Cache(place.cache))
    target = site / INDEX
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(script)
    entries = sum(len(page.entries) for page in pages)
    weight = len(gzip.compress(script, 6, mtime=0)) / 1000
    return f"{len(pages)} pages, {entries} entries, {weight:.0f} KB gzipped"


def compile_index(book: dict[str, Any], cache: Cache) -> bytes:
    """The index script for these pages, from the cache if it is known."""
    given = json.dumps(book, ensure_ascii=False, sort_keys=True)
    code = [path.read_bytes() for path in sorted(SOURCES.glob("*.ts"))]
    key = digest(given, *code)
    known = cache.get("search", key)
    if known is None:
        known = node.run(BUILDER, ["--stdin"], stdin=given).encode()
        cache.put("search", key, known)
    return known


@dataclass
class Topics:
    """What docs/topics.yml says."""

    pages: dict[str, list[str]] = field(default_factory=dict)  # by page id
    abbreviations: dict[str, str] = field(default_factory=dict)  # meanings split by |
    synonyms: list[list[str]] = field(default_factory=list)


def load_topics(path: Path) -> Topics:
    """Subjects, abbreviations and synonyms; none where the file is missing."""
    if not path.is_file():
        return Topics()
    data = yaml.safe_load(path.read_text("utf-8")) or {}
    pages = data.get("topics") or {}
    for name, values in pages.items():
        if not _texts(values):
            raise HandbookError(f"{path}: topics of {name}: write a list of texts")
    short = data.get("abbreviations") or {}
    if not _texts([*short, *short.values()]):
        raise HandbookError(f"{path}: abbreviations: put what is no text in quotes")
    synonyms = data.get("synonyms") or []
    if not all(map(_texts, synonyms)):
        raise HandbookError(f"{path}: synonyms: write a list of lists of texts")
    meanings = {
        name.lower(): "|".join(part.strip() for part in text.split("|"))
        for name, text in short.items()
    }
    return Topics(pages, meanings, synonyms)


def _texts(values: object) -> bool:
    return isinstance(values, list) and all(isinstance(v, str) for v in values)


def book(pages: list[Page], topics: Topics) -> dict[str, Any]:
    """What the builder reads."""
    return {
        "pages": [asdict(page) for page in pages],
        "abbreviations": topics.abbreviations,
        "synonyms": topics.synonyms,
    }


def collect(site: Path, handbook: Handbook, topics: Topics) -> Iterator[Page]:
    """The pages of a built site by address, authored ones first."""
    sources = {_url(source): source for source in handbook.pages}
    found = {
        path.relative_to(site).as_posix(): path
        for path in sorted(site.rglob("*.html"))
        if path.name != "404.html"
    }
    for url in sorted(found, key=lambda url: (url not in sources, url)):
        tree = parse(found[url].read_text("utf-8"))
        source = sources.get(url)
        page = read_page(url, tree, source)
        if page is None:
            continue
        if source:
            page.topics = list(
                dict.fromkeys([*topics.pages.get(source.id, ()), *source.front.tags])
            )
        yield page


def read_page(url: str, tree: HtmlElement, source: Source | None = None) -> Page | None:
    """The entries of one built page; None for a page without an article."""
    articles = tree.xpath("//article")
    if not articles:
        return None
    reference = url.startswith("reference/")
    reader = _Reader("reference" if reference else "section")
    reader.read(articles[0])
    own, *rest = reader.entries
    title = source.front.title if source else own.title or _title(tree)
    own.kind = "reference" if reference else "page"
    own.title, own.anchor = title, ""
    if source and source.front.summary:
        own.text = source.front.summary
        if source.front.expect:
            own.text += f" The interviewer listens for {source.front.expect}."
    elif not own.text:
        own.text = _description(tree)
    # a generated list repeats what its pages say: it is found by its name alone
    listing = source is None and not reference and not url.startswith("projects/")
    listing |= reference and url.endswith(("/claims.html", "/figures.html"))
    own.text = _BREADCRUMB.sub("", own.text) if reference else own.text
    entries = [own] if listing else [own, *filter(_worthwhile, rest)]
    for entry in entries:
        if entry.anchor in _BACK_MATTER:
            entry.kind = "reference"
    if not own.title:
        return None
    subject = source is not None and source.kind in ("concept", "design")
    weight = _REFERENCE if reference else 1.0 if subject else _HELP
    return Page(url, own.title, [], weight, entries)


def _worthwhile(entry: Entry) -> bool:
    """Not a heading alone ("Theory"), and not the test printed under a snippet."""
    if entry.kind == "reference" and entry.anchor == "test":
        return False
    return bool(entry.title and (entry.text or entry.kind != "section"))


def questions(tree: HtmlElement) -> list[Entry]:
    """The question cards of a built page."""
    reader = _Reader("section")
    for article in tree.xpath("//article"):
        reader.read(article)
    return [entry for entry in reader.entries if entry.kind == "question"]


class _Reader:
    """Walks an article and fills the entry it is in: page, section or question."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.entries = [Entry("page", "", "", "")]
        self._texts: list[list[str]] = [[]]
        self._codes: list[list[str]] = [[]]

    def read(self, article: HtmlElement) -> None:
        """Walk the article."""
        self._children(article, 0)
        for entry, text, code in zip(
            self.entries, self._texts, self._codes, strict=True
        ):
            entry.text = tidy("".join(text))
            entry.code = " ".join(dict.fromkeys(code))

    def _open(self, kind: str, anchor: str, title: str) -> int:
        self.entries.append(Entry(kind, anchor, title, ""))
        self._texts.append([])
        self._codes.append([])
        return len(self.entries) - 1

    def _children(self, element: HtmlElement, entry: int) -> int:
        """Read what is inside into the entry; returns the entry that is open now."""
        self._texts[entry].append(element.text or "")
        for child in element:
            entry = self._element(child, entry)
            self._texts[entry].append(child.tail or "")
        return entry

    def _element(self, element: HtmlElement, entry: int) -> int:
        if not isinstance(element.tag, str):
            return entry
        names = classes(element)
        if (
            element.tag in _SKIPPED_TAGS
            or names & _SKIPPED
            or element.get("data-search-exclude") is not None
        ):
            return entry
        if element.tag in _HEADINGS:
            return self._heading(element, entry)
        if element.tag == "details" and "question" in names and element.get("id"):
            self._question(element)
            return entry
        if "arithmatex" in names or "katex" in names:
            self._texts[entry].append(f" {plain_tex(_tex(element))} ")
            return entry
        if element.tag == "pre" or "highlight" in names:
            self._codes[entry] += _DEFINITION.findall(element.text_content())
            return entry
        if element.tag in ("strong", "b") and _LABEL.match(
            element.text_content().strip()
        ):
            return entry
        block = element.tag in _BLOCKS
        if block:
            self._texts[entry].append(_BREAK)
        entry = self._children(element, entry)
        if block:
            self._texts[entry].append(_BREAK)
        return entry

    def _heading(self, element: HtmlElement, entry: int) -> int:
        title = _heading_text(element)
        if element.tag == "h1":
            self.entries[0].title = self.entries[0].title or title
            return 0
        if not element.get("id"):
            self._texts[entry].append(f"{_BREAK}{title}{_BREAK}")
            return entry
        return self._open(self.kind, element.get("id", ""), title)

    def _question(self, element: HtmlElement) -> None:
        summary = element.find("summary")
        title = "" if summary is None else _heading_text(summary)
        entry = self._open("question", element.get("id", ""), title)
        for child in element:
            if child is not summary:
                self._element(child, entry)


def tidy(text: str) -> str:
    """One space between words, a mark between blocks that lack one."""
    lines = (re.sub(r"\s+", " ", line).strip() for line in text.split(_BREAK))
    out = ""
    for line in filter(None, lines):
        if out:
            out += " " if out[-1] in ".:;!?…,·" else " · "
        out += line
    return re.sub(r"\s+([,.;:!?)])", r"\1", out).replace("¶", "").strip()


_SYMBOLS = {
    "varepsilon": "ε",
    "varphi": "φ",
    "le": "≤",
    "leq": "≤",
    "ge": "≥",
    "geq": "≥",
    "ne": "≠",
    "neq": "≠",
    "approx": "≈",
    "times": "×",
    "cdot": "·",
    "pm": "±",
    "infty": "∞",
    "in": "∈",
    "to": "→",
    "rightarrow": "→",
    "mid": "|",
    "lvert": "|",
    "rvert": "|",
    "sqrt": "√",
    "partial": "∂",
    "nabla": "∇",
    "sim": "~",
    "top": "ᵀ",
    "sum": "Σ",
    "prod": "Π",
    "ell": "ℓ",
    **dict(zip(_GREEK.split(), "αβγδεηθκλμνξπρστφχψωΓΔΘΛΣΦΩ", strict=True)),
    **{
        name: name
        for name in ["log", "ln", "exp", "min", "max", "arg", "Pr", "tanh", "det"]
    },
}


def plain_tex(tex: str) -> str:
    """A formula as a line of text, near enough to be read and found."""
    tex = re.sub(r"\\(?:begin|end)\{[^}]*\}", " ", tex)
    tex = re.sub(r"\\[dt]?frac\{([^{}]*)\}\{([^{}]*)\}", r"(\1)/(\2)", tex)
    tex = re.sub(r"\(([\w\\]+)\)/", r"\1/", re.sub(r"/\((\w+)\)", r"/\1", tex))
    tex = re.sub(
        r"\\([A-Za-z]+)\*?", lambda found: f" {_SYMBOLS.get(found[1], '')} ", tex
    )
    tex = re.sub(r"\\.", " ", tex).replace("&", " ").replace("$", " ")
    tex = re.sub(r"[{}]", "", tex)
    tex = re.sub(r"\s*([_^=<>(),/|])\s*", r"\1", tex)
    return re.sub(r"\s+", " ", tex).strip()


def _tex(element: HtmlElement) -> str:
    notes = element.xpath('.//*[local-name()="annotation"]')
    tex = notes[0].text_content() if notes else element.text_content()
    return re.sub(r"^\\[\[(]|\\[\])]$", "", tex.strip())


def _heading_text(element: HtmlElement) -> str:
    reader = _Reader("section")
    reader.read(element)
    return reader.entries[0].text


def _title(tree: HtmlElement) -> str:
    found = tree.xpath("//title")
    return str(found[0].text_content()).rsplit(" - ", 1)[0].strip() if found else ""


def _description(tree: HtmlElement) -> str:
    found = tree.xpath('//meta[@name="description"]/@content')
    return str(found[0]) if found else ""


def _url(source: Source) -> str:
    path = source.path.removeprefix("docs/")
    return re.sub(r"\.(?:md|ipynb|py)$", ".html", path)
