# ruff: noqa: E501 - a card's attributes stand on one line
"""A small handbook without a fault, as text, to be broken one fault at a time."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from pathlib import Path

from handbook import check, ledger, parse
from handbook.model import Handbook, Problem

TODAY = date(2026, 11, 22)
_page = lru_cache(maxsize=64)(parse.page)  # most samples break one page of four
C1 = "docs/concepts/c01-alpha.md"
C2 = "docs/concepts/c02-beta.md"
D1 = "docs/design/d01-gamma.md"
HOME = "docs/index.md"
MK = "mkdocs.yml"
FACTS_YML = "docs/facts.yml"
TRACKS_YML = "docs/plan/tracks.yml"
RULE = "snippets/c01_alpha/rule.py"
Q0 = "id: c01-q00, data-kind: theory, data-level: core"  # the first card's attributes

FRONT = """\
---
title: {title}
summary: What it is and when it breaks.
expect: a clear definition with an example
minutes: 30
needs: {needs}
tags: [basics]
reviewed: 2026-11-01
---
"""

FULL = """\
/// details | Question {name}?
    type: question
    attrs: {{id: {name}, data-kind: {kind}, data-level: {level}, data-covers: "{covers}"}}

**In 30 seconds.** It is short and it passes.

**In two minutes.** {answer}

**Must say**

- [ ] First fact
- [ ] Second fact
- [ ] Third fact

**Follow-ups**

- *Why so?* Because of this.
- *And then?* Then that happens.

**Red flag.** Saying the opposite, since it is wrong.
///
"""

SHORT = """\
/// details | Quick question {name}?
    type: question
    attrs: {{id: {name}, data-kind: {kind}, data-level: {level}, data-covers: "{covers}"}}

**In 30 seconds.** It is short and it passes.

**Must say**

- [ ] First fact
- [ ] Second fact
- [ ] Third fact

**Red flag.** Saying the opposite, since it is wrong.
///
"""

ANSWER = " ".join(["The mechanism needs one example with numbers."] * 15)
THEORY = ("definition", "pros-cons", "assumptions")
APPLIED = ("debugging", "trade-offs", "deployment")

MKDOCS = """\
site_name: !ENV [SITE_NAME, "Sample"]
markdown_extensions:
  - pymdownx.superfences:
      custom_fences:
        - name: mermaid
          format: !!python/name:pymdownx.superfences.fence_code_format
extra:
  handbook:
    parts:
      basics: Basics
not_in_nav: |
  /hidden/*
nav:
  - Home: index.md
  - Concepts:
      - Basics:
          - concepts/c01-alpha.md
          - concepts/c02-beta.md
  - Design:
      - design/d01-gamma.md
  - Practice: practice/index.md
"""

FACTS = """\
context: {value: "128,000", source: "Model card, 2026", reviewed: 2026-11-01}
model: {value: "Model 5", source: "Release notes, 2026", reviewed: 2026-11-01}
"""

TRACKS = """\
tracks:
  - id: week
    title: One week
    days: 7
    hours_per_week: 10
    steps:
      - {days: 1-3, step: questions, pages: [c01, c02]}
      - {days: 4, step: implement, pages: [c01]}
      - {days: 5-6, step: practice, pages: [d01]}
      - {days: 7, step: mock}
"""

FIGURES = '''\
"""Figures."""


def first_curve():
    """Draw it."""


def second_curve():
    """Draw it."""
'''

CLAIMS = '''\
"""Claims."""


def one() -> float:
    return 0.5


def two() -> float:
    return 0.25


def three() -> float:
    return 1234.0


def four() -> float:
    return -1.5


def _helper() -> float:
    return 0.0
'''


def card(page: str, number: int, kind: str, level: str, *, full: bool) -> str:
    """A card without a fault."""
    covers = (THEORY if kind == "theory" else APPLIED)[number % 3]
    template = FULL if full else SHORT
    return template.format(
        name=f"{page}-q{number:02}",
        kind=kind,
        level=level,
        covers=covers,
        answer=ANSWER,
    )


def cards(page: str) -> str:
    """Twenty cards: theory, applied, hard; thirteen of them full."""
    plan = [("theory", "core")] * 7 + [("applied", "core")] * 8
    plan += [("theory", "hard")] * 2 + [("applied", "hard")] * 3
    return "\n".join(
        card(page, number, kind, level, full=number % 3 != 2)
        for number, (kind, level) in enumerate(plan)
    )


def prose(count: int) -> str:
    """So many words in paragraphs."""
    sentence = "A model learns weights from data and pays for every error it makes."
    paragraph = " ".join([sentence] * 5)  # 65 words
    return "\n\n".join([paragraph] * (count // 65))


def concept(page: str) -> str:
    """A concept page without a fault."""
    package = {"c01": "c01_alpha", "c02": "c02_beta"}[page]
    return f"""\
{FRONT.format(title=page.upper(), needs="[]" if page == "c01" else "[c01]")}
## In one minute

It is a rule learned from data, see [the other page](c01-alpha.md#in-one-minute).

## When to use it

| Choice | When |
| --- | --- |
| this | always |

## How it works

{prose(2000)}

```python
--8<-- "snippets/{package}/rule.py"
```

![A curve that rises](figure:first_curve)

![A curve that falls](figure:second_curve)

$$
a^2 + b^2
$$

It scores 0.5<!-- claim: one --> and 25%<!-- claim: two -->, then
1,234<!-- claim: three --> and **-1.5<!-- claim: four -->** with $x < 1$.

## Failure modes

It breaks when the data moves.

## In production

The window holds 128,000<!-- fact: context --> tokens in Model 5<!-- fact: model -->.

```mermaid
flowchart LR
  accTitle: Two boxes
  accDescr: A leads to B
  A --> B
```

## Questions

{cards(page)}
## Common wrong answers

People say the opposite.

## Checklist

- [ ] Define it <!-- ck: {page}-define -->
- [ ] Say when to use it <!-- ck: {page}-when -->
- [ ] Name its failure modes <!-- ck: {page}-failure-modes -->
- [ ] Draw it <!-- ck: {page}-draw -->
- [ ] Code it <!-- ck: {page}-code -->
- [ ] Explain it to a friend
  at length <!-- ck: {page}-explain -->

## Cheat sheet

One line.

## Sources

A book on optimisation, 2001.
"""


def design(page: str) -> str:
    """A design page without a fault."""
    plan = [("design", "core")] * 9 + [("design", "hard")] * 3
    questions = "\n".join(
        card(page, number, kind, level, full=number < 9)
        for number, (kind, level) in enumerate(plan)
    )
    items = "\n".join(
        f"- [ ] Do step {n} <!-- ck: {page}-step-{n} -->" for n in range(6)
    )
    body = {
        "The prompt": prose(3000),
        "Questions": questions,
        "Checklist": items,
    }
    sections = check.SECTIONS["design"]
    return FRONT.format(title=page.upper(), needs="[c01]") + "\n".join(
        f"\n## {title}\n\n{body.get(title, 'A sentence.')}" for title in sections
    )


@dataclass
class Book:
    """The sample's files as text, and ways to break and judge them."""

    pages: dict[str, str] = field(
        default_factory=lambda: {
            HOME: "---\ntitle: Home\nsummary: All of it.\n---\n\n"
            "Start with [alpha](concepts/c01-alpha.md).\n",
            C1: concept("c01"),
            C2: concept("c02"),
            D1: design("d01"),
        }
    )
    python: dict[str, str] = field(
        default_factory=lambda: {
            f"snippets/{package}/{name}.py": text
            for package in ("c01_alpha", "c02_beta")
            for name, text in (
                ("__init__", '"""Alpha."""\n'),
                ("rule", "def rule() -> int:\n    return 1\n"),
                ("figures", FIGURES),
                ("claims", CLAIMS),
            )
        }
    )
    tests: set[str] = field(
        default_factory=lambda: {
            "tests/snippets/c01_alpha/test_rule.py",
            "tests/snippets/c02_beta/test_rule.py",
        }
    )
    files: set[str] = field(default_factory=lambda: {"docs/assets/logo.svg"})
    mkdocs: str = MKDOCS
    facts: str = FACTS
    tracks: str = TRACKS
    ledger: str = ""

    def edit(self, path: str, old: str, new: str, count: int = 1) -> None:
        """Replace text in a file; it must be there."""
        for files in (self.pages, self.python):
            if path in files:
                assert old in files[path], old
                files[path] = files[path].replace(old, new, count)
                return
        name = {"mkdocs.yml": "mkdocs", "docs/facts.yml": "facts"}.get(path, "tracks")
        text = getattr(self, name)
        assert old in text, old
        setattr(self, name, text.replace(old, new, count))

    def line(self, path: str, needle: str) -> int:
        """The line of the first occurrence of `needle` in a file."""
        texts = {
            **self.pages,
            **self.python,
            "mkdocs.yml": self.mkdocs,
            "docs/facts.yml": self.facts,
            "docs/plan/tracks.yml": self.tracks,
            "docs/ids.tsv": self.ledger,
        }
        text = texts[path]
        assert needle in text, needle
        return text[: text.index(needle)].count("\n") + 1

    def handbook(self) -> tuple[Handbook, list[Problem]]:
        """The model, and the problems of syntax."""
        problems: list[Problem] = []

        def kept(pair):
            value, found = pair
            problems.extend(found)
            return value

        nav = kept(parse.nav(self.mkdocs))
        values, lines, found = parse.facts(self.facts)
        problems += found
        result = Handbook(
            pages=tuple(kept(_page(p, t)) for p, t in self.pages.items()),
            parts=nav.parts,
            python=tuple(kept(parse.python(p, t)) for p, t in self.python.items()),
            tests=frozenset(self.tests),
            facts=values,
            tracks=kept(parse.tracks(self.tracks)),
            ledger=kept(ledger.parse(self.ledger)),
            nav=nav.paths,
            files=frozenset({*self.pages, *self.python, *self.tests, *self.files}),
            nav_lines=nav.line_of,
            unlisted=nav.unlisted,
            fact_lines=lines,
        )
        return result, problems

    def problems(self, today: date = TODAY) -> list[Problem]:
        """Everything the parser and the checks say; the ledger apart."""
        book, problems = self.handbook()
        return sorted({*problems, *check.check(book, today=today)})

    def record(self, today: date = TODAY) -> None:
        """Write the ledger as `handbook ids` would."""
        book, _ = self.handbook()
        self.ledger = ledger.render(ledger.update(book, today))

    def ledger_problems(self) -> list[Problem]:
        """What the ledger says."""
        return list(ledger.problems(self.handbook()[0]))

    def write(self, root: Path) -> None:
        """Put it all on disk."""
        texts = {
            **self.pages,
            **self.python,
            **dict.fromkeys([*self.tests, *self.files], ""),
            "mkdocs.yml": self.mkdocs,
            "docs/facts.yml": self.facts,
            "docs/plan/tracks.yml": self.tracks,
            "docs/ids.tsv": self.ledger,
        }
        for path, text in texts.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(text, encoding="utf-8")

    def copy(self) -> "Book":
        """A second sample that can be broken on its own."""
        return replace(
            self,
            pages=dict(self.pages),
            python=dict(self.python),
            tests=set(self.tests),
            files=set(self.files),
        )


# A change breaks the sample in one place.
Change = Callable[[Book], object]


def edit(path: str, old: str, new: str) -> Change:
    """Replace the first occurrence of a text."""
    return lambda book: book.edit(path, old, new)


def section(title: str, body: str, path: str = C1) -> Change:
    """Put text at the head of a section."""
    return edit(path, f"## {title}\n", f"## {title}\n\n{body}\n")


def add_python(path: str, text: str) -> Change:
    """Add a file under snippets/."""
    return lambda book: book.python.update({path: text})


def answer(book: Book) -> str:
    """The first card's two-minute answer."""
    return book.pages[C1].split("**In two minutes.** ")[1].split("\n")[0]


# Path, a text of the line (or its number), words of the message.
Expected = tuple[str, str | int, str]


def judge(book: Book, change: Change, *expected: Expected) -> None:
    """Break the book; exactly the expected errors must come, in this order."""
    change(book)
    found = book.problems()
    places = [
        (path, where if isinstance(where, int) else book.line(path, where))
        for path, where, _ in expected
    ]
    assert [(p.path, p.line) for p in found] == places, "\n".join(map(str, found))
    for problem, (_, _, words) in zip(found, expected, strict=True):
        assert words in problem.text
        assert ": " in problem.text, "say how to mend it"
        assert not problem.warning
