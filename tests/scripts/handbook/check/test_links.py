"""Links, images and diagrams."""

import pytest

from tests.scripts.handbook.sample import C1, HOME, MK, edit, judge, section

CASES = [
    (
        "link to nothing",
        edit(C1, "c01-alpha.md#in-one-minute", "c07-eta.md"),
        C1,
        "c07-eta.md",
        "link to `c07-eta.md`, which doesn't exist",
    ),
    (
        "link to an anchor that isn't there",
        edit(C1, "#in-one-minute", "#in-one-minuet"),
        C1,
        "#in-one-minuet",
        "doesn't have: did you mean `in-one-minute`?",
    ),
    (
        "anchor on the page itself",
        edit(C1, "c01-alpha.md#in-one-minute", "#c01-q99"),
        C1,
        "#c01-q99",
        "link to `#c01-q99`",
    ),
    (
        "link from the root",
        edit(C1, "c01-alpha.md#in-one-minute", "/concepts/c01-alpha.md"),
        C1,
        "/concepts/c01",
        "starts at the root",
    ),
    (
        "link out of docs",
        edit(C1, "c01-alpha.md#in-one-minute", "../../snippets/c01_alpha/rule.py"),
        C1,
        "../../snippets",
        "leaves docs/",
    ),
    (
        "link without a target",
        edit(C1, "(c01-alpha.md#in-one-minute)", "()"),
        C1,
        "[the other page]()",
        "leads nowhere",
    ),
    (
        "link with an odd scheme",
        edit(C1, "c01-alpha.md#in-one-minute", "javascript:alert"),
        C1,
        "javascript:",
        "link with scheme `javascript`",
    ),
    (
        "image without alt text",
        section("Failure modes", "![](../assets/logo.svg)"),
        C1,
        "![](",
        "image without alt text",
    ),
    (
        "image that isn't there",
        section("Failure modes", "![A thing](../assets/thing.png)"),
        C1,
        "thing.png",
        "image `../assets/thing.png` doesn't exist",
    ),
    (
        "image from another host",
        section("Failure modes", "![A thing](http://example.org/thing.png)"),
        C1,
        "thing.png",
        "image from another host",
    ),
    (
        "raw image without alt text",
        section("Failure modes", '<img src="../assets/logo.svg">'),
        C1,
        "<img",
        "image without alt text",
    ),
    (
        "link to a page near by",
        edit(C1, "c01-alpha.md#in-one-minute", "../concepts/c2-beta.md"),
        C1,
        "c2-beta.md",
        "doesn't exist: did you mean `c02-beta.md`?",
    ),
    (
        "footnote without a text",
        edit(C1, "People say", "They say[^lost]. People say"),
        C1,
        "[^lost]",
        "footnote `[^lost]` has no text: add a line `[^lost]: …`",
    ),
    (
        "footnote nobody points to",
        edit(C1, "A book on", "[^spare]: A paper, 2001.\n\nA book on"),
        C1,
        "[^spare]",
        "nothing points to footnote `[^spare]`",
    ),
    (
        "diagram without a title",
        edit(C1, "  accTitle: Two boxes\n", ""),
        C1,
        "```mermaid",
        "diagram without accTitle",
    ),
    (
        "diagram without a description",
        edit(C1, "accDescr: A leads to B", "accDescr:"),
        C1,
        "```mermaid",
        "diagram without accDescr",
    ),
]


@pytest.mark.parametrize(
    ("change", "expected"), [pytest.param(c[1], c[2:], id=c[0]) for c in CASES]
)
def test_one_fault_is_one_problem(book, change, expected) -> None:
    judge(book, change, expected)


def test_generated_pages_and_notebooks_may_be_named(book) -> None:
    book.files.add("docs/projects/p00-baseline.py")
    book.edit(MK, "  - Practice:", "  - projects/p00-baseline.ipynb\n  - Practice:")
    targets = (
        "projects/p00-baseline.ipynb",
        "projects/p00-baseline.py",
        "practice/index.md#due",
        "snippets/c01_alpha/rule.py",
        "https://example.org/",
        "concepts/c01-alpha.md#c01-q00",
        "concepts/c01-alpha.md#sources",
        "concepts/c01-alpha.md#c01",
    )
    links = " ".join(f"[x]({target})" for target in targets)
    book.edit(HOME, "Start with", f"{links} Start with")
    assert book.problems() == []
