"""Question cards: labels split them into parts, lists into facts and follow-ups."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator

from handbook.model import Card, CardPart, Problem
from handbook.parse.scan import Block, Scan, is_question

# How an author writes each part, and the name the model gives it.
LABELS = {
    "**In 30 seconds.**": "30s",
    "**In two minutes.**": "2m",
    "**Must say**": "must-say",
    "**Follow-ups**": "follow-ups",
    "**Red flag.**": "red-flag",
    "**Deep dive.**": "deep-dive",
}
_LOOSE = {label.strip("*. ").lower(): label for label in LABELS}
_LABEL = re.compile(r"^(?P<label>\*\*(?P<name>[^*]{3,30}?)[.:]?\*\*[.:]?)(?P<rest>.*)$")
_ITEM = re.compile(r"^ {0,3}[-*+] +(?:\[[ xX]\] +)?")


def cards(path: str, found: Scan) -> tuple[list[Card], list[Problem]]:
    """Every question card, in order, and what is wrong with their labels."""
    out: list[Card] = []
    problems: list[Problem] = []
    for block in found.blocks:
        if is_question(block):
            parts, wrong = _parts(path, found, block)
            problems += wrong
            out.append(_card(found, block, parts))
    return out, problems


def _card(found: Scan, block: Block, parts: tuple[CardPart, ...]) -> Card:
    attrs = block.options.get("attrs")
    values = attrs if isinstance(attrs, dict) else {}

    def attribute(name: str) -> str:
        value = values.get(name)
        return value.strip() if isinstance(value, str) else ""

    return Card(
        id=attribute("id"),
        question=block.header,
        kind=attribute("data-kind"),
        level=attribute("data-level"),
        covers=tuple(attribute("data-covers").split()),
        parts=parts,
        line=block.line,
        end=block.end,
        text="\n".join(found.lines[block.line - 1 : block.end - 1]),
    )


def _parts(
    path: str, found: Scan, block: Block
) -> tuple[tuple[CardPart, ...], list[Problem]]:
    problems: list[Problem] = []
    starts: list[tuple[int, str, str]] = []  # index, name, text after the label
    last = block.end - 1
    for index in range(block.body - 1, min(last, len(found.lines))):
        if found.code[index] or found.hidden[index]:
            continue
        match = _LABEL.match(found.lines[index])
        label = _label(match["name"]) if match else None
        if not match or not label:
            if not starts and found.lines[index].strip():
                text = (
                    f"text before the card's first part: put it under {first_label()}"
                )
                problems.append(Problem(path, index + 1, text))
                starts.append((index, "", found.lines[index]))
            continue
        if match["label"] != label:
            text = f"label in another spelling: write it exactly as {label}"
            problems.append(Problem(path, index + 1, text))
        starts.append((index, LABELS[label], match["rest"]))
    parts = []
    for (index, name, first), (end, _, _) in zip(
        starts, [*starts[1:], (last, "", "")], strict=True
    ):
        body = [first, *found.lines[index + 1 : end]]
        if end == last and body and re.fullmatch(r" {0,3}/{3,} *", body[-1]):
            body.pop()
        if name:
            parts.append(_part(found, name, index, body))
    return tuple(parts), problems


def first_label() -> str:
    """The label that opens every card."""
    return next(iter(LABELS))


def _label(name: str) -> str | None:
    """The label an author meant, or None for any other bold text."""
    plain = name.strip("*. ").lower()
    if plain in _LOOSE:
        return _LOOSE[plain]
    near = difflib.get_close_matches(plain, _LOOSE, 1, 0.75)
    return _LOOSE[near[0]] if near else None


def _part(found: Scan, name: str, index: int, body: list[str]) -> CardPart:
    items: tuple[str, ...] = ()
    if name in ("must-say", "follow-ups"):
        items = tuple(_items(body, found.code[index : index + len(body)]))
    return CardPart(name, index + 1, "\n".join(body).strip(), items)


def _items(body: list[str], code: list[bool]) -> Iterator[str]:
    """The top-level list items, marker and tick box taken off, later lines dedented."""
    item: list[str] = []
    for line, is_code in zip(body, code, strict=True):
        marker = None if is_code else _ITEM.match(line)
        if marker:
            if item:
                yield "\n".join(item).strip()
            item = [line[marker.end() :]]
        elif item:
            indent = len(line) - len(line.lstrip(" "))
            item.append(line[min(indent, 4) :])
    if item:
        yield "\n".join(item).strip()
