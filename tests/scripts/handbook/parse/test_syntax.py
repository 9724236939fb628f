"""Faults of syntax: marks, blocks, fences, formulas."""

import pytest

from tests.scripts.handbook.sample import C1, edit, judge, section

CASES = [
    (
        "mark without a colon",
        edit(C1, "People say", "Draw it <!-- ck c01-x -->. People say"),
        C1,
        "ck c01-x",
        "mark without a colon: write `<!-- ck: … -->`",
    ),
    (
        "unknown mark",
        edit(C1, "People say", "Draw <!-- clam: x --> it. People say"),
        C1,
        "clam: x",
        "unknown mark `clam`: did you mean `<!-- claim: … -->`?",
    ),
    (
        "no-run without a reason",
        section("Failure modes", "<!-- no-run: -->\n```python\nx\n```\n"),
        C1,
        "no-run:",
        "no-run mark without a reason",
    ),
    (
        "no-run without a fence",
        section("Failure modes", "<!-- no-run: slow -->\n\nText.\n"),
        C1,
        "no-run:",
        "no-run mark without a fence",
    ),
    (
        "mark inside a formula",
        section("Failure modes", "So $x = 3<!-- claim: one -->$ here."),
        C1,
        "So $x",
        "mark inside a formula",
    ),
    (
        "unknown block",
        section("Failure modes", "/// detail | More\nText.\n///\n"),
        C1,
        "/// detail |",
        "unknown block `/// detail`: did you mean `/// details`?",
    ),
    (
        "unclosed block",
        section("Failure modes", "/// note | More\nText.\n"),
        C1,
        "/// note",
        "this note block is never closed: end it with `///`",
    ),
    (
        "close too many",
        section("Failure modes", "Text.\n\n///\n"),
        C1,
        "///\n\n\nIt breaks",
        "`///` closes nothing",
    ),
    (
        "unclosed card",
        edit(C1, "since it is wrong.\n///\n", "since it is wrong.\n"),
        C1,
        "/// details | Question c01-q00?",
        "this details block is never closed",
    ),
    (
        "block options",
        edit(
            C1,
            "## Failure modes\n",
            "## Failure modes\n\n/// note | A\n    type: [\n\nText.\n///\n",
        ),
        C1,
        "    type: [",
        "block options are not valid YAML",
    ),
    (
        "formula in running text",
        section("Failure modes", "So $$x + 1$$ it is."),
        C1,
        "So $$x",
        "$$ formula inside a text",
    ),
    (
        "unclosed formula",
        section("Failure modes", "$$\nx + 1\n\nText."),
        C1,
        "$$\nx + 1",
        "this $$ has no partner",
    ),
    (
        "bar in a table's formula",
        section("Failure modes", "| a |\n| --- |\n| $P(a|b)$ |\n"),
        C1,
        "| $P(a",
        "splits the table cell",
    ),
]

SEVERAL = [
    (
        "fence closed with fewer marks",
        edit(C1, "One line.", "````text\nx\n```\n"),
        [
            (C1, "````text", "this ```` fence is never closed"),
            (C1, "```\n\n\n## Sources", "this ``` fence is never closed"),
        ],
    ),
    (
        "fence that swallows another",
        edit(C1, "One line.", "```text\nx\n\n```python\ny = 1\n```\n"),
        [(C1, "```python\ny", "a fence opens inside the one of line")],
    ),
    (
        "unclosed comment",
        edit(C1, "A book on optimisation, 2001.", "A book. <!-- note to self"),
        [(C1, "<!-- note", "this comment is never closed")],
    ),
]


@pytest.mark.parametrize(
    ("change", "expected"), [pytest.param(c[1], c[2:], id=c[0]) for c in CASES]
)
def test_one_fault_is_one_problem(book, change, expected) -> None:
    judge(book, change, expected)


@pytest.mark.parametrize(
    ("change", "expected"), [pytest.param(c[1], c[2], id=c[0]) for c in SEVERAL]
)
def test_some_faults_are_seen_from_both_ends(book, change, expected) -> None:
    judge(book, change, *expected)
