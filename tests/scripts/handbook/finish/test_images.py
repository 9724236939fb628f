"""Pictures get their size from the file; missing and mute ones are reported."""

import struct

import pytest

from handbook.finish import images

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + struct.pack(">II", 40, 30)
GIF = b"GIF89a" + struct.pack("<HH", 5, 6)
JPEG = b"\xff\xd8\xff\xe0\x00\x04ab\xff\xc0\x00\x11\x08" + struct.pack(">HH", 7, 8)


@pytest.mark.parametrize(
    ("data", "size"),
    [
        (PNG, (40, 30)),
        (GIF, (5, 6)),
        (JPEG + b"\x03" * 8, (8, 7)),
        (b'<svg width="72pt" height="36pt" viewBox="0 0 1 1">', (96, 48)),
        (b'<?xml version="1.0"?><svg width="9.5" height="4px">', (10, 4)),
        (b'<svg width="100%" viewBox="0 0 30 20">', (30, 20)),
        (b"<svg>", None),
        (b"", None),
        (b"\x89PNG", None),
        (b"\xff\xd8\xff", None),
    ],
)
def test_sizes(data, size):
    assert images.size_of(data) == size


def test_size_and_lateness(page_of):
    page = page_of('<img src="a.png" alt="A"><img src="a.png#only-dark" alt="A">')
    (page.site / "concepts/a.png").write_bytes(PNG)
    images.apply(page)
    first, second = page.tree.iter("img")
    assert (first.get("width"), first.get("height")) == ("40", "30")
    assert (second.get("width"), second.get("height")) == ("40", "30")
    assert "loading" not in first.attrib
    assert second.get("loading") == "lazy"
    assert list(page.inputs) == ["site:concepts/a.png"]


def test_a_size_that_the_author_gave_stays(page_of):
    page = page_of('<img src="a.png" alt="" width="4" height="3">')
    (page.site / "concepts/a.png").write_bytes(PNG)
    images.apply(page)
    assert next(page.tree.iter("img")).get("width") == "4"


def test_missing_and_mute_pictures_are_reported(page_of):
    page = page_of('<img src="no.png" alt="x"><img src="a.png">', "one\n![x](no.png)")
    (page.site / "concepts/a.png").write_bytes(PNG)
    images.apply(page)
    missing, mute = page.problems
    assert "does not exist" in missing.text
    assert missing.line == 2
    assert "no alt text" in mute.text
