"""Marks in the prose: claims, facts, checklist ids, images, links, includes."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass, field

from handbook.model import ChecklistItem, Claim, Fact, Image, Link, Problem, SnippetUse
from handbook.parse.mask import paragraphs
from handbook.parse.scan import Scan
from handbook.text import comments

MARK = re.compile(r"\s*(?P<word>[a-z][\w-]*)\s*:(?P<value>.*)", re.I | re.S)
FORGOTTEN = re.compile(r"\s*(?P<word>claim|fact|ck|no-run)\b")
KNOWN = ("claim", "fact", "ck", "no-run", "handbook", "count")
NUMBER = re.compile(
    r"(?:(?<![\w)\]])[-+−])?(?<![\w.,])(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?%?$"
)
TASK = re.compile(r"^\s*[-*+] +\[[ xX]\] +(?P<text>.*)$")
IMAGE = re.compile(
    r"!\[(?P<alt>(?:[^\[\]\\]|\\.|\[[^\[\]]*\])*)\]"
    r"\(\s*<?(?P<target>[^)\s>]*)>?(?:\s+(?:\"[^\"]*\"|'[^']*'))?\s*\)"
)
LINK = re.compile(
    r"(?<![!\\])\[(?P<text>(?:[^\[\]\\]|\\.|\[[^\[\]]*\])*)\]"
    r"\(\s*<?(?P<target>[^)\s>]*)>?(?:\s+(?:\"[^\"]*\"|'[^']*'))?\s*\)"
)
REFERENCE = re.compile(
    r"^ {0,3}\[(?!\^)(?P<text>[^\]]+)\]:\s*<?(?P<target>\S+?)>?(?:\s|$)"
)
HTML_IMAGE = re.compile(r"<img\b[^<>]*>", re.I)
HTML_LINK = re.compile(r"<a\b[^<>]*?\bhref\s*=\s*[\"'](?P<target>[^\"']*)[\"']", re.I)
ATTRIBUTE = re.compile(r"\b(?P<key>src|alt)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", re.I)
ADDRESS = re.compile(r"<?https?://[^\s)>\]]+>?")
INCLUDE = re.compile(
    r"^\s*(?P<cut>-+8<-+)(?:[ \t]+(?P<quote>[\"'])(?P<path>.+?)(?P=quote))?\s*$"
)


@dataclass
class Marks:
    """Everything inline that the checks and the build look at."""

    claims: list[Claim] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    checklist: list[ChecklistItem] = field(default_factory=list)
    snippets: list[SnippetUse] = field(default_factory=list)
    images: list[Image] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read(path: str, found: Scan, marked: list[str], prose: list[str]) -> Marks:
    """Read `marked` (comments kept) for marks and `prose` for images and links."""
    out = Marks()
    for index, line in enumerate(marked):
        if "<!--" in line:
            _marks(path, found, index, line, out)
    for index, line in enumerate(found.lines):
        if "8<-" in line and (found.code[index] or not found.hidden[index]):
            _include(path, index, line, out)
    for start, end in paragraphs(found):
        if "](" in (text := "\n".join(prose[start:end])) or "<" in text or "]:" in text:
            _references(text, start, found, out)
    return out


def blank_targets(prose: list[str]) -> list[str]:
    """The prose without addresses: `[text](target)` keeps its text."""
    out = []
    for line in prose:
        if "](" in line:
            line = re.sub(r"(?<=\])\([^()]*(?:\([^()]*\)[^()]*)*\)", _spaces, line)
        if "://" in line:
            line = ADDRESS.sub(_spaces, line)
        out.append(line)
    return out


def _spaces(match: re.Match[str]) -> str:
    return " " * len(match[0])


def _marks(path: str, found: Scan, index: int, line: str, out: Marks) -> None:
    for start, end in comments(line):
        comment = line[start + 4 : end - 3]
        mark = MARK.fullmatch(comment)
        if not mark:
            if forgotten := FORGOTTEN.match(comment):
                text = f"mark without a colon: write `<!-- {forgotten['word']}: … -->`"
                out.problems.append(Problem(path, index + 1, text))
            continue
        value = mark["value"].strip()
        match mark["word"]:
            case "claim":
                _claim(path, index, line[:start], value, out)
            case "fact":
                _fact(path, found, index, line[:start], value, out)
            case "ck":
                _checklist_item(path, found, index, value, out)
            case "no-run":
                _no_run(path, found, index, value, out)
            case word if word not in KNOWN:
                if near := difflib.get_close_matches(word.lower(), KNOWN, 1, 0.75):
                    text = (
                        f"unknown mark `{word}`: did you mean `<!-- {near[0]}: … -->`?"
                    )
                    out.problems.append(Problem(path, index + 1, text))


def _claim(path: str, index: int, before: str, name: str, out: Marks) -> None:
    if not re.fullmatch(r"[a-z_]\w*", name):
        text = "claim mark without a function: write `<!-- claim: name -->`"
        out.problems.append(Problem(path, index + 1, text))
        return
    printed = NUMBER.search(before[-40:])
    out.claims.append(Claim(name, printed[0] if printed else "", index + 1))


def _fact(
    path: str, found: Scan, index: int, masked: str, key: str, out: Marks
) -> None:
    if not re.fullmatch(r"[\w.-]+", key):
        text = "fact mark without a key: write `<!-- fact: key -->`"
        out.problems.append(Problem(path, index + 1, text))
        return
    # The masked line is as long as the raw one, so positions agree.
    raw = found.lines[index]
    before = raw[: len(masked)] if len(raw) >= len(masked) else masked
    number = NUMBER.search(before[-40:])
    tokens = before.split()
    printed = number[0] if number else (tokens[-1] if tokens else "")
    out.facts.append(Fact(key, printed, index + 1, before))


def _checklist_item(path: str, found: Scan, index: int, value: str, out: Marks) -> None:
    """The task-list item a `ck` mark ends; it may run over several lines."""
    if not re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", value):
        text = "checklist id in another form: write it like `<!-- ck: c06-define -->`"
        out.problems.append(Problem(path, index + 1, text))
        return
    first = index
    while first >= 0 and not TASK.match(found.lines[first]):
        if not found.lines[first].strip() or found.code[first]:
            first = -1
            break
        first -= 1
    if first < 0:
        text = "ck mark outside a list item: write `- [ ] Text <!-- ck: id -->`"
        out.problems.append(Problem(path, index + 1, text))
        return
    task = TASK.match(found.lines[first])
    lines = [task["text"] if task else "", *found.lines[first + 1 : index + 1]]
    joined = " ".join(line.strip() for line in lines)
    text = re.sub(r"\s*<!--.*?-->", "", joined).strip()
    out.checklist.append(ChecklistItem(value, text, first + 1))


def _no_run(path: str, found: Scan, index: int, reason: str, out: Marks) -> None:
    if not reason:
        text = "no-run mark without a reason: write `<!-- no-run: reason -->`"
        out.problems.append(Problem(path, index + 1, text))
    if not (index + 1 < len(found.code) and found.code[index + 1]):
        text = "no-run mark without a fence: put it on the line before the fence"
        out.problems.append(Problem(path, index + 1, text))


def _include(path: str, index: int, line: str, out: Marks) -> None:
    match = INCLUDE.match(line)
    if not match:
        return
    if not match["path"]:
        text = 'give the path on the same line: `--8<-- "snippets/…/name.py"`'
        out.problems.append(Problem(path, index + 1, text))
        return
    target, _, section = match["path"].strip().partition(":")
    out.snippets.append(SnippetUse(target, index + 1, section))


def _references(text: str, start: int, found: Scan, out: Marks) -> None:
    def line_at(position: int) -> int:
        return start + 1 + text.count("\n", 0, position)

    def raw(match: re.Match[str], group: str) -> str:
        """The group as typed: an image's alt text may hold code."""
        return " ".join(match[group].split())

    for match in IMAGE.finditer(text):
        alt = raw(match, "alt") or _typed_alt(found, line_at(match.start()), match)
        out.images.append(Image(match["target"], alt, line_at(match.start())))
    for match in HTML_IMAGE.finditer(text):
        pairs = {
            m["key"].lower(): m[2] or m[3] or "" for m in ATTRIBUTE.finditer(match[0])
        }
        line = line_at(match.start())
        out.images.append(
            Image(pairs.get("src", ""), pairs.get("alt", "").strip(), line)
        )
    without_images = IMAGE.sub(lambda m: re.sub(r"[^\n]", " ", m[0]), text)
    for match in LINK.finditer(without_images):
        out.links.append(
            Link(match["target"], raw(match, "text"), line_at(match.start()))
        )
    for match in REFERENCE.finditer(text):
        out.links.append(Link(match["target"], match["text"], line_at(match.start())))
    for match in HTML_LINK.finditer(text):
        out.links.append(Link(match["target"], "", line_at(match.start())))


def _typed_alt(found: Scan, line: int, match: re.Match[str]) -> str:
    """Alt text that is nothing but code or a formula was blanked: read it as typed."""
    for typed in IMAGE.finditer(found.lines[line - 1]):
        if typed["target"] == match["target"]:
            return typed["alt"].strip()
    return ""
