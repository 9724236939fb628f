"""The content as it stands breaks none of its rules, and the ledger knows every id."""

from datetime import date
from pathlib import Path

from handbook import check, ledger, load


def test_the_content_has_no_fault(root: Path) -> None:
    handbook, problems = load.handbook(root)
    found = sorted({*problems, *check.check(handbook, today=date.today())})
    assert [str(problem) for problem in found if not problem.warning] == []


def test_the_ledger_is_up_to_date(root: Path) -> None:
    handbook, _ = load.handbook(root)
    assert [str(problem) for problem in ledger.problems(handbook)] == []
