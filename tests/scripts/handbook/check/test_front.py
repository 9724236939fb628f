# ruff: noqa: E501 - samples and messages stand on one line
"""Front matter."""

import pytest

from tests.scripts.handbook.sample import C1, C2, HOME, MK, edit, judge

CASES = [
    (
        "missing key",
        edit(C1, "expect: a clear definition with an example\n", ""),
        C1,
        1,
        "front matter lacks `expect`: add `expect:` with text",
    ),
    (
        "empty key",
        edit(C1, "summary: What it is and when it breaks.", "summary:"),
        C1,
        "summary:",
        "`summary` is empty: give it one sentence",
    ),
    (
        "no tags",
        edit(C1, "tags: [basics]", "tags: []"),
        C1,
        "tags:",
        "`tags` is empty",
    ),
    (
        "mistyped minutes",
        edit(C1, "minutes: 30", "minutes: half an hour"),
        C1,
        "minutes:",
        "it must be a whole number above 0",
    ),
    (
        "mistyped date",
        edit(C1, "reviewed: 2026-11-01", "reviewed: November"),
        C1,
        "reviewed:",
        "it must be a date",
    ),
    (
        "impossible date",
        edit(C1, "reviewed: 2026-11-01", "reviewed: 2026-13-45"),
        C1,
        "reviewed:",
        "front matter is not valid YAML",
    ),
    (
        "needs as text",
        edit(C2, "needs: [c01]", "needs: c01"),
        C2,
        "needs:",
        "it must be a list of page ids",
    ),
    (
        "unknown status",
        edit(C1, "minutes: 30", "minutes: 30\nstatus: done"),
        C1,
        "status:",
        "it must be draft or stub",
    ),
    (
        "unknown profile",
        edit(C1, "minutes: 30", "minutes: 30\nprofile: story"),
        C1,
        "profile:",
        "it must be stories or coding",
    ),
    (
        "unknown key",
        edit(C1, "minutes: 30", "minutes: 30\ntag: [a]"),
        C1,
        "tag:",
        "unknown front matter key `tag`: did you mean `tags`?",
    ),
    (
        "key twice",
        edit(C1, "minutes: 30", "minutes: 30\nminutes: 30"),
        C1,
        6,
        "front matter gives `minutes` twice",
    ),
    (
        "future review",
        edit(C1, "reviewed: 2026-11-01", "reviewed: 2026-11-23"),
        C1,
        "reviewed:",
        "`reviewed` is in the future (2026-11-23)",
    ),
    (
        "alias of a page of today",
        edit(C1, "minutes: 30", "minutes: 30\naliases: [concepts/c02-beta.md]"),
        C1,
        "aliases:",
        "is a page of today",
    ),
    (
        "alias that is no path",
        edit(C1, "minutes: 30", "minutes: 30\naliases: [/concepts/old/]"),
        C1,
        "aliases:",
        "is not a former path",
    ),
    (
        "broken YAML",
        edit(HOME, "summary: All of it.", "summary: All: of: it."),
        HOME,
        3,
        "front matter is not valid YAML",
    ),
]


@pytest.mark.parametrize(
    ("change", "expected"), [pytest.param(c[1], c[2:], id=c[0]) for c in CASES]
)
def test_one_fault_is_one_problem(book, change, expected) -> None:
    judge(book, change, expected)


def test_a_stub_is_checked_for_its_front_matter(book) -> None:
    stub = "---\ntitle: A\nsummary: B.\nexpect: C\nneeds: []\nstatus: stub\n---\n"
    book.pages["docs/concepts/c03-new.md"] = stub
    book.edit(MK, "c02-beta.md", "c02-beta.md\n          - concepts/c03-new.md")
    assert book.problems() == []
    book.edit("docs/concepts/c03-new.md", "expect: C\n", "")
    assert [str(p) for p in book.problems()] == [
        "docs/concepts/c03-new.md:1: front matter lacks `expect`: add `expect:` with text"
    ]
