# ruff: noqa: E501 - a card's attributes stand on one line
"""A page's text becomes the right model, with the right lines."""

from datetime import date

import pytest

from handbook import parse
from tests.scripts.handbook.sample import C1, concept

CARD = """\
/// details | What is *it* in `code` and $x$?
    type: question
    attrs: {id: c01-it, data-kind: theory, data-level: core, data-covers: "definition pros-cons"}

**In 30 seconds.** Short
over two lines.

**In two minutes.** Long.

```python
**Must say**
/// not a block
```

/// note | Aside
Nested.
///

**Must say**

- [ ] First
- [x] Second with `code`
  and a second line

**Follow-ups**

- *Why?* Because

    ```python
    - [ ] no item
    ```

- *How?* So.

**Red flag.** No.

**Deep dive.** More
**not a label** here.
///
"""


def page(text: str, path: str = C1):
    found, problems = parse.page(path, text)
    assert problems == (), problems
    return found


def body(text: str):
    return page(f"---\ntitle: T\n---\n{text}")


def test_front_matter() -> None:
    found = page(
        "---\ntitle: ' A: b '\nsummary: S\nexpect: E\nminutes: 5\nneeds: [c02]\n"
        "tags: [a, b]\nreviewed: 2026-11-22\nstatus: draft\nprofile: coding\ncards: 30\n"
        "aliases: [concepts/old.md, docs/concepts/older.md]\nhide: [toc]\n---\nText\n"
    )
    front = found.front
    assert (front.title, front.summary, front.expect) == ("A: b", "S", "E")
    assert (front.minutes, front.cards) == (5, 30)
    assert (front.needs, front.tags) == (("c02",), ("a", "b"))
    assert front.reviewed == date(2026, 11, 22)
    assert (front.status, front.profile) == ("draft", "coding")
    assert front.aliases == ("docs/concepts/old.md", "docs/concepts/older.md")
    assert front.line_of["minutes"] == 5
    assert front.raw["hide"] == ["toc"]
    assert found.body_line == 15


def test_no_front_matter() -> None:
    found = page("## Only text\n")
    assert found.body_line == 1
    assert found.sections[0].title == "Only text"


@pytest.mark.parametrize(
    ("path", "page_id", "kind"),
    [
        ("docs/concepts/c08-linear-and-logistic-regression.md", "c08", "concept"),
        ("docs/design/d03-fraud-detection.md", "d03", "design"),
        ("docs/design/index.md", "", "page"),
        ("docs/design/c03-fraud.md", "", "page"),
        ("docs/concepts/c8-short.md", "", "page"),
        ("docs/concepts/c08_underscore.md", "", "page"),
        ("docs/guide/index.md", "", "guide"),
        ("docs/index.md", "", "page"),
    ],
)
def test_identity_is_read_off_the_path(path: str, page_id: str, kind: str) -> None:
    found = page("Text\n", path)
    assert (found.id, found.kind) == (page_id, kind)


def test_slug_and_package() -> None:
    found = page("", "docs/concepts/c08-linear-and-logistic-regression.md")
    assert found.slug == "c08-linear-and-logistic-regression"
    assert found.package == "c08_linear_and_logistic_regression"


def test_sections_span_their_lines() -> None:
    found = body(
        "## One\ntext\n### Deeper\n```\n## not one\n```\n"
        "## Two {#two}\n\n/// note | N\ntext\n///\n"
    )
    assert [(s.title, s.line, s.end) for s in found.sections] == [
        ("One", 4, 10),
        ("Two", 10, 16),
    ]
    assert [(h.level, h.text, h.anchor) for h in found.headings] == [
        (2, "One", ""),
        (3, "Deeper", ""),
        (2, "Two", "two"),
    ]


def test_a_card_and_its_parts() -> None:
    (card,) = body(f"## Questions\n\n{CARD}\nAfter.\n").cards
    assert card.id == "c01-it"
    assert card.question == "What is *it* in `code` and $x$?"
    assert (card.kind, card.level) == ("theory", "core")
    assert card.covers == ("definition", "pros-cons")
    assert (card.line, card.end) == (6, 6 + CARD.count("\n"))
    assert card.text == CARD.rstrip("\n")
    assert [p.name for p in card.parts] == [
        *("30s", "2m", "must-say", "follow-ups", "red-flag", "deep-dive"),
    ]
    assert card.full
    assert card.part("30s").text == "Short\nover two lines."
    assert card.part("30s").line == 10
    assert "**Must say**" in card.part("2m").text
    assert "Nested." in card.part("2m").text
    assert card.part("must-say").items == (
        "First",
        "Second with `code`\nand a second line",
    )
    why, how = card.part("follow-ups").items
    assert why == "*Why?* Because\n\n```python\n- [ ] no item\n```"
    assert how == "*How?* So."
    assert card.part("red-flag").text == "No."
    assert card.part("deep-dive").text == "More\n**not a label** here."
    assert card.part("nonsense") is None


def test_a_card_that_is_never_closed_ends_at_the_next_heading_or_card() -> None:
    text = f"---\ntitle: T\n---\n{CARD[:-4]}{CARD.replace('c01-it', 'c01-b')}## End\n"
    found, problems = parse.page(C1, text)
    assert [card.id for card in found.cards] == ["c01-it", "c01-b"]
    assert [s.title for s in found.sections] == ["End"]
    (problem,) = problems
    assert problem.line == 4
    assert "never closed" in problem.text


def test_other_blocks_are_no_cards() -> None:
    found = body("/// details | More\n    type: note\n\nText.\n///\n")
    assert found.cards == ()


def test_blocks_with_more_slashes_hold_blocks_with_fewer() -> None:
    text = CARD.replace("/// details", "//// details").rstrip("\n") + "/\n"
    (card,) = body(text).cards
    assert card.part("deep-dive")


def test_checklist() -> None:
    found = body(
        "## Checklist\n\n- [ ] Define `it` <!-- ck: c01-define -->\n"
        "- [x] Say when\n  to use it <!-- ck: c01-when -->\n"
    )
    assert [(i.id, i.text, i.line) for i in found.checklist] == [
        ("c01-define", "Define `it`", 6),
        ("c01-when", "Say when to use it", 7),
    ]


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("is 0.873", "0.873"),
        ("is 87.3%", "87.3%"),
        ("is 1,234,567.8", "1,234,567.8"),
        ("is -0.5", "-0.5"),
        ("is −0.5", "−0.5"),
        ("is +3", "+3"),
        ("from 0.3-0.5", "0.5"),
        ("(0.5", "0.5"),
        ("**0.5", "0.5"),
        ("| 0.5", "0.5"),
        ("=-0.5", "-0.5"),
        ("is 0.873 ", ""),
        ("version 1.2.3", ""),
        ("x3", ""),
        ("12,34", ""),
        ("**0.5**", ""),
        ("`0.5`", ""),
        ("$0.5$", ""),
        ("about half", ""),
    ],
)
def test_the_number_of_a_claim(text: str, printed: str) -> None:
    (claim,) = body(f"{text}<!-- claim: half --> more\n").claims
    assert (claim.name, claim.printed, claim.line) == ("half", printed, 4)


def test_several_marks_on_a_line() -> None:
    found = body(
        "1<!-- claim: a -->, 2%<!--claim:b--> and Big 3<!-- fact: k.x-1 -->.\n"
    )
    assert [(c.name, c.printed) for c in found.claims] == [("a", "1"), ("b", "2%")]
    (fact,) = found.facts
    assert (fact.key, fact.printed) == ("k.x-1", "3")
    assert fact.before.endswith("and Big 3")


def test_a_fact_may_be_a_name() -> None:
    (fact,) = body("We call `model-5.1`<!-- fact: model -->.\n").facts
    assert fact.before == "We call `model-5.1`"
    assert fact.printed == "`model-5.1`"


@pytest.mark.parametrize(
    "code",
    [
        "```\n{}\n```",
        "~~~python\n{}\n~~~",
        "````\n```\n{}\n```\n````",
        "- item\n\n    ```\n    {}\n    ```",
        "> ```\n> {}\n> ```",
        "Text `{}` text.",
        "Text ``a ` {} ` b`` text.",
        "Text `a\n{}\nb` text.",
        "/// note | N\n```\n{}\n```\n///",
    ],
)
def test_code_yields_no_marks(code: str) -> None:
    inner = (
        "5<!-- claim: x --> $a$ ![i](t.png) [l](t.md) <!-- ck: y --> 3<!-- fact: z -->"
    )
    found = body(code.format(inner) + "\n\nThen 7<!-- claim: real --> and $b$.\n")
    assert [c.name for c in found.claims] == ["real"]
    assert [f.tex for f in found.formulas] == ["b"]
    assert found.facts == found.checklist == found.images == found.links == ()


def test_long_comments_hide_what_they_hold() -> None:
    found = body(f"<!--\n## Hidden\n\n{CARD}\n5<!-- claim: x\n-->\n\n## Shown\n")
    assert found.cards == found.claims == ()
    assert [s.title for s in found.sections] == ["Shown"]


def test_formulas() -> None:
    found = body(
        "Inline $a_1$ and \\$5, $5 or $10, then \\(c\\).\n\n"
        "$$\nx = 1\n$$\n\n- item\n\n    $$\n    y\n    $$\n\n\\[ z \\]\n\n"
        "\\begin{align}\nq\n\\end{align}\n"
    )
    assert [(f.tex, f.display, f.line) for f in found.formulas] == [
        ("a_1", False, 4),
        ("c", False, 4),
        ("x = 1", True, 6),
        ("y", True, 12),
        ("z", True, 16),
        ("\\begin{align}\nq\n\\end{align}", True, 18),
    ]


def test_fences() -> None:
    found = body(
        "```python title='x'\na = 1\n```\n\n<!-- no-run: needs a GPU -->\n"
        "``` { .Python .extra }\n\tb\n```\n\n- item\n\n    ~~~\n    c\n      d\n    ~~~\n"
    )
    assert [(f.language, f.text, f.line, f.end, f.no_run) for f in found.fences] == [
        ("python", "a = 1\n", 4, 7, ""),
        ("python", "\tb\n", 9, 12, "needs a GPU"),
        ("", "c\n  d\n", 15, 19, ""),
    ]


def test_includes() -> None:
    found = body(
        '```python\n--8<-- "snippets/a/b.py"\n```\n\n--8<-- "snippets/a/c.py:part"\n'
    )
    assert [(u.path, u.section, u.line) for u in found.snippets] == [
        ("snippets/a/b.py", "", 5),
        ("snippets/a/c.py", "part", 8),
    ]


def test_images_and_links() -> None:
    found = body(
        '![Alt [x] here](figure:curve "T"){ .wide } and [text](a.md#b)\n'
        "[![Logo](../l.svg)](https://example.org/a_(b)) `[no](x.md)`\n\n"
        '<img src="r.png" alt="raw"> <a class="k" href="raw.md">r</a>\n\n'
        "[ref]: other.md\n[^1]: note\n\n![two\nlines](m.png) ![`code`](n.png)\n"
    )
    assert [(i.target, i.alt) for i in found.images] == [
        ("figure:curve", "Alt [x] here"),
        ("../l.svg", "Logo"),
        ("r.png", "raw"),
        ("m.png", "two lines"),
        ("n.png", "`code`"),
    ]
    targets = [link.target for link in found.links]
    assert targets[0] == "a.md#b"
    assert {"raw.md", "other.md"} <= set(targets)
    assert "x.md" not in targets


def test_prose_is_what_a_reader_reads() -> None:
    found = body(
        "Text `code` and $x$ <!-- note --> [link](target.md) end.\n\n"
        "```\ncode\n```\n\n/// details | Question?\n    type: question\n"
        "    attrs: {id: c01-q}\n\n**In 30 seconds.** Yes.\n///\n"
    )
    shown = [line.split() for line in found.prose if line.strip()]
    assert shown == [
        ["Text", "and", "[link]", "end."],
        ["Question?"],
        ["**In", "30", "seconds.**", "Yes."],
    ]
    assert len(found.prose) == found.text.count("\n") + 1


def test_line_ends_tabs_and_byte_order_marks_do_not_matter() -> None:
    text = concept("c01").replace("## In one minute", "## In one minute\n\n-\titem")
    plain = page(text)
    for other in (
        text.replace("\n", "\r\n"),
        "\ufeff" + text,
        text.replace("\n", "\r"),
    ):
        assert page(other) == plain
    assert plain.text == text
    assert page(text.replace("    type: question", "\ttype: question")).cards
