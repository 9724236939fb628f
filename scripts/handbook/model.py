"""What the handbook is made of: plain frozen records, no behavior, no disk.

Everything the tool derives (site, checklists, plan, decks) is a function of one
`Handbook`. Paths are POSIX and relative to the repository root; lines count from 1.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, order=True)
class Problem:
    """Something a reader or author would trip over: where, what, and how to mend it."""

    path: str
    line: int
    text: str
    warning: bool = False  # shown, counted, but does not fail the check

    def __str__(self) -> str:
        mark = "warning: " if self.warning else ""
        return f"{self.path}:{self.line}: {mark}{self.text}"


class HandbookError(Exception):
    """Base of every error this tool raises on purpose; its text tells what to do."""


class ContentError(HandbookError):
    """The content breaks its own rules; carries every problem found, not the first."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__("\n".join(map(str, problems)))


@dataclass(frozen=True)
class FrontMatter:
    """The page's facts about itself. `line_of` maps a key to its line in the file."""

    title: str = ""
    summary: str = ""
    expect: str = ""
    minutes: int = 0
    needs: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    reviewed: date | None = None
    status: str = ""  # "", "draft" or "stub"
    profile: str = ""  # "", "stories" or "coding": which counts the checks ask for
    cards: int = 0  # the floor for this page's number of cards; 0 = the usual one
    aliases: tuple[str, ...] = ()  # former paths (docs/…) that redirect to this page
    raw: dict[str, object] = field(default_factory=dict)  # every key as YAML read it
    readable: bool = True  # False when the YAML is broken, so keys only seem missing
    line_of: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Section:
    """A `##` heading and the lines it spans (end is exclusive)."""

    title: str
    line: int
    end: int


@dataclass(frozen=True)
class CardPart:
    """One labeled part of a card; `text` is its Markdown without the label."""

    name: str  # "30s", "2m", "must-say", "follow-ups", "red-flag" or "deep-dive"
    line: int
    text: str
    items: tuple[str, ...] = ()  # the list items of must-say and follow-ups


@dataclass(frozen=True)
class Card:
    """An interview question and everything an answer needs."""

    id: str
    question: str
    kind: str  # theory, applied, coding, design or behavioral
    level: str  # core or hard
    covers: tuple[str, ...]
    parts: tuple[CardPart, ...]
    line: int
    end: int
    text: str  # the block's whole Markdown, for hashing and rendering

    def part(self, name: str) -> CardPart | None:
        """The part of that name, or None."""
        return next((p for p in self.parts if p.name == name), None)

    @property
    def full(self) -> bool:
        """Whether the card has every part that a full card needs."""
        needed = ("30s", "2m", "must-say", "follow-ups", "red-flag")
        return all(self.part(name) for name in needed)


@dataclass(frozen=True)
class ChecklistItem:
    """A promise the reader can tick."""

    id: str
    text: str
    line: int


@dataclass(frozen=True)
class Claim:
    """A printed number and the function that must recompute it."""

    name: str
    printed: str
    line: int


@dataclass(frozen=True)
class Fact:
    """A printed value that ages, and its key in docs/facts.yml."""

    key: str
    printed: str
    line: int
    before: str = ""  # all of the line that stands before the mark


@dataclass(frozen=True)
class SnippetUse:
    """A `--8<--` line: the path it pulls in, relative to the repository root."""

    path: str
    line: int
    section: str = ""  # what follows the path after a colon: a named part of the file


@dataclass(frozen=True)
class Heading:
    """A heading of any level, `#` marks and attribute list taken off."""

    level: int
    text: str
    line: int
    anchor: str = ""  # an id given by hand: `## Title {#anchor}`


@dataclass(frozen=True)
class Link:
    """A link as written; an image is an `Image`."""

    target: str
    text: str
    line: int


@dataclass(frozen=True)
class Image:
    """An image; `target` is `figure:NAME` where the repository draws it."""

    target: str
    alt: str
    line: int


@dataclass(frozen=True)
class Formula:
    """TeX as written between its dollars."""

    tex: str
    display: bool
    line: int


@dataclass(frozen=True)
class Fence:
    """A fenced block. `no_run` holds the reason of a `<!-- no-run: … -->` mark."""

    language: str
    text: str
    line: int
    end: int
    no_run: str = ""


@dataclass(frozen=True)
class Page:
    """One authored Markdown page."""

    path: str  # docs/concepts/c06-….md
    id: str  # c06; "" for pages without a permanent id
    kind: str  # concept, design, guide or page
    front: FrontMatter
    text: str  # the whole file
    body_line: int  # first line after the front matter
    sections: tuple[Section, ...] = ()
    cards: tuple[Card, ...] = ()
    checklist: tuple[ChecklistItem, ...] = ()
    claims: tuple[Claim, ...] = ()
    facts: tuple[Fact, ...] = ()
    snippets: tuple[SnippetUse, ...] = ()
    images: tuple[Image, ...] = ()
    formulas: tuple[Formula, ...] = ()
    fences: tuple[Fence, ...] = ()
    headings: tuple[Heading, ...] = ()
    links: tuple[Link, ...] = ()
    # One entry a line of `text`, with code, formulas, comments, front matter, block
    # options and link targets blanked: what is left is what a reader reads as prose.
    prose: tuple[str, ...] = ()

    @property
    def slug(self) -> str:
        """`c06-evaluation-and-metrics` for …/c06-evaluation-and-metrics.md."""
        return self.path.rsplit("/", 1)[-1].removesuffix(".md")

    @property
    def package(self) -> str:
        """The page's folder under snippets/: hyphen becomes underscore, no more."""
        return self.slug.replace("-", "_")


@dataclass(frozen=True)
class Part:
    """A group of pages in the navigation; its id is frozen, decks hang on it."""

    id: str
    title: str
    pages: tuple[str, ...]  # paths


@dataclass(frozen=True)
class Nav:
    """What mkdocs.yml says about pages; patterns are gitignore-style, from docs/."""

    parts: tuple[Part, ...] = ()
    paths: tuple[str, ...] = ()  # docs/…, in reading order
    line_of: dict[str, int] = field(default_factory=dict)
    unlisted: tuple[str, ...] = ()  # patterns of pages that nav leaves out on purpose


@dataclass(frozen=True)
class PythonFile:
    """A file under snippets/: the functions it defines at top level, with lines."""

    path: str
    text: str
    functions: dict[str, int] = field(default_factory=dict)  # public ones only


# What a day of a study track can be for.
STEPS = {
    "questions": "Turn each concept into questions you can answer quickly",
    "implement": "Implement the key algorithms from scratch",
    "projects": "Build two or three end-to-end projects",
    "practice": "Practice system design and behavioral answers",
    "review": "Review what is due and what went badly",
    "mock": "Mock interview",
    "slack": "Slack: catch up, or rest",
}


@dataclass(frozen=True)
class TrackStep:
    """What a stretch of days in a study track is for."""

    first_day: int
    last_day: int
    step: str  # a key of STEPS
    pages: tuple[str, ...]  # page ids
    line: int


@dataclass(frozen=True)
class Track:
    """A study plan of fixed length, as data."""

    id: str
    title: str
    days: int
    hours_per_week: float
    steps: tuple[TrackStep, ...]
    line: int


@dataclass(frozen=True)
class LedgerEntry:
    """One permanent id: a card, a checklist item, a page or a part."""

    id: str
    page: str
    hash: str
    changed: date
    retired: date | None = None  # the day it was retired; None while it is in use
    line: int = 0


@dataclass(frozen=True)
class PermanentId:
    """An id in use right now: where it stands and the content it names."""

    id: str
    page: str  # the file's path
    text: str
    line: int


@dataclass(frozen=True)
class Handbook:
    """The whole content, ready to be checked and derived from."""

    pages: tuple[Page, ...]
    parts: tuple[Part, ...] = ()
    python: tuple[PythonFile, ...] = ()
    tests: frozenset[str] = frozenset()  # paths under tests/snippets/
    facts: dict[str, dict[str, object]] = field(default_factory=dict)
    tracks: tuple[Track, ...] = ()
    ledger: tuple[LedgerEntry, ...] = ()
    nav: tuple[str, ...] = ()  # every path that mkdocs.yml's nav names
    files: frozenset[str] = frozenset()  # every tracked path that content may point to
    nav_lines: dict[str, int] = field(
        default_factory=dict
    )  # nav path → mkdocs.yml line
    unlisted: tuple[str, ...] = ()  # see Nav
    fact_lines: dict[str, int] = field(
        default_factory=dict
    )  # key → docs/facts.yml line

    def page(self, page_id: str) -> Page | None:
        """The page of that id, or None."""
        return next((p for p in self.pages if p.id == page_id), None)

    def is_same_page(self, recorded: str, path: str) -> bool:
        """Whether a recorded path still means the page at `path`: equal, or renamed."""
        if recorded == path:
            return True
        page = next((p for p in self.pages if p.path == path), None)
        return page is not None and recorded in page.front.aliases

    def cards(self) -> Iterator[tuple[Page, Card]]:
        """Every card with its page, in reading order."""
        for page in self.pages:
            for card in page.cards:
                yield page, card

    def ids(self) -> Iterator[PermanentId]:
        """Every permanent id in use: parts, pages, cards, checklist items."""
        for part in self.parts:
            yield PermanentId(part.id, "mkdocs.yml", part.title, 1)
        for page in self.pages:
            if page.id:
                yield PermanentId(page.id, page.path, page.text, 1)
            for card in page.cards:
                if card.id:
                    yield PermanentId(card.id, page.path, card.text, card.line)
            for item in page.checklist:
                if item.id:
                    yield PermanentId(item.id, page.path, item.text, item.line)
