"""Small pure helpers on strings that parser, checks and ledger share."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator

_FENCED = re.compile(
    r"^[ >]*(?P<fence>`{3,}|~{3,})[^\n]*\n.*?^[ >]*(?P=fence)[ \t]*$", re.M | re.S
)
_NOT_WORDS = (
    (_FENCED, " "),
    (re.compile(r"\$\$.*?\$\$", re.S), " "),
    (re.compile(r"(?<!\\)\$(?!\s)(?:\\.|[^\\$])+?(?<!\s)\$"), " x "),  # one word each
    (re.compile(r"^ {4,}(?:type|attrs|open):.*$", re.M), " "),
    (re.compile(r"!\[[^\]]*\]\([^)\s]*\)"), " "),
    (re.compile(r"\]\([^)\s]*(?:\s+\"[^\"]*\")?\)"), "] "),
    (re.compile(r"</?[a-zA-Z][^<>\n]*>"), " "),
    (re.compile(r"^[ ]*/{3,}[ ]*[\w-]*[ ]*\|?", re.M), " "),
)


def comments(text: str) -> Iterator[tuple[int, int]]:
    """Where HTML comments start and end; linear, however many never close."""
    start = text.find("<!--")
    while start >= 0:
        end = text.find("-->", start + 4)
        if end < 0:
            return
        yield start, end + 3
        start = text.find("<!--", end + 3)


def unix(text: str) -> str:
    """The text without a byte order mark and with `\\n` for every line end."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def words(markdown: str) -> int:
    """How many words a reader reads: no code blocks, comments, addresses or markup."""
    for start, end in reversed(list(comments(markdown))):
        markdown = f"{markdown[:start]} {markdown[end:]}"
    for pattern, replacement in _NOT_WORDS:
        markdown = pattern.sub(replacement, markdown)
    return sum(any(c.isalnum() for c in word) for word in markdown.split())


def fingerprint(text: str) -> str:
    """12 hex digits of the content; blank lines and space at line ends don't count."""
    lines = (line.rstrip() for line in unix(text).split("\n"))
    content = "\n".join(line for line in lines if line)
    return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def slug(heading: str) -> str:
    """The anchor Python-Markdown gives a heading (its `toc` extension's default)."""
    plain = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", heading)
    plain = re.sub(r"[`*]|(?<!\w)_|_(?!\w)", "", plain)
    ascii_text = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
    kept = re.sub(r"[^\w\s-]", "", ascii_text).strip().lower()
    return re.sub(r"[-\s]+", "-", kept)


# Paths and positions, but not transforms, whose digits scale up.
_COORDINATES = re.compile(r' (?:d|x|y|points)="[^"]*"')
_LONG = re.compile(r"(\d\.\d\d)\d+")


def short_coordinates(svg: str) -> str:
    """An SVG without the digits of its coordinates that nobody can see."""
    return _COORDINATES.sub(lambda found: _LONG.sub(r"\1", found[0]), svg)
