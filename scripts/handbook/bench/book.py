"""A book of any number of pages, made from a seed: for measuring how a build grows.

Every sixth page is a concept or design page with a permanent id and a snippet, the rest
are guides; every fourth is of full length (2,500 words and 20 cards). The mix is the
same at every multiple of twelve pages. Guides stand in volumes and chapters, for the
theme writes every page of a tab's second level into each page of that tab. The words
are made up, and as frequent as Zipf says. Pure: no disk, no clock.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from handbook import check, parse

SIZES = (60, 240, 960)
WITH_ID = 6  # two digits make at most 100 ids a letter: 960 pages need 160
FULL = 4
CHAPTER = 24  # guides in one chapter
VOLUME = 10  # chapters in one volume; the theme writes out only a page's own chapter
REVIEWED = "2026-01-01"

_ONSETS = [*"bdfgklmnprst", "tr", "pl", "st", "gr", "ch"]
_ENDS = ["", "n", "r", "s", "t", "l", "tion", "ing", "ed"]
_STOP = ("the", "a", "of", "to", "and", "in", "is", "for", "it", "as", "with", "on")
_VOCABULARY = 6_000
_GUIDE = ("In one minute", "When to use it", "How it works", "Failure modes", "Notes")
_BODY = {
    "concept": check.SECTIONS["concept"][:5],
    "design": ("The prompt", "2 Data", "3 Modeling", "4 Serving", "6 Monitoring"),
    "guide": _GUIDE,
}
_COVERS = {
    "theory": ("definition", "pros-cons", "assumptions"),
    "applied": ("debugging", "trade-offs", "deployment"),
}


@dataclass(frozen=True)
class Plan:
    """What a page of the book is, before it is written."""

    number: int
    id: str
    kind: str  # concept, design or guide
    path: str  # from docs/
    words: int
    cards: int

    @property
    def package(self) -> str:
        """Its folder under snippets/."""
        return self.path.rpartition("/")[2].removesuffix(".md").replace("-", "_")


def plans(pages: int) -> list[Plan]:
    """The pages of a book; raises ValueError where the ids would not suffice."""
    if not 0 < pages <= WITH_ID * 198:
        raise ValueError(f"a book of {pages} pages: give 1 to {WITH_ID * 198}")
    return [_plan(number) for number in range(pages)]


def _plan(number: int) -> Plan:
    full = number % FULL == 0
    index, rest = divmod(number, WITH_ID)
    size = (2_500, 20) if full else (450, 3)
    if rest:
        path = f"guide/g{number:04}-page.md"
        return Plan(number, "", "guide", path, *size)
    letter, folder = ("c", "concepts") if index % 2 == 0 else ("d", "design")
    page_id = f"{letter}{index // 2 + 1:02}"
    kind = "concept" if letter == "c" else "design"
    return Plan(number, page_id, kind, f"{folder}/{page_id}-page.md", *size)


def files(pages: int, mkdocs: str, *, seed: int = 1) -> dict[str, str]:
    """Path → text of the book's sources, the settings made from our `mkdocs`."""
    book = plans(pages)
    words = _Words(seed)
    out = {
        "mkdocs.yml": settings(mkdocs, book),
        "docs/index.md": _front("Home", "A book made up.")
        + "<!-- handbook: overall -->\n\n<!-- handbook: map -->\n",
        "docs/guide/progress-file.md": _front("Progress", "What is kept.") + "Ticks.\n",
        "snippets/__init__.py": '"""Snippets of a made-up book."""\n',
    }
    for plan in book:
        out[f"docs/{plan.path}"] = _Writer(plan, book, words, seed).page()
        if plan.id:
            out |= _snippet(plan)
    return out


def settings(mkdocs: str, book: Sequence[Plan]) -> str:
    """Our mkdocs.yml with the navigation of the book."""
    known, _ = parse.nav(mkdocs)
    own = [plan for plan in book if plan.id]
    guides = [plan for plan in book if not plan.id]
    lines = ["nav:", "  - Home: index.md", "  - Concepts:"]
    share = len(own) / max(len(known.parts), 1)
    for index, part in enumerate(known.parts):
        members = own[int(index * share) : int((index + 1) * share)]
        if members:
            lines.append(f"      - {part.title}:")
            lines += [f"          - {plan.path}" for plan in members]
        else:
            title = re.escape(part.title)
            mkdocs = re.sub(rf"(?m)^ +{part.id}: {title}\s*$\n", "", mkdocs)
    lines += ["  - Guide:", "      - guide/progress-file.md"]
    for start in range(0, len(guides), CHAPTER):
        number = start // CHAPTER
        if number % VOLUME == 0:
            lines.append(f"      - Volume {number // VOLUME + 1}:")
        lines.append(f"          - Chapter {number + 1}:")
        chapter = guides[start : start + CHAPTER]
        lines += [f"              - {plan.path}" for plan in chapter]
    lines.append("  - Practice:")
    for name in ("practice", "checklists", "plan"):
        lines.append(f"      - {name}/index.md")
    lines.append("  - Reference: reference/index.md")
    block = "\n".join(lines) + "\n"
    return re.sub(r"(?ms)^nav:\n.*?(?=^\S|\Z)", lambda _: block, mkdocs)


class _Words:
    """The book's vocabulary; shared by its pages, so that they resemble each other."""

    def __init__(self, seed: int) -> None:
        rng = random.Random(seed)
        syllables = [onset + vowel for onset in _ONSETS for vowel in "aeiou"]
        known: dict[str, None] = {}
        while len(known) < _VOCABULARY:
            parts = rng.choices(syllables, k=rng.choice((2, 2, 3, 3)))
            known["".join(parts) + rng.choice(_ENDS)] = None
        self.known = list(known)
        self.weights = list(accumulate(1 / (rank + 20) for rank in range(_VOCABULARY)))


class _Writer:
    """Writes one page; its choices hang on the seed and the page's number alone."""

    def __init__(
        self, plan: Plan, book: Sequence[Plan], words: _Words, seed: int
    ) -> None:
        self.plan = plan
        self.book = book
        self.words = words
        self.rng = random.Random(f"{seed}/{plan.number}")

    def text(self, count: int) -> str:
        """So many words, in sentences."""
        drawn = self.rng.choices(
            self.words.known, cum_weights=self.words.weights, k=count
        )
        mixed = [
            self.rng.choice(_STOP) if self.rng.random() < 0.4 else word
            for word in drawn
        ]
        sentences = [mixed[i : i + 14] for i in range(0, count, 14)]
        return " ".join(" ".join(s).capitalize() + "." for s in sentences)

    def title(self, count: int) -> str:
        """A line of words."""
        return self.text(count).rstrip(".").replace(". ", " ").capitalize()

    def page(self) -> str:
        """The page's Markdown."""
        plan = self.plan
        more = f"expect: {self.title(6)}\nminutes: 30\nneeds: {self._needs()}\n"
        more += f"tags: [made-up]\nreviewed: {REVIEWED}\nstatus: draft\n"
        title = f"{self.title(4)} {plan.number}"
        front = _front(title, self.text(14), more if plan.id else "")
        body = [self._section(i, name) for i, name in enumerate(_BODY[plan.kind])]
        return front + "\n".join([*body, self._questions(), self._checklist()])

    def _needs(self) -> str:
        earlier = self.book[self.plan.number - WITH_ID] if self.plan.number else None
        return f"[{earlier.id}]" if earlier and earlier.id else "[]"

    def _section(self, index: int, name: str) -> str:
        rng, parts = self.rng, [f"## {name}", ""]
        for _ in range(max(1, self.plan.words // 5 // 100)):
            parts += [f"{self.text(98)} See {self._link()}.", ""]
        a, b = rng.randint(2, 99), rng.randint(2, 99)
        if index == 1:
            rows = [
                f"| {self.title(3)} | $\\sigma_{{{a}}}$ | {self.title(6)} |"
                for _ in range(5)
            ]
            parts += ["| Choice | Symbol | When |", "| --- | --- | --- |", *rows, ""]
        elif index == 2:
            sum_ = rf"\sum_{{i=1}}^{{{a}}} \frac{{x_i^2}}{{{b} + \lambda}}"
            parts += [f"With $w_{{{a}}} \\le {b}$ it follows that", ""]
            parts += ["$$", rf"L(w) = {sum_} + \lVert w \rVert_2", "$$", ""]
            code = f"import numpy as np\n\nx = np.arange({a}) / {b}\nprint(x.mean())"
            parts += ["```python", code, "```", ""]
            if self.plan.id:
                shown = f'--8<-- "snippets/{self.plan.package}/weight.py"'
                parts += ["```python", shown, "```", ""]
        elif index == 3 and self.plan.cards >= 20:
            parts += ["```mermaid", "flowchart LR", f"  accTitle: {self.title(3)}"]
            parts += [f"  accDescr: {self.title(5)}"]
            parts += [f"  A[{self.title(1)}] --> B[{self.title(2)}]", "```", ""]
        return "\n".join(parts)

    def _link(self) -> str:
        number = self.rng.randrange(len(self.book))
        other = self.book[number]
        folder, _, name = other.path.partition("/")
        here = self.plan.path.partition("/")[0]
        target = name if folder == here else f"../{other.path}"
        return f"[page {number}]({target})"

    def _questions(self) -> str:
        parts = ["## Questions", ""]
        for index in range(self.plan.cards):
            kind = "theory" if index < self.plan.cards // 2 else "applied"
            parts += [self._card(index, kind), ""]
        return "\n".join(parts)

    def _card(self, index: int, kind: str) -> str:
        name = f"{self._prefix()}-q{index:02}"
        covers = _COVERS[kind][index % 3]
        attributes = f"id: {name}, data-kind: {kind}, data-level: core"
        lines = [
            f"/// details | {self.title(9)}?",
            "    type: question",
            f'    attrs: {{{attributes}, data-covers: "{covers}"}}',
            "",
            f"**In 30 seconds.** {self.text(40)}",
            "",
            f"**In two minutes.** {self.text(110)} It needs $x < {index + 1}$.",
            "",
            "**Must say**",
            "",
            *(f"- [ ] {self.title(7)}" for _ in range(3)),
            "",
            "**Follow-ups**",
            "",
            *(f"- *{self.title(6)}?* {self.text(12)}" for _ in range(2)),
            "",
            f"**Red flag.** {self.text(14)}",
            "///",
        ]
        return "\n".join(lines)

    def _prefix(self) -> str:
        return self.plan.id or f"g{self.plan.number:04}"

    def _checklist(self) -> str:
        names = ["define", "when", "failure-modes", "code", "scale", "defend"]
        items = [
            f"- [ ] {self.title(6)} <!-- ck: {self._prefix()}-{name} -->"
            for name in names
        ]
        return "\n".join(["## Checklist", "", *items, ""])


def _front(title: str, summary: str, more: str = "") -> str:
    return f"---\ntitle: {title}\nsummary: {summary}\n{more}---\n\n"


def _snippet(plan: Plan) -> dict[str, str]:
    code = f'''\
"""A weighted mean, as page {plan.number} needs it: O(n)."""

from collections.abc import Sequence


def weighted_mean(x: Sequence[float], w: Sequence[float]) -> float:
    """Mean of x with weights w; raises ValueError for weights that sum to 0."""
    total = sum(w)
    if total == 0:
        raise ValueError("the weights sum to 0: give at least one above it")
    return sum(a * b for a, b in zip(x, w, strict=True)) / total + {plan.number}
'''
    test = f'''\
"""Holds weight.py to a case worked by hand."""

from snippets.{plan.package}.weight import weighted_mean


def test_by_hand() -> None:
    assert weighted_mean([1.0, 3.0], [1.0, 1.0]) == 2 + {plan.number}
'''
    folder = f"snippets/{plan.package}"
    return {
        f"{folder}/__init__.py": f'"""Snippets of page {plan.number}."""\n',
        f"{folder}/weight.py": code,
        f"tests/{folder}/test_weight.py": test,
    }
