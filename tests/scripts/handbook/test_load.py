"""Disk becomes model; what can't be read is a problem, not a traceback."""

import os
from pathlib import Path

import pytest

from handbook import check, ledger, load
from tests.scripts.handbook.sample import C1, C2, RULE, TODAY, Book


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The sample handbook, written out."""
    book = Book()
    book.record()
    book.write(tmp_path)
    others = {
        "docs/overrides/notes.md": "no page",
        "docs/.hidden/x.md": "no page",
        "snippets/c01_alpha/__pycache__/rule.py": "no Python",
    }
    for path, text in others.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    return tmp_path


def test_disk_and_text_give_the_same_handbook(root: Path) -> None:
    book, problems = load.handbook(root)
    assert problems == ()
    assert check.check(book, today=TODAY) == ()
    assert ledger.problems(book) == ()
    sample = Book()
    sample.record()
    expected, _ = sample.handbook()
    assert book.pages == expected.pages  # and in the order of nav
    assert sorted(f.path for f in book.python) == sorted(sample.python)
    for name in ("parts", "tests", "facts", "tracks", "ledger", "nav", "fact_lines"):
        assert getattr(book, name) == getattr(expected, name)
    assert {"mkdocs.yml", "docs/assets/logo.svg", C1, RULE} <= book.files


def test_a_page_that_is_not_utf8(root: Path) -> None:
    (root / C1).write_bytes("---\ntitle: Café\n".encode("latin-1"))
    _, problems = load.handbook(root)
    assert [str(p) for p in problems] == [
        f"{C1}:1: not UTF-8 (byte 15): save the file as UTF-8"
    ]


@pytest.mark.skipif(os.name != "posix", reason="needs links")
def test_a_page_that_cannot_be_read(root: Path) -> None:
    (root / C1).unlink()
    (root / C1).symlink_to(root / "docs")  # a folder: reading it is an OSError
    (root / C2).unlink()
    (root / C2).symlink_to(root / "nowhere.md")
    _, problems = load.handbook(root)
    assert [p.path for p in problems if "can't be read" in p.text] in ([C1], [])
    assert load.handbook(root)[0].page("c02") is not None


def test_missing_data_files_are_empty(root: Path) -> None:
    for name in ("facts.yml", "plan/tracks.yml", "ids.tsv", "../mkdocs.yml"):
        (root / "docs" / name).unlink()
    book, problems = load.handbook(root)
    assert problems == ()
    assert (book.facts, book.tracks, book.ledger, book.nav) == ({}, (), (), ())


def test_an_empty_folder_is_an_empty_handbook(tmp_path: Path) -> None:
    book, problems = load.handbook(tmp_path)
    assert (book.pages, problems) == ((), ())


def test_broken_python_is_reported_with_its_line(root: Path) -> None:
    (root / RULE).write_text("x = 1\ndef f(:\n")
    _, problems = load.handbook(root)
    assert [(p.path, p.line) for p in problems] == [(RULE, 2)]
