"""KaTeX's fonts are cut to what the site shows, and to nothing less."""

from __future__ import annotations

import io
from pathlib import Path

from fontTools.ttLib import TTFont

from handbook.cache import Cache
from handbook.finish import fonts, maths

AMS = "assets/fonts/KaTeX_AMS-Regular.woff"


def site(root: Path, text: str) -> Path:
    folder = root / "site"
    (folder / "assets/fonts").mkdir(parents=True, exist_ok=True)
    (folder / "x.html").write_text(f"<span class='katex'>{text}</span>", "utf-8")
    (folder / "plain.html").write_text("<p>ℵ elsewhere, without formulas</p>", "utf-8")
    (folder / AMS).write_bytes(maths.fonts()[AMS].read_bytes())
    return folder


def characters(path: Path) -> set[int]:
    with TTFont(io.BytesIO(path.read_bytes())) as font:
        return set(font.getBestCmap())


def test_keeps_what_is_shown_and_cuts_the_rest(tmp_path: Path) -> None:
    folder = site(tmp_path, "E ≲")
    before = (folder / AMS).stat().st_size
    fonts.trim(folder, Cache(tmp_path / "cache"))
    left = characters(folder / AMS)
    assert {ord("E"), ord("≲")} <= left
    assert ord("⊞") not in left
    assert (folder / AMS).stat().st_size < before / 2


def test_grows_again_when_a_page_needs_more(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache")
    fonts.trim(site(tmp_path, "E"), cache)
    folder = site(tmp_path, "E ⊞")
    fonts.trim(folder, cache)
    assert ord("⊞") in characters(folder / AMS)


def test_same_bytes_with_and_without_cache(tmp_path: Path) -> None:
    folder = site(tmp_path, "E")
    fonts.trim(folder, Cache(tmp_path / "a"))
    first = (folder / AMS).read_bytes()
    fonts.trim(folder, Cache(tmp_path / "b"))
    assert (folder / AMS).read_bytes() == first


def test_the_sheet_names_the_fonts_that_are_written() -> None:
    sheet = maths.stylesheet({})
    assert "woff2" not in sheet
    assert "ttf" not in sheet
    for name in maths.fonts():
        assert name.rsplit("/", 1)[-1] in sheet
