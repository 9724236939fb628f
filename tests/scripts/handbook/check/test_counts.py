"""Floors of a finished page."""

import pytest

from tests.scripts.handbook.sample import C1, C2, edit, judge

CASES = [
    (
        "too few cards",
        edit(C1, "minutes: 30", "minutes: 30\ncards: 25"),
        C1,
        "## Questions",
        "question cards, 20 so far: write at least 25",
    ),
    (
        "too few figures",
        lambda b: (
            b.edit(C1, "![A curve that falls](figure:second_curve)\n", ""),
            b.edit(
                "snippets/c01_alpha/figures.py",
                "\n\ndef second_curve",
                "\n\ndef _second",
            ),
        ),
        C1,
        "## Questions",
        "figures of our own, 1 so far",
    ),
    (
        "too few claims",
        lambda b: (
            b.edit(C1, "<!-- claim: one -->", ""),
            b.edit("snippets/c01_alpha/claims.py", "def one", "def _one"),
        ),
        C1,
        "## Questions",
        "claims, 3 so far",
    ),
    (
        "a kind of question is missing",
        lambda b: b.edit(C1, '"debugging"', '"trade-offs"', 99),
        C1,
        "## Questions",
        "no card covers `debugging`",
    ),
    (
        "too few hard cards",
        edit(
            C1,
            "q15, data-kind: theory, data-level: hard",
            "q15, data-kind: coding, data-level: core",
        ),
        C1,
        "## Questions",
        "cards of level hard, 4 so far",
    ),
]


@pytest.mark.parametrize(
    ("change", "expected"), [pytest.param(c[1], c[2:], id=c[0]) for c in CASES]
)
def test_one_fault_is_one_problem(book, change, expected) -> None:
    judge(book, change, expected)


def test_stories_need_no_code_and_coding_no_theory(book) -> None:
    for path in (C1, C2):
        book.edit(path, "minutes: 30", "minutes: 30\nprofile: coding")
        book.edit(path, "data-kind: theory", "data-kind: coding", 99)
        book.edit(path, "data-kind: applied", "data-kind: coding", 99)
    assert book.problems() == []
    for path in (C1, C2):
        book.edit(path, "profile: coding", "profile: stories")
        book.edit(path, "data-kind: coding", "data-kind: behavioral", 99)
        text = book.pages[path]
        start, end = text.index("```python"), text.index("## Failure modes")
        book.pages[path] = text[:start] + text[end:]
        book.pages[path] = book.pages[path].replace(', data-covers: "definition"', "")
    book.python.clear()
    assert book.problems() == []
