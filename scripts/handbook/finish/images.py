"""Tells the browser each picture's size, so that nothing jumps, and loads it late."""

from __future__ import annotations

import re
import struct
from math import ceil

from handbook.finish.page import Page

_PIXELS = {"": 1.0, "px": 1.0, "pt": 4 / 3, "pc": 16.0, "in": 96.0, "cm": 96 / 2.54}
_LENGTH = re.compile(r"^\s*([\d.]+)\s*(px|pt|pc|in|cm)?\s*$")


def apply(page: Page) -> None:
    """Size the pictures of the page; report those that are missing or mute."""
    for number, image in enumerate(page.content.iter("img")):
        source = image.get("src") or ""
        if image.get("alt") is None:
            page.problem(
                source, f"the image {source} has no alt text: say what it shows"
            )
        if number:
            image.set("loading", "lazy")
        path = page.local(source)
        if path is None or path in page.files:  # drawn and sized by another step
            continue
        data = page.read("site", path)
        if data is None:
            page.problem(source, f"the image {source} does not exist")
            continue
        size = size_of(data)
        if size and not (image.get("width") and image.get("height")):
            image.set("width", str(size[0]))
            image.set("height", str(size[1]))


def size_of(data: bytes) -> tuple[int, int] | None:
    """Width and height in CSS pixels of a PNG, GIF, JPEG or SVG; None if unknown."""
    if data.startswith(b"\x89PNG") and len(data) >= 24:
        width, height = struct.unpack(">II", data[16:24])
        return width, height
    if data.startswith(b"GIF8") and len(data) >= 10:
        width, height = struct.unpack("<HH", data[6:10])
        return width, height
    if data.startswith(b"\xff\xd8"):
        return _jpeg(data)
    return _svg(data)


def _jpeg(data: bytes) -> tuple[int, int] | None:
    position = 2
    while position + 9 <= len(data):
        marker, length = struct.unpack(">xBH", data[position : position + 4])
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", data[position + 5 : position + 9])
            return width, height
        position += 2 + length
    return None


def _svg(data: bytes) -> tuple[int, int] | None:
    tag = re.search(r"<svg\b[^>]*>", data[:5000].decode("utf-8", "replace"))
    if not tag:
        return None
    given = dict(re.findall(r'\b(width|height|viewBox)="([^"]*)"', tag[0]))
    sides = [_LENGTH.match(given.get(side, "")) for side in ("width", "height")]
    if all(sides):
        width, height = (float(s[1]) * _PIXELS[s[2] or ""] for s in sides if s)
    else:
        box = given.get("viewBox", "").replace(",", " ").split()
        if len(box) != 4:
            return None
        width, height = float(box[2]), float(box[3])
    return ceil(width), ceil(height)
