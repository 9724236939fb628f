"""Facts that age."""

from datetime import date

import pytest

from tests.scripts.handbook.sample import C1, FACTS_YML, edit, judge, section

CASES = [
    (
        "fact key",
        section("Failure modes", "It is 5<!-- fact: contxt -->."),
        C1,
        "contxt",
        "unknown fact `contxt`: did you mean `context`?",
    ),
    (
        "fact value",
        edit(C1, "128,000<!--", "12,800<!--"),
        C1,
        "12,800<!--",
        "fact `context` is `128,000` in docs/facts.yml, not what stands before",
    ),
    (
        "fact value glued to another",
        edit(C1, "holds 128,000<!--", "holds 4128,000<!--"),
        C1,
        "4128,000<!--",
        "not what stands before",
    ),
    (
        "fact without a source",
        edit(FACTS_YML, 'source: "Model card, 2026", ', ""),
        FACTS_YML,
        "context:",
        "fact `context` has no source",
    ),
    (
        "fact without quotes",
        edit(FACTS_YML, '"128,000"', "128000"),
        FACTS_YML,
        "context:",
        "put the value in quotes",
    ),
    (
        "fact without a date",
        edit(FACTS_YML, ", reviewed: 2026-11-01", ""),
        FACTS_YML,
        "context:",
        "has no review date",
    ),
    (
        "fact reviewed in the future",
        edit(FACTS_YML, "2026-11-01", "2027-11-01"),
        FACTS_YML,
        "context:",
        "reviewed in the future",
    ),
    (
        "fact nobody uses",
        edit(
            FACTS_YML,
            "model:",
            'spare: {value: "1", source: "A", reviewed: 2026-11-01}\nmodel:',
        ),
        FACTS_YML,
        "spare:",
        "no page uses fact `spare`",
    ),
    (
        "fact of another shape",
        edit(FACTS_YML, "model:", "spare: 3\nmodel:"),
        FACTS_YML,
        "spare:",
        "fact `spare` in another form",
    ),
]


@pytest.mark.parametrize(
    ("change", "expected"), [pytest.param(c[1], c[2:], id=c[0]) for c in CASES]
)
def test_one_fault_is_one_problem(book, change, expected) -> None:
    judge(book, change, expected)


def test_an_old_fact_is_a_warning(book) -> None:
    assert book.problems(date(2027, 5, 3)) == []
    found = book.problems(date(2027, 5, 4))
    assert [p.warning for p in found] == [True, True]
    assert "was reviewed on 2026-11-01: look again" in found[0].text
