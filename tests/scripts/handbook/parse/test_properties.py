"""No text, however odd, makes a parser raise or lie about lines."""

from collections.abc import Callable

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from handbook import ledger, parse
from handbook.model import Page, Problem
from tests.scripts.handbook.sample import C1, concept

PIECES = [
    *("---\n", "---", "...\n", "title: T\n", "needs: [", "reviewed: 2026-99-99\n"),
    *("a: &x [*x]\n", "!!python/name:os.system x\n", "key: !ENV [A]\n", "\t", "\r\n"),
    *("\r", "\ufeff", "\x00", "\x0b", "\x85", "\u2028", "\ud800", " ", "    ", "\n"),
    *("\n\n", "# ", "## ", "###", "## Questions\n", "## Checklist\n", "===\n"),
    *(
        "/// details | Q?\n",
        "/// note\n",
        "//// details\n",
        "///\n",
        "////\n",
        "/// x | ",
    ),
    *("    type: question\n", "    attrs: {id: c01-a, data-kind: theory}\n"),
    *("    attrs: [\n", "    attrs: {id: 3}\n", "    ? [a]\n", "    - - - x\n"),
    *("```", "```\n", "````python\n", "~~~\n", "> ```\n", "`", "``", "\\`", "> ", "- "),
    *(
        "- [ ] ",
        "- [x] item\n",
        "* [ ] ",
        "1. ",
        "| a | b |\n",
        "$",
        "$$",
        "$$\n",
        "\\$",
    ),
    *("\\(", "\\)", "\\[", "\\]", "\\begin{a}", "\\end{a}", "\\", "<!--", "-->"),
    *(
        "<!-- claim: x -->",
        "0.5<!-- claim: x -->",
        "<!-- fact: k -->",
        "<!-- ck: c01-a -->",
    ),
    *("<!-- no-run: r -->\n", "<!-- clam: x -->", "<!-- ck -->", '--8<-- "a/b.py"\n'),
    *(
        "--8<--\n",
        "![",
        "](",
        "![a](b)",
        "[a](b#c)",
        "[x]: y\n",
        "[^1]: z\n",
        "<img ",
        ">",
    ),
    *('<a href="', '"', "**In 30 seconds.** ", "**Must say**\n", "**Follow-ups**\n"),
    *(
        "**In 2 minutes:** ",
        "*Why?* Because.\n",
        "word",
        "é",
        "1,234",
        "%",
        "[",
        "{",
        "}",
    ),
]
MARKDOWN = st.lists(st.sampled_from(PIECES), max_size=60).map("".join)
MIXED = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=8)), max_size=40)
TEXT = st.one_of(st.text(), MARKDOWN, MIXED.map("".join))


def hold(page: Page, problems: tuple[Problem, ...]) -> None:
    """What must be true of any page."""
    last = page.text.count("\n") + 1
    assert len(page.prose) == last
    things = [
        *(*page.sections, *page.cards, *page.checklist, *page.claims, *page.facts),
        *(*page.snippets, *page.images, *page.formulas, *page.fences, *page.headings),
        *(*page.links, *problems),
    ]
    assert all(1 <= thing.line <= last for thing in things)
    spans = (*page.sections, *page.cards, *page.fences)
    assert all(thing.line < thing.end <= last + 1 for thing in spans)
    for card in page.cards:
        assert all(card.line < part.line < card.end for part in card.parts)
    code = {line for fence in page.fences for line in range(fence.line, fence.end)}
    marks = (*page.claims, *page.facts, *page.formulas, *page.images, *page.links)
    assert all(thing.line not in code for thing in marks)
    assert all(problem.path == page.path and problem.text for problem in problems)


@settings(max_examples=400, deadline=None)
@given(TEXT)
@example("---\n" + "[" * 5000 + "\n---\n")
@example("---\n" + "{a: " * 400 + "\n---\n")
@example("---\n? [a]\n: b\n---\n")
@example("/// details\n    " + "[" * 1900 + "\n")
@example("---\nminutes: " + "9" * 5000 + "\n---\n")
@example("```\n" * 200 + "~~~\n" * 200)
@example("![" * 300 + "[" * 300 + "`" * 300 + "$" * 300)
def test_any_text_is_a_page(text: str) -> None:
    page, problems = parse.page(C1, text)
    hold(page, problems)
    assert parse.page(C1, text) == (page, problems)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_page_cut_and_mended_anywhere_is_a_page(data: st.DataObject) -> None:
    text = concept("c01")
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 400)))
    put = data.draw(st.one_of(st.just(""), st.sampled_from(PIECES)))
    hold(*parse.page(C1, text[:start] + put + text[end:]))


def _python(text: str) -> object:
    return parse.python("snippets/a/b.py", text)


@pytest.mark.parametrize(
    "read", [parse.nav, parse.facts, parse.tracks, _python, ledger.parse]
)
@settings(max_examples=100, deadline=None)
@given(text=TEXT)
@example(text="nav: [" * 300)
@example(text="- " * 3000)
@example(text="nav:\n  - a: [b, {c: d}, [e]]\n  - null\n  - 3\nextra: {handbook: 3}\n")
@example(text="extra: {handbook: {parts: {a: [1], b: {c: d}}}}\n")
@example(
    text="tracks:\n  - 3\n  - {id: 1}\n  - {steps: [1, {days: []}, {days: 1-2-3}]}\n"
)
@example(text="a: {value: 1e400, reviewed: 2026-02-30}\n")
@example(text="(" * 1000)
@example(text="x = '\x00'\n")
@example(text="id\tpage\thash\tchanged\tretired\na\tb\tc\td\n")
def test_any_text_is_data(read: Callable[[str], object], text: str) -> None:
    read(text)
