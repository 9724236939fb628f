"""The preview: an edit renders its own page only; a fault is told, not fatal."""

from __future__ import annotations

from pathlib import Path

import pytest

from handbook import build, serve


def test_edit_break_and_mend(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(book)
    monkeypatch.setenv(build.STAGED, "1")
    said: list[str] = []
    target = book / "build" / "serve"
    preview = serve.Preview(
        build.Place(book, jobs=1), target, said.append, "http://127.0.0.1:8000/"
    )
    preview.rebuild()
    html = (target / "guide/means.html").read_text("utf-8")
    assert "katex" in html
    assert "Content-Security-Policy" not in html  # the server adds a script of its own
    other = (target / "index.html").stat().st_mtime_ns

    page = book / "docs/guide/means.md"
    text = page.read_text("utf-8")
    page.write_text(text + "\nAn edit.\n")
    said.clear()
    preview.rebuild()
    assert "An edit." in (target / "guide/means.html").read_text("utf-8")
    assert (target / "index.html").stat().st_mtime_ns == other
    assert said[-1].startswith("2 pages rebuilt")  # and 404.html, as always

    page.write_text(text.replace("\\frac{1}{n}", "\\frak{1}{n"))
    said.clear()
    preview.rebuild()
    assert any(line.startswith("docs/guide/means.md:9: ") for line in said)

    page.write_text(text + "\nMended.\n")
    preview.rebuild()
    assert "Mended." in (target / "guide/means.html").read_text("utf-8")
