# ruff: noqa: E501 - samples and messages stand on one line
"""Sections, headings, length and checklists."""

import pytest

from handbook import check
from handbook.model import Page
from tests.scripts.handbook.sample import C1, D1, edit, judge, section

CASES = [
    (
        "missing section",
        edit(C1, "## Failure modes\n\nIt breaks when the data moves.\n", ""),
        C1,
        "## In production",
        "section `## Failure modes` is missing",
    ),
    (
        "missing last section",
        edit(C1, "## Sources\n\nA book on optimisation, 2001.\n", ""),
        C1,
        "One line.",
        "section `## Sources` is missing",
    ),
    (
        "unknown section",
        section("Failure modes", "It breaks.\n\n## Failure mode\n\nText."),
        C1,
        "## Failure mode\n",
        "unknown section `Failure mode`: did you mean `Failure modes`?",
    ),
    (
        "section twice",
        edit(C1, "One line.", "One line.\n\n## Failure modes\n\nOnce more."),
        C1,
        "## Failure modes\n\nOnce more",
        "section `Failure modes` stands twice",
    ),
    (
        "sections out of order",
        lambda b: (
            b.edit(C1, "## When to use it", "## SWAP"),
            b.edit(C1, "## Failure modes", "## When to use it"),
            b.edit(C1, "## SWAP", "## Failure modes"),
        ),
        C1,
        "## Failure modes",
        "section `Failure modes` is out of order: `When to use it` comes here",
    ),
    (
        "empty section",
        edit(C1, "\nPeople say the opposite.\n", "\n<!-- later -->\n"),
        C1,
        "## Common wrong answers",
        "section `Common wrong answers` is empty",
    ),
    (
        "design page missing section",
        edit(D1, "## Rubric\n\nA sentence.\n", ""),
        D1,
        "## Questions",
        "section `## Rubric` is missing",
    ),
    (
        "heading of level 1",
        section("Failure modes", "# Big\n"),
        C1,
        "# Big",
        "title comes from its front matter",
    ),
    (
        "empty heading",
        section("Failure modes", "###\n"),
        C1,
        "###\n",
        "empty heading",
    ),
    (
        "heading without space",
        section("Failure modes", "###Tight\n"),
        C1,
        "###Tight",
        "put a space after it",
    ),
    (
        "underlined heading",
        section("Failure modes", "Tight\n---\n"),
        C1,
        "---\n\n\nIt breaks",
        "underlined text is a heading",
    ),
    (
        "too short",
        lambda b: b.edit(C1, "A model learns weights from data", "A model", 200),
        C1,
        "## Questions",
        "words before the cards, the aim is 1,800 to 3,000: say more",
    ),
    (
        "too long",
        section("Failure modes", "word " * 1500),
        C1,
        "## Questions",
        "words before the cards, the aim is 1,800 to 3,000: cut",
    ),
    (
        "item without an id",
        edit(
            C1,
            "- [ ] Draw it <!-- ck: c01-draw -->",
            "- [ ] Draw it\n- [ ] Cut <!-- ck: c01-cut -->",
        ),
        C1,
        "- [ ] Draw it",
        "checklist item without an id",
    ),
    (
        "too few items",
        edit(C1, "- [ ] Draw it <!-- ck: c01-draw -->\n", ""),
        C1,
        "## Checklist",
        "the checklist has 5 items: make it 6 to 10",
    ),
    (
        "too few items on a design page",
        edit(D1, "- [ ] Do step 3 <!-- ck: d01-step-3 -->\n", ""),
        D1,
        "## Checklist",
        "the checklist has 5 items",
    ),
    (
        "first ids",
        edit(C1, "ck: c01-when", "ck: c01-use"),
        C1,
        "- [ ] Define it",
        "other first ids of the checklist: make them `c01-define`, `c01-when`, `c01-failure-modes`",
    ),
    (
        "item elsewhere",
        section("Cheat sheet", "- [ ] Print it <!-- ck: c01-print -->"),
        C1,
        "- [ ] Print it",
        "outside `## Checklist`",
    ),
]


@pytest.mark.parametrize(
    ("change", "expected"), [pytest.param(c[1], c[2:], id=c[0]) for c in CASES]
)
def test_one_fault_is_one_problem(book, change, expected) -> None:
    judge(book, change, expected)


def test_a_little_over_the_length_is_a_warning(book) -> None:
    book.edit(C1, "## Failure modes\n", "## Failure modes\n\n" + "word " * 1000 + "\n")
    (problem,) = book.problems()
    assert problem.warning
    assert "the aim is 1,800 to 3,000: cut" in problem.text


def test_sections_are_public(book) -> None:
    assert set(check.SECTIONS) == {"concept", "design"}
    assert check.SECTIONS["concept"][0] == "In one minute"


def test_an_empty_page_is_judged_without_a_crash(book) -> None:
    book.pages[C1] = ""
    assert all(p.path for p in book.problems())
    assert isinstance(book.handbook()[0].page("c01"), Page)
