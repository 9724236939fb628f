"""Cuts KaTeX's fonts to the characters that the site shows.

A page that writes one blackboard E would fetch 33 KB of symbols for it. WOFF, since
WOFF 2 needs a compressor that Python lacks; cut, it weighs less than the whole WOFF 2.
"""

from __future__ import annotations

import io
import logging
from importlib.metadata import version
from pathlib import Path

from fontTools import subset

from handbook.cache import Cache, digest
from handbook.finish import maths


def trim(site: Path, cache: Cache) -> int:
    """Write each font of formulas anew, cut; returns the bytes of all."""
    fonts = {
        name: font for name, font in maths.fonts().items() if (site / name).exists()
    }
    if not fonts:
        return 0
    characters = used(site)
    size = 0
    for name, font in fonts.items():
        data = _cut(font.read_bytes(), characters, cache)
        if (site / name).read_bytes() != data:
            (site / name).write_bytes(data)
        size += len(data)
    return size


def used(site: Path) -> str:
    """Every character of the pages with formulas, in order; more than is needed."""
    found: set[str] = set()
    for path in site.rglob("*.html"):
        text = path.read_text("utf-8")
        if "katex" in text:
            found.update(text)
    return "".join(sorted(found))


def _cut(font: bytes, characters: str, cache: Cache) -> bytes:
    key = digest(font, characters, version("fonttools"), Path(__file__).read_bytes())
    known = cache.get("fonts", key)
    if known is not None:
        return known
    options = subset.Options()
    options.flavor = "woff"
    options.hinting = False
    options.recalc_timestamp = False
    options.drop_tables += ["FFTM"]  # FontForge's times
    logging.getLogger("fontTools").setLevel(logging.ERROR)  # the fonts date from 1970
    loaded = subset.load_font(io.BytesIO(font), options)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=[ord(character) for character in characters])
    cutter.subset(loaded)
    out = io.BytesIO()
    subset.save_font(loaded, out, options)
    cache.put("fonts", key, out.getvalue())
    return out.getvalue()
