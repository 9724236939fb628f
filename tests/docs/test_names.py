"""Names say where things are: a page, its snippets and their tests share one stem."""

from pathlib import Path

import pytest

from handbook.derive import indexes, readme
from handbook.model import Handbook

ROOT = Path(__file__).resolve().parents[2]


def test_every_package_belongs_to_a_page(handbook: Handbook) -> None:
    packages = {page.package for page in handbook.pages if page.id}
    folders = {path.name for path in (ROOT / "snippets").iterdir() if path.is_dir()}
    assert folders - {"__pycache__"} <= packages


def test_every_test_folder_belongs_to_a_package() -> None:
    folders = {p.name for p in (ROOT / "tests" / "snippets").iterdir() if p.is_dir()}
    packages = {p.name for p in (ROOT / "snippets").iterdir() if p.is_dir()}
    assert folders - {"__pycache__"} <= packages


def test_the_map_has_all_25_concepts(handbook: Handbook) -> None:
    ids = [page.id for page in handbook.pages if page.kind == "concept"]
    assert ids == [f"c{number:02}" for number in range(1, 26)]


def test_readme_counts_are_generated(handbook: Handbook) -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    fresh = readme.filled(text, indexes.counts(handbook))
    assert text == fresh, "run `handbook counts --write`"


@pytest.mark.parametrize("name", ["LICENSE", "LICENSE-docs", "CONTRIBUTING.md"])
def test_repository_manners(name: str) -> None:
    assert (ROOT / name).read_text("utf-8").strip()


def test_no_lock_file_names_a_host() -> None:
    for name in ("requirements.lock", "requirements-test.lock"):
        assert "://" not in (ROOT / name).read_text()
    lock = (ROOT / "scripts" / "web" / "package-lock.json").read_text()
    assert '"resolved"' not in lock
