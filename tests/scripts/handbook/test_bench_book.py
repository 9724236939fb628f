"""The made-up book: the same for the same seed, and content that the checks accept."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from handbook import check, load, text
from handbook.bench import book
from handbook.model import Handbook, Problem

MKDOCS = (Path(__file__).resolve().parents[3] / "mkdocs.yml").read_text("utf-8")
PAGES = 60


@pytest.fixture(scope="module")
def files() -> dict[str, str]:
    return book.files(PAGES, MKDOCS)


@pytest.fixture(scope="module")
def loaded(
    files: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> tuple[Handbook, tuple[Problem, ...]]:
    root = tmp_path_factory.mktemp("book")
    for name, content in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(content, "utf-8")
    return load.handbook(root)


def test_same_seed_same_book(files: dict[str, str]) -> None:
    assert book.files(PAGES, MKDOCS) == files


def test_another_seed_another_book(files: dict[str, str]) -> None:
    other = book.files(PAGES, MKDOCS, seed=2)
    assert other.keys() == files.keys()
    assert all(other[n] != files[n] for n in files if n.startswith("docs/concepts/"))


def test_pages_do_not_hang_on_what_was_written_before(files: dict[str, str]) -> None:
    """Only links reach over the book; its words are the page's own."""
    longer = book.files(PAGES * 2, MKDOCS)
    name = "docs/guide/g0001-page.md"
    assert longer[name].splitlines()[:3] == files[name].splitlines()[:3]


def test_content_is_valid(loaded: tuple[Handbook, tuple[Problem, ...]]) -> None:
    handbook, syntax = loaded
    found = (*syntax, *check.check(handbook, today=date(2026, 11, 22)))
    assert [str(p) for p in found if not p.warning] == []


def test_pages_hold_what_makes_a_build_work(
    loaded: tuple[Handbook, tuple[Problem, ...]],
) -> None:
    handbook, _ = loaded
    pages = {page.path.removeprefix("docs/"): page for page in handbook.pages}
    for plan in book.plans(PAGES):
        page = pages[plan.path]
        assert page.id == plan.id
        assert len(page.cards) == plan.cards
        assert all(card.full for card in page.cards)
        assert len(page.checklist) == 6
        assert len(page.formulas) > plan.cards
        assert any(fence.language == "python" for fence in page.fences)
        assert page.links
        assert "| --- |" in page.text
        assert bool(page.snippets) == bool(plan.id)
        before_cards = page.text.partition("\n## Questions")[0]
        assert 0.8 < text.words(before_cards) / plan.words < 1.4


def test_full_pages_are_of_realistic_length() -> None:
    full = [plan for plan in book.plans(PAGES) if plan.number % 4 == 0]
    assert len(full) == PAGES // 4
    assert {(plan.words, plan.cards) for plan in full} == {(2_500, 20)}


@pytest.mark.parametrize("size", book.SIZES)
def test_the_mix_is_the_same_at_every_size(size: int) -> None:
    def mix(pages: int) -> dict[tuple[bool, int], float]:
        plans = book.plans(pages)
        counts = Counter((bool(plan.id), plan.cards) for plan in plans)
        return {kind: count / pages for kind, count in counts.items()}

    assert mix(size) == mix(12)
    assert len({plan.path for plan in book.plans(size)}) == size
    ids = [plan.id for plan in book.plans(size) if plan.id]
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize("size", [0, -1, 5_000])
def test_impossible_sizes_are_refused(size: int) -> None:
    with pytest.raises(ValueError, match="give 1 to"):
        book.plans(size)


def test_settings_keep_all_but_the_navigation() -> None:
    made = book.settings(MKDOCS, book.plans(PAGES))
    before = MKDOCS.partition("\nnav:\n")[0]
    assert made.startswith(before + "\nnav:\n")
    assert "c06-evaluation" not in made
    assert made.count("concepts/c01-page.md") == 1


def test_parts_without_a_page_leave_the_settings() -> None:
    made = book.settings(MKDOCS, book.plans(12))
    assert "foundations: Foundations and data" in MKDOCS
    assert "foundations: Foundations and data" not in made
