# ruff: noqa: E501 - samples and messages stand on one line
"""Wording, spelling and blocked markup."""

import pytest

from tests.scripts.handbook.sample import C1, edit, judge

CASES = [
    (
        "filler",
        edit(C1, "People say", "It is crucial. People say"),
        C1,
        "crucial",
        "`crucial` is filler: cut it, or say what you mean",
    ),
    (
        "filler over a line's end",
        edit(C1, "People say", "We use the\ncutting\nedge. People say"),
        C1,
        "cutting\n",
        "`cutting edge` is filler",
    ),
    (
        "filler in the summary",
        edit(C1, "What it is and when", "Delve into when"),
        C1,
        "summary:",
        "`Delve` is filler",
    ),
    (
        "British spelling",
        edit(C1, "People say", "Models optimise. People say"),
        C1,
        "optimise",
        "`optimise` is British: write `optimize`",
    ),
    (
        "left to do",
        edit(C1, "People say", "TODO. People say"),
        C1,
        "TODO",
        "`TODO` is left in the text",
    ),
    (
        "left to do in a comment",
        edit(C1, "People say", "<!-- XXX check --> People say"),
        C1,
        "XXX",
        "`XXX` is left in the text",
    ),
    (
        "style attribute",
        edit(C1, "People say", '<span style="color: red">People</span> say'),
        C1,
        "<span",
        "blocks `style=` attributes",
    ),
    (
        "handler",
        edit(C1, "People say", '<b onclick="x()">People</b> say'),
        C1,
        "<b ",
        "blocks `onclick=` attributes",
    ),
    (
        "style in an attribute list",
        edit(C1, "People say the opposite.", 'People\n{ .a style="x" }'),
        C1,
        "{ .a",
        "blocks `style=` attributes",
    ),
    (
        "script",
        edit(C1, "People say", "<script>x</script> People say"),
        C1,
        "<script",
        "raw <script> is blocked",
    ),
]


@pytest.mark.parametrize(
    ("change", "expected"), [pytest.param(c[1], c[2:], id=c[0]) for c in CASES]
)
def test_one_fault_is_one_problem(book, change, expected) -> None:
    judge(book, change, expected)


@pytest.mark.parametrize(
    ("british", "american"),
    [
        ("behaviour", "behavior"),
        ("Colours", "Colors"),
        ("neighbouring", "neighboring"),
        ("analysed", "analyzed"),
        ("centre", "center"),
        ("labelled", "labeled"),
        ("modelling", "modeling"),
        ("tokenisation", "tokenization"),
        ("regularised", "regularized"),
        ("defence", "defense"),
        ("artefacts", "artifacts"),
        ("whilst", "while"),
        ("practising", "practicing"),
        ("fulfil", "fulfill"),
        ("grey", "gray"),
    ],
)
def test_american_spelling(book, british, american) -> None:
    book.edit(C1, "People say", f"It has {british} here. People say")
    (problem,) = book.problems()
    assert problem.text == f"`{british}` is British: write `{american}`"


@pytest.mark.parametrize(
    "text",
    [
        "Use robust standard errors and a robust scaler; the median is robust to outliers.",
        "High-leverage points: the leverage of a row is the diagonal of the hat matrix.",
        "The loss landscape has flat valleys; a pivotal quantity has no parameter.",
        'They answer "it is a comprehensive, seamless solution".',
        "The code says `crucial = optimise(colour)`.",
        "We analyze four analyses of parallel exercises; promise, precise, otherwise.",
        "See [the survey](https://example.org/comprehensive-realm-optimisation).",
        "The text ends here.[^1]\n\n[^1]: A comprehensive behaviour study, 2001.\n",
        "The range is [0, 1] and `a[0](x)`; it costs $5 or $10 in total.",
        "Escaped \\$5 and \\$6, \\`not code\\`.",
        "- item\n\n    ```python\n    # TODO inside code\n    ```\n",
        "Comments are fine. <!-- a note -->",
        "x <!-- handbook: map --> and <!-- count: cards -->",
    ],
)
def test_what_is_no_fault(book, text) -> None:
    book.edit(C1, "## Failure modes\n", f"## Failure modes\n\n{text}\n")
    assert book.problems() == []
