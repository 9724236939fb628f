"""Navigation."""

import pytest

from tests.scripts.handbook.sample import HOME, MK, edit, judge

CASES = [
    (
        "page missing from nav",
        edit(MK, "  - Home: index.md\n", ""),
        HOME,
        1,
        "page missing from nav: add `- index.md` to mkdocs.yml",
    ),
    (
        "nav entry without a file",
        edit(MK, "  - Home: index.md\n", "  - Home: index.md\n  - about.md\n"),
        MK,
        "about.md",
        "nav entry `about.md` has no file",
    ),
    (
        "nav entry twice",
        edit(MK, "  - Home: index.md\n", "  - Home: index.md\n  - Start: index.md\n"),
        MK,
        "Start:",
        "nav names index.md twice",
    ),
    (
        "part without a section",
        edit(MK, "basics: Basics", "basics: Base"),
        MK,
        "basics:",
        "part `basics`: nav has no sections titled `Base`",
    ),
    (
        "badly named page",
        lambda b: (
            b.pages.update({"docs/concepts/gamma.md": "---\ntitle: G\n---\n"}),
            b.edit(MK, "c02-beta.md", "c02-beta.md\n          - concepts/gamma.md"),
        ),
        "docs/concepts/gamma.md",
        1,
        "page name must be c, two digits",
    ),
]


@pytest.mark.parametrize(
    ("change", "expected"), [pytest.param(c[1], c[2:], id=c[0]) for c in CASES]
)
def test_one_fault_is_one_problem(book, change, expected) -> None:
    judge(book, change, expected)


def test_an_unlisted_page_need_not_be_in_nav(book) -> None:
    book.pages["docs/hidden/page.md"] = "---\ntitle: Hidden\n---\n\nText.\n"
    assert book.problems() == []
