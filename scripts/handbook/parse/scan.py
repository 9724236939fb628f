"""Line by line: fences, comments, blocks and headings, with what is wrong about them.

Follows the engine (superfences, blocks): a fence that never closes is no fence, and a
closing line closes the innermost block with as many slashes.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass, field

from handbook.model import Fence, Heading, Problem
from handbook.parse import yamlnodes

FENCE = re.compile(r"^(?P<prefix>[> ]*)(?P<fence>`{3,}|~{3,})(?P<info>[^`]*)$")
OPEN = re.compile(r"^ {0,3}(/{3,}) *([\w-]+) *(?:\|(.*))?$")
CLOSE = re.compile(r"^ {0,3}(/{3,}) *$")
OPTION = re.compile(r"^ {4,}\S")
HEADING = re.compile(r"^(?P<marks>#{1,6})(?P<space>\s*)(?P<text>.*?)\s*#*\s*$")
ATTRIBUTES = re.compile(r"\s*\{:?\s*(?P<list>[^{}]*)\}\s*$")
NO_RUN = re.compile(r"^\s*<!--\s*no-run:\s*(?P<reason>.*?)\s*-->\s*$")
INLINE_CODE = re.compile(r"(?<![\\`])(`+)(?!`)(.+?)(?<!`)\1(?!`)")

ADMONITIONS = "note attention caution danger error tip hint warning important"
BLOCKS = frozenset(
    f"details admonition tab caption figure-caption table-caption {ADMONITIONS}".split()
)


@dataclass
class Block:
    """A `/// name | header` block; lines count from 1 and `end` is exclusive."""

    name: str
    header: str
    slashes: int
    line: int
    body: int  # first line after the options
    end: int = 0
    depth: int = 0
    options: dict[str, object] = field(default_factory=dict)


@dataclass
class Scan:
    """The structure of a page."""

    lines: list[str]  # tabs expanded; lines[0] is line 1
    code: list[bool]  # fences, with their markers
    hidden: list[bool]  # front matter, block markers and options, long comments
    fences: list[Fence] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    headings: list[tuple[Heading, int]] = field(default_factory=list)  # with depth
    problems: list[Problem] = field(default_factory=list)


def scan(path: str, lines: list[str], body_line: int) -> Scan:
    """Find the structure of the lines from `body_line` on."""
    flat = [line.expandtabs(4) if "\t" in line else line for line in lines]
    found = Scan(flat, [False] * len(flat), [False] * len(flat))
    for index in range(min(body_line - 1, len(flat))):
        found.hidden[index] = True
    _fences(path, found, lines, body_line - 1)
    _comments(path, found, body_line - 1)
    _blocks(path, found, body_line - 1)
    return found


def _fences(path: str, found: Scan, original: list[str], start: int) -> None:
    index = start
    while index < len(found.lines):
        opening = FENCE.match(found.lines[index])
        if not opening:
            index += 1
            continue
        end = _closing(found.lines, index, opening)
        if end is None:
            text = (
                f"this {opening['fence']} fence is never closed: close it with the same"
            )
            found.problems.append(Problem(path, index + 1, f"{text} marks and indent"))
            index += 1
            continue
        _inner_openings(path, found, index, end, opening)
        indent = len(opening["prefix"])
        code = [_dedent(line, indent) for line in original[index + 1 : end]]
        before = NO_RUN.match(found.lines[index - 1]) if index > start else None
        found.fences.append(
            Fence(
                language=_language(opening["info"]),
                text="".join(f"{line}\n" for line in code),
                line=index + 1,
                end=end + 2,
                no_run=before["reason"] if before else "",
            )
        )
        for inside in range(index, end + 1):
            found.code[inside] = True
        index = end + 1


def _closing(lines: list[str], start: int, opening: re.Match[str]) -> int | None:
    """The index of the line that closes the fence, as superfences sees it."""
    prefix, fence = opening["prefix"], opening["fence"]
    for index in range(start + 1, len(lines)):
        line = lines[index]
        if not line.strip():
            continue
        if ">" in prefix:
            if not line.startswith(">"):
                return None
            if line.lstrip("> ").rstrip() == fence:
                return index
        else:
            if len(line) - len(line.lstrip(" ")) < len(prefix):
                return None  # less indented than the opening
            if line[len(prefix) :].rstrip() == fence:
                return index
    return None


def _inner_openings(
    path: str, found: Scan, start: int, end: int, opening: re.Match[str]
) -> None:
    """A fence that opens inside another of the same marks: one close was forgotten."""
    for index in range(start + 1, end):
        inner = FENCE.match(found.lines[index])
        if inner and inner["fence"] == opening["fence"] and inner["info"].strip():
            text = (
                f"a fence opens inside the one of line {start + 1}: close that one "
                "first, or give the outer one more marks"
            )
            found.problems.append(Problem(path, index + 1, text))


def _dedent(line: str, width: int) -> str:
    head = line[:width].expandtabs(4)[:width]
    return line[width:] if not head.strip("> ") else line


def _language(info: str) -> str:
    token = info.strip().lstrip("{").split(maxsplit=1)
    return token[0].rstrip("}").lstrip(".").lower() if token else ""


def _comments(path: str, found: Scan, start: int) -> None:
    """Hide the lines of comments longer than a line."""
    opened = None
    for index in range(start, len(found.lines)):
        if found.code[index]:
            continue
        line = found.lines[index]
        if opened is None:
            line = INLINE_CODE.sub("", line) if "`" in line else line
            if "<!--" in line and "-->" not in line[line.rindex("<!--") :]:
                opened = index
        elif "-->" in line:
            for inside in range(opened, index + 1):
                found.hidden[inside] = True
            opened = None
    if opened is not None:
        text = "this comment is never closed: end it with `-->`"
        found.problems.append(Problem(path, opened + 1, text))


def _blocks(path: str, found: Scan, start: int) -> None:
    stack: list[Block] = []
    index = start
    while index < len(found.lines):
        line = found.lines[index]
        if found.code[index] or found.hidden[index]:
            index += 1
            continue
        if opening := OPEN.match(line):
            index = _open(path, found, stack, index, opening)
            continue
        if closing := CLOSE.match(line):
            found.hidden[index] = True
            _close(path, found, stack, index, len(closing[1]))
        elif heading := _heading(path, found, index):
            if heading.level <= 2:
                _unclosed(path, found, stack, index)
            found.headings.append((heading, len(stack)))
        index += 1
    _unclosed(path, found, stack, len(found.lines))
    found.blocks.sort(key=lambda block: block.line)


def _open(
    path: str, found: Scan, stack: list[Block], index: int, match: re.Match[str]
) -> int:
    """Take in a block's opening line and options; return the next index."""
    name = match[2].lower()
    if name not in BLOCKS:
        near = difflib.get_close_matches(name, BLOCKS, 1) or ["details"]
        text = f"unknown block `/// {match[2]}`: did you mean `/// {near[0]}`?"
        found.problems.append(Problem(path, index + 1, text))
    end = index + 1
    while end < len(found.lines) and OPTION.match(found.lines[end]):
        if found.code[end]:
            break
        end += 1
    options, problem = _options(path, found.lines, index + 1, end)
    if problem:
        found.problems.append(problem)
    block = Block(
        name,
        (match[3] or "").strip(),
        len(match[1]),
        index + 1,
        end + 1,
        options=options,
    )
    if is_question(block):  # cards don't nest: the one before was left open
        _unclosed(path, found, stack, index)
    block.depth = len(stack)
    stack.append(block)
    for inside in range(index, end):
        found.hidden[inside] = True
    return end


def is_question(block: Block) -> bool:
    """Whether a block is a question card."""
    return block.name == "details" and block.options.get("type") == "question"


def _options(
    path: str, lines: list[str], start: int, end: int
) -> tuple[dict[str, object], Problem | None]:
    if start == end:
        return {}, None
    try:
        node = yamlnodes.compose("\n".join(lines[start:end]))
        value = yamlnodes.value(node) if node is not None else {}
    except yamlnodes.Unreadable as error:
        text = (
            f"block options are not valid YAML ({error.reason}): the block won't show"
        )
        return {}, Problem(path, min(start + error.line, end), text)
    if not isinstance(value, dict):
        text = "text where block options stand: leave a blank line before it"
        return {}, Problem(path, start + 1, text)
    return {str(key): item for key, item in value.items()}, None


def _close(
    path: str, found: Scan, stack: list[Block], index: int, slashes: int
) -> None:
    if not any(block.slashes == slashes for block in stack):
        text = f"`{'/' * slashes}` closes nothing: open a block before it, or delete it"
        found.problems.append(Problem(path, index + 1, text))
        return
    while stack[-1].slashes != slashes:
        _report_unclosed(path, found, stack[-1])
        _finish(found, stack.pop(), index + 1)
    _finish(found, stack.pop(), index + 2)


def _unclosed(path: str, found: Scan, stack: list[Block], index: int) -> None:
    """Close every open block before line `index`, and say that nobody did."""
    for block in stack:
        _report_unclosed(path, found, block)
        _finish(found, block, index + 1)
    stack.clear()


def _report_unclosed(path: str, found: Scan, block: Block) -> None:
    text = (
        f"this {block.name} block is never closed: end it with `{'/' * block.slashes}`"
    )
    found.problems.append(Problem(path, block.line, text))


def _finish(found: Scan, block: Block, end: int) -> None:
    block.end = end
    found.blocks.append(block)


def _heading(path: str, found: Scan, index: int) -> Heading | None:
    match = HEADING.match(found.lines[index])
    if not match:
        _underlined(path, found, index)
        return None
    text = match["text"]
    if not match["space"] and text:
        problem = (
            "a line that starts with # is a heading: put a space after it, or `\\#`"
        )
        found.problems.append(Problem(path, index + 1, problem))
    anchor = ""
    if attributes := ATTRIBUTES.search(text):
        text = text[: attributes.start()]
        names = re.findall(r"(?:^|\s)#([\w:.-]+)", attributes["list"])
        anchor = names[-1] if names else ""
    return Heading(len(match["marks"]), text.strip(), index + 1, anchor)


def _underlined(path: str, found: Scan, index: int) -> None:
    """`Title` over `---` is a heading to the engine; ours are written `## Title`."""
    line = found.lines[index].rstrip()
    if not re.fullmatch("-+|=+", line) or index == 0:
        return
    above = found.lines[index - 1].strip()
    shown = not found.code[index - 1] and not found.hidden[index - 1]
    if above and shown and not above.startswith(("|", "#", "-", "*", "<", "=")):
        text = "underlined text is a heading: write `## Title`, or leave a blank line"
        found.problems.append(Problem(path, index + 1, text))
