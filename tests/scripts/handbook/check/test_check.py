"""All rules together."""

import pytest

from tests.scripts.handbook.sample import C1, answer


def test_the_sample_has_no_fault(book) -> None:
    assert book.problems() == []


@pytest.mark.parametrize("status", ["draft", "stub"])
def test_what_a_draft_may_lack_and_a_stub_is_not_asked(book, status) -> None:
    book.edit(C1, "minutes: 30", f"minutes: 30\nstatus: {status}")
    book.edit(C1, "## Failure modes\n\nIt breaks when the data moves.\n", "")
    book.edit(C1, answer(book), "Too short.")
    book.edit(C1, "![A curve that rises](figure:first_curve)", "")
    book.edit(C1, "- [ ] Draw it <!-- ck: c01-draw -->\n", "")
    book.tests.remove("tests/snippets/c01_alpha/test_rule.py")
    found = book.problems()
    assert {p.warning for p in found} == {True}
    own = [p for p in found if p.path == C1]
    assert len(own) == (4 if status == "draft" else 0)
    assert len(found) - len(own) == 2  # the figure and the test, on the code's side


def test_a_draft_keeps_its_structural_errors(book) -> None:
    book.edit(C1, "minutes: 30", "minutes: 30\nstatus: draft")
    book.edit(C1, "id: c01-q00,", "id: c01-q01,")
    assert [p.warning for p in book.problems()] == [False]
