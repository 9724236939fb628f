"""Ids and prerequisites."""

import pytest

from tests.scripts.handbook.sample import C1, C2, MK, edit, judge

CASES = [
    (
        "card id taken",
        edit(C1, "id: c01-q00,", "id: c01-q01,"),
        C1,
        "/// details | Question c01-q01?",
        "id `c01-q01` is taken by docs/concepts/c01-alpha.md:",
    ),
    (
        "checklist id taken",
        edit(C1, "ck: c01-draw", "ck: c01-code"),
        C1,
        "- [ ] Code it",
        "id `c01-code` is taken by",
    ),
    (
        "page id taken",
        lambda b: (
            b.pages.update(
                {
                    "docs/concepts/c02-other.md": b.pages[C2]
                    .split("\n## ")[0]
                    .replace("---\n\n", "---\n")
                    .replace("minutes", "status: stub\nminutes")
                }
            ),
            b.edit(MK, "c02-beta.md", "c02-beta.md\n          - concepts/c02-other.md"),
        ),
        "docs/concepts/c02-other.md",
        1,
        "id `c02` is taken by docs/concepts/c02-beta.md:1",
    ),
    (
        "id of another page",
        edit(C1, "id: c01-q00,", "id: c03-q00,"),
        C1,
        "/// details | Question c01-q00?",
        "id `c03-q00` must start with its page's id: `c01-…`",
    ),
    (
        "id in capitals",
        edit(C1, "id: c01-q00,", "id: c01-Q00,"),
        C1,
        "/// details | Question c01-q00?",
        "is badly formed",
    ),
    (
        "unknown need",
        edit(C2, "needs: [c01]", "needs: [c01, c09]"),
        C2,
        "needs:",
        "needs `c09`, which is no page's id",
    ),
    (
        "circle of needs",
        edit(C1, "needs: []", "needs: [d01]"),
        C1,
        "needs:",
        "needs go in a circle (c01 → d01 → c01)",
    ),
]


@pytest.mark.parametrize(
    ("change", "expected"), [pytest.param(c[1], c[2:], id=c[0]) for c in CASES]
)
def test_one_fault_is_one_problem(book, change, expected) -> None:
    judge(book, change, expected)
