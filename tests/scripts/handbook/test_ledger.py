"""The ledger: ids are added, dated and retired; never lost, moved or used again."""

from datetime import date

import pytest

from handbook import ledger
from handbook.model import HandbookError
from tests.scripts.handbook.sample import C1, C2, MK, Book

DAY = date(2026, 11, 22)
LATER = date(2026, 12, 1)


@pytest.fixture
def recorded() -> Book:
    """A handbook whose ledger is up to date."""
    book = Book()
    book.record(DAY)
    return book


def entry(book: Book, name: str):
    return next(e for e in book.handbook()[0].ledger if e.id == name)


def texts(book: Book) -> list[str]:
    return [str(problem) for problem in book.ledger_problems()]


def test_every_id_is_recorded_once(recorded: Book) -> None:
    book, problems = recorded.handbook()
    assert problems == []
    names = [e.id for e in book.ledger]
    assert names == sorted(names)
    assert {"basics", "c01", "c01-q00", "c01-define", "d01", "d01-step-3"} <= set(names)
    assert len(names) == len(set(names)) == len(list(book.ids()))
    assert {e.changed for e in book.ledger} == {DAY}
    assert ledger.problems(book) == ()


def test_rendering_and_parsing_are_inverse(recorded: Book) -> None:
    entries, problems = ledger.parse(recorded.ledger)
    assert problems == ()
    assert ledger.render(entries) == recorded.ledger
    assert ledger.parse(recorded.ledger.replace("\n", "\r\n"))[0] == entries


def test_recording_again_changes_nothing(recorded: Book) -> None:
    before = recorded.ledger
    recorded.record(LATER)
    assert recorded.ledger == before


def test_an_edit_dates_the_card_and_its_page_alone(recorded: Book) -> None:
    recorded.edit(C1, "It is short and it passes.", "It is shorter and it passes.")
    (stale,) = recorded.ledger_problems()
    assert stale.text.startswith("ids out of date: 2 changed (c01, c01-q00): run")
    assert ledger.mendable(stale)
    recorded.record(LATER)
    changed = {e.id for e in recorded.handbook()[0].ledger if e.changed == LATER}
    assert changed == {"c01", "c01-q00"}
    assert texts(recorded) == []


@pytest.mark.parametrize("change", ["\n\n", " \n", "\r\n"])
def test_space_is_no_edit(recorded: Book, change: str) -> None:
    recorded.edit(C1, "\n", change, 10**6)
    if change == "\r\n":
        assert texts(recorded) == []
    recorded.record(LATER)
    assert entry(recorded, "c01-q00").changed == DAY


def test_a_new_id_must_be_recorded() -> None:
    book = Book()
    (stale,) = book.ledger_problems()
    assert "new (" in stale.text
    assert ledger.mendable(stale)


def test_a_lost_card_is_an_error_until_it_is_retired(recorded: Book) -> None:
    text = recorded.pages[C1]
    start = text.index("/// details | Question c01-q01?")
    end = text.index("/// details | Quick question c01-q02?")
    recorded.pages[C1] = text[:start] + text[end:]
    assert texts(recorded)[0] == (
        f"{C1}:1: id `c01-q01` is gone from {C1}: restore it, or run "
        "`handbook ids retire c01-q01` if it leaves for good"
    )
    assert not ledger.mendable(recorded.ledger_problems()[0])
    recorded.record(LATER)
    assert len(texts(recorded)) == 1  # recording does not hide the loss
    entries = ledger.retire(recorded.handbook()[0].ledger, "c01-q01", LATER)
    recorded.ledger = ledger.render(entries)
    assert texts(recorded) == []
    assert entry(recorded, "c01-q01").retired == LATER
    again = ledger.retire(entries, "c01-q01", date(2027, 1, 1))
    assert again == entries  # the first day counts


def test_an_unknown_id_cannot_be_retired(recorded: Book) -> None:
    with pytest.raises(HandbookError, match="c01-nothing"):
        ledger.retire(recorded.handbook()[0].ledger, "c01-nothing", DAY)


def test_a_retired_id_is_never_used_again(recorded: Book) -> None:
    entries = ledger.retire(recorded.handbook()[0].ledger, "c01-q01", DAY)
    recorded.ledger = ledger.render(entries)
    line = recorded.line(C1, "/// details | Question c01-q01?")
    assert texts(recorded) == [
        f"{C1}:{line}: id `c01-q01` was retired on 2026-11-22: choose a new one"
    ]
    recorded.record(LATER)
    assert entry(recorded, "c01-q01").retired == DAY


def test_a_moved_id_is_an_error(recorded: Book) -> None:
    item = "- [ ] Draw it <!-- ck: c01-draw -->\n"
    recorded.edit(C1, item, "")
    recorded.edit(C2, "- [ ] Define it", f"{item}- [ ] Define it")
    recorded.record(LATER)
    line = recorded.line(C2, item)
    assert texts(recorded) == [
        f"{C2}:{line}: id `c01-draw` belongs to {C1}: move it back, or run "
        "`handbook ids retire c01-draw` and give this one a new id"
    ]


def rename(book: Book, new: str) -> None:
    book.pages = {new if path == C1 else path: t for path, t in book.pages.items()}
    book.edit(MK, "concepts/c01-alpha.md", new.removeprefix("docs/"))


def test_a_renamed_page_must_leave_a_redirect(recorded: Book) -> None:
    new = "docs/concepts/c01-first.md"
    rename(recorded, new)
    recorded.record(LATER)
    assert texts(recorded) == [
        f"{new}:1: this page was {C1}: rename it back, or add "
        "`aliases: [concepts/c01-alpha.md]` to the front matter so that old links "
        "lead here"
    ]
    recorded.edit(new, "minutes: 30", "minutes: 30\naliases: [concepts/c01-alpha.md]")
    assert all(ledger.mendable(p) for p in recorded.ledger_problems())
    recorded.record(LATER)
    assert texts(recorded) == []
    assert entry(recorded, "c01-q00").page == new
    assert entry(recorded, "c01-q00").changed == DAY  # moved along, not edited


def test_a_deleted_page_is_reported_in_the_ledger(recorded: Book) -> None:
    del recorded.pages[C1]
    found = recorded.ledger_problems()
    assert {p.path for p in found} == {ledger.PATH}
    assert all("is gone from" in p.text for p in found)
    assert found[0].line == entry(recorded, "c01").line


def test_a_lost_part_is_an_error(recorded: Book) -> None:
    recorded.edit(MK, "basics: Basics", "base: Basics")
    assert any("id `basics` is gone from mkdocs.yml" in t for t in texts(recorded))


def test_duplicates_do_not_disturb_the_ledger(recorded: Book) -> None:
    recorded.edit(C1, "id: c01-q01,", "id: c01-q00,")
    recorded.record(LATER)
    assert [t for t in texts(recorded) if "c01-q01" not in t] == []


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("c09\tdocs/x.md\tabc", "not a ledger line"),
        ("c09\tdocs/x.md\tabcdefabcdef\tyesterday\t", "not a ledger line"),
        ("c09\tdocs/x.md\tABCDEF\t2026-11-22\t", "not a ledger line"),
        ("\tdocs/x.md\tabcdefabcdef\t2026-11-22\t", "not a ledger line"),
        ("<<<<<<< HEAD", "not a ledger line"),
        ("c01\tdocs/x.md\tabcdefabcdef\t2026-11-22\t", "`c01` stands on line"),
    ],
)
def test_unreadable_lines_are_reported(recorded: Book, line: str, words: str) -> None:
    text = f"{recorded.ledger}{line}\n"
    entries, (problem,) = ledger.parse(text)
    assert problem.line == text.count("\n")
    assert words in problem.text
    assert ledger.render(entries) == recorded.ledger
