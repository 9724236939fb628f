"""Snippets, figures and claims, from both sides."""

import pytest

from tests.scripts.handbook.sample import (
    C1,
    HOME,
    RULE,
    add_python,
    edit,
    judge,
    section,
)

CASES = [
    (
        "snippet by line numbers",
        edit(C1, "c01_alpha/rule.py", "c01_alpha/rule.py:1:5"),
        C1,
        "rule.py:1:5",
        "snippet by line numbers",
    ),
    (
        "snippet part",
        edit(C1, "c01_alpha/rule.py", "c01_alpha/rule.py:core"),
        C1,
        "rule.py:core",
        "has no part `core`",
    ),
    (
        "include without a path",
        section("Failure modes", "--8<--\n"),
        C1,
        "--8<--\n",
        "give the path on the same line",
    ),
    (
        "snippet nobody shows",
        lambda b: (
            b.python.update({"snippets/c01_alpha/lost.py": ""}),
            b.tests.add("tests/snippets/c01_alpha/test_lost.py"),
        ),
        "snippets/c01_alpha/lost.py",
        1,
        f"no page shows this snippet: pull it into {C1}",
    ),
    (
        "snippet without a test",
        lambda b: b.tests.discard("tests/snippets/c01_alpha/test_rule.py"),
        RULE,
        1,
        "snippet without a test: write tests/snippets/c01_alpha/test_rule.py",
    ),
    (
        "package without a page",
        add_python("snippets/c09_lost/__init__.py", ""),
        "snippets/c09_lost/__init__.py",
        1,
        "folder `c09_lost` has no page",
    ),
    (
        "snippet outside a package",
        add_python("snippets/loose.py", ""),
        "snippets/loose.py",
        1,
        "move it to snippets/cNN_…/",
    ),
    (
        "broken Python",
        add_python(RULE, "def rule(:\n"),
        RULE,
        1,
        "not valid Python",
    ),
    (
        "figure nobody shows",
        edit(
            "snippets/c01_alpha/figures.py",
            "def second",
            "def third():\n    pass\n\n\ndef second",
        ),
        "snippets/c01_alpha/figures.py",
        "def third",
        f"no page uses `third`: show it in {C1} as `![…](figure:third)`",
    ),
    (
        "claim without a function",
        section("Failure modes", "It is 0.7<!-- claim: seven -->."),
        C1,
        "claim: seven",
        "no function `seven` in snippets/c01_alpha/claims.py",
    ),
    (
        "function without a claim",
        edit(
            "snippets/c01_alpha/claims.py",
            "def one",
            "def zero() -> float:\n    return 0.0\n\n\ndef one",
        ),
        "snippets/c01_alpha/claims.py",
        "def zero",
        f"no page uses `zero`: mark its number in {C1} with `<!-- claim: zero -->`",
    ),
    (
        "claim apart from its number",
        edit(C1, "0.5<!-- claim: one -->", "0.5 <!-- claim: one -->"),
        C1,
        "claim: one",
        "claim `one` has no number right before its mark",
    ),
    (
        "claim on a page without code",
        edit(HOME, "Start with", "1<!-- claim: one --> starts with"),
        HOME,
        "claim: one",
        "no function `one` in snippets/index/claims.py",
    ),
]

SEVERAL = [
    (
        "snippet path",
        edit(C1, "c01_alpha/rule.py", "c01_alpha/rules.py"),
        [
            (
                C1,
                "rules.py",
                "doesn't exist: did you mean `snippets/c01_alpha/rule.py`?",
            ),
            (RULE, "def rule", "no page shows this snippet"),
        ],
    ),
    (
        "unknown figure",
        edit(C1, "figure:second_curve", "figure:second_curves"),
        [
            (C1, "second_curves", "no function `second_curves`"),
            (
                "snippets/c01_alpha/figures.py",
                "def second",
                "no page uses `second_curve`",
            ),
        ],
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
