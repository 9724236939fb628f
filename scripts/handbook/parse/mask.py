"""What a reader reads as prose: code, comments and formulas blanked out in place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from handbook.model import Formula, Problem
from handbook.parse.scan import Scan
from handbook.text import comments

CODE = re.compile(r"(?<![\\`])(`+)(?!`)(.+?)(?<!`)\1(?!`)", re.S)
DISPLAY = re.compile(
    r"\s*(?:\$\$(?P<dollars>(?:\\.|[^\\$])+)\$\$|\\\[(?P<bracket>(?:\\[^\]]|[^\\])+?)\\\]"
    r"|(?P<environment>\\begin\{(?P<name>[a-z]+\*?)\}(?:\\.|[^\\])+?\\end\{(?P=name)\}))\s*",
    re.S,
)
INLINE = re.compile(
    r"(?<!\\)(?:\\\\)*\$(?![\s$])(?P<dollars>(?:\\.|[^\\$])+?)(?<!\s)\$"
    r"|(?<!\\)(?:\\\\)*\\\((?P<round>(?:\\[^)]|[^\\])+?)\\\)",
    re.S,
)
LOOSE = re.compile(r"(?<!\\)\$\$(?P<tex>.*?)(?<!\\)\$\$", re.S)
OWN_LINE = re.compile(r"^\s*(?:[-*+]\s|\d+[.)]\s|\||#{1,6}|>|\[\^?[^\]]+\]:)")


@dataclass
class Masked:
    """Both views of a page's prose, and the formulas found on the way."""

    marked: list[str]  # code and formulas blanked, comments kept: marks are read here
    formulas: list[Formula] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def mask(path: str, found: Scan) -> Masked:
    """Blank code and formulas paragraph by paragraph, as the engine reads them."""
    out = Masked([""] * len(found.lines))
    spans = [(s, e, "\n".join(found.lines[s:e])) for s, e in paragraphs(found)]
    spans += [(b.line - 1, b.line, b.header) for b in found.blocks if b.header]
    for start, end, text in sorted(spans):
        if "`" in text:
            text = CODE.sub(_blank, text)
        if "$" in text or "\\" in text:
            text = _formulas(path, text, start, out)
        out.marked[start:end] = text.split("\n")
    return out


def without_comments(lines: list[str]) -> list[str]:
    """The same lines with every comment blanked."""
    text = "\n".join(lines)
    out: list[str] = []
    last = 0
    for start, end in comments(text):
        out += [text[last:start], re.sub(r"[^\n]", " ", text[start:end])]
        last = end
    return "".join((*out, text[last:])).split("\n")


def paragraphs(found: Scan) -> Iterator[tuple[int, int]]:
    """Index ranges within which inline markup can span lines."""
    start: int | None = None
    for index, line in enumerate(found.lines):
        text = bool(line.strip()) and not found.code[index] and not found.hidden[index]
        if start is not None and (not text or OWN_LINE.match(line)):
            yield start, index
            start = None
        if text and start is None:
            start = index
    if start is not None:
        yield start, len(found.lines)


def _blank(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", match[0])


def _formulas(path: str, text: str, start: int, out: Masked) -> str:
    in_table = text.lstrip().startswith("|")

    def take(match: re.Match[str], tex: str, display: bool) -> str:
        line = start + 1 + text.count("\n", 0, match.start())
        out.formulas.append(Formula(tex.strip(), display, line))
        if "<!--" in tex:
            problem = "mark inside a formula: put the number in the text"
            out.problems.append(Problem(path, line, problem))
        if in_table and re.search(r"(?<!\\)\|", tex):
            problem = (
                "`|` in a formula splits the table cell: write `\\mid` or `\\lvert`"
            )
            out.problems.append(Problem(path, line, problem))
        return _blank(match)

    whole = DISPLAY.fullmatch(text)
    if whole:
        tex = whole["dollars"] or whole["bracket"] or whole["environment"] or ""
        stripped = len(text) - len(text.lstrip())
        line = start + 1 + text.count("\n", 0, stripped)
        out.formulas.append(Formula(tex.strip(), True, line))
        if "<!--" in tex:
            problem = "mark inside a formula: put the number in the text"
            out.problems.append(Problem(path, line, problem))
        return _blank(whole)

    def loose(match: re.Match[str]) -> str:
        line = start + 1 + text.count("\n", 0, match.start())
        problem = "$$ formula inside a text: put blank lines around it, or use $…$"
        out.problems.append(Problem(path, line, problem))
        return take(match, match["tex"], True)

    def inline(match: re.Match[str]) -> str:
        return take(match, match["dollars"] or match["round"] or "", False)

    text = LOOSE.sub(loose, text)
    if unclosed := re.search(r"(?<!\\)\$\$", text):
        line = start + 1 + text.count("\n", 0, unclosed.start())
        problem = (
            "this $$ has no partner in its paragraph: no blank lines inside a formula"
        )
        out.problems.append(Problem(path, line, problem))
        text = text.replace("$$", "  ")
    return INLINE.sub(inline, text)
