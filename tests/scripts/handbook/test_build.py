"""The whole pipeline on a small book: right, repeatable, and safe when it fails."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from handbook import build
from handbook.model import ContentError, HandbookError


def digest(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(
            path.read_bytes()
        ).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def run(root: Path) -> list[str]:
    said: list[str] = []
    build.site(
        build.Place(root, jobs=1), root / "site", build.Progress(say=said.append)
    )
    return said


def step(said: list[str], name: str) -> str:
    return next(line for line in said if line.startswith(name))


def test_builds_repeats_and_survives_failure(book: Path) -> None:
    """One book, since each engine run costs seconds: build, rebuild, edit, break."""
    first = run(book)
    html = (book / "site/guide/means.html").read_text("utf-8")
    assert "katex" in html
    assert 'data-ck="extra-say"' in html
    assert "-light.svg#only-light" in html
    assert "rendered" in step(first, "engine")
    good = digest(book / "site")
    assert not any(name.endswith(".map") for name in good)
    assert "search/search_index.json" not in good

    # nothing changed: nothing is rendered, the bytes are the same
    second = run(book)
    assert "unchanged" in step(second, "engine")
    assert digest(book / "site") == good

    # from nothing, the same bytes again
    (book / "build" / "engine.key").unlink()
    third = run(book)
    assert "rendered" in step(third, "engine")
    assert digest(book / "site") == good

    # a formula that KaTeX rejects fails with file and line; the last site stays
    page = book / "docs/guide/means.md"
    text = page.read_text("utf-8")
    page.write_text(text.replace("\\frac{1}{n}", "\\frak{1}{n"))
    with pytest.raises(ContentError) as caught:
        run(book)
    assert str(caught.value).startswith("docs/guide/means.md:9: ")
    assert digest(book / "site") == good

    # a link to nowhere is refused by the checks, with its line
    page.write_text(text + "\n[Away](nowhere.md)\n")
    with pytest.raises(ContentError, match=r"means\.md:20: .*nowhere"):
        run(book)
    assert digest(book / "site") == good

    # mended, it builds
    page.write_text(text + "\nOne more sentence.\n")
    run(book)
    assert "One more sentence." in (book / "site/guide/means.html").read_text("utf-8")


def test_a_broken_diagram_names_file_and_line(book: Path) -> None:
    page = book / "docs/guide/means.md"
    page.write_text(
        page.read_text("utf-8").replace("A[Data] --> B[Mean]", "A[Data --> ")
    )
    with pytest.raises(HandbookError, match=r"docs/guide/means\.md:\d+: "):
        run(book)


def test_source_of_maps_pages_and_notebooks(book: Path) -> None:
    handbook, _ = build.read(build.Place(book))
    source: Callable[[str], Path | None] = build.source_of(handbook, build.Place(book))
    assert source("guide/means.html") == book / "docs/guide/means.md"
    assert source("practice/index.html") is None
    (book / "docs/projects/p01-x.py").write_text("# %%\n")
    assert source("projects/p01-x.html") == book / "docs/projects/p01-x.py"
