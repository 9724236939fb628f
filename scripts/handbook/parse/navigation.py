"""mkdocs.yml: the order of pages, the parts they form, what nav leaves out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handbook.model import Nav, Part, Problem
from handbook.parse import yamlnodes
from handbook.parse.yamlnodes import MappingNode, Node, ScalarNode, SequenceNode

MKDOCS = "mkdocs.yml"


def nav(text: str) -> tuple[Nav, tuple[Problem, ...]]:
    """Order and parts of pages; parts stand as id → section title in extra.handbook."""
    root, problems = yamlnodes.root(MKDOCS, text)
    entries: list[tuple[str, int]] = []
    sections: dict[str, list[tuple[str, ...]]] = {}
    _walk(yamlnodes.child(root, "nav"), entries, sections)
    parts: list[Part] = []
    for part_id, line, node in yamlnodes.pairs(
        yamlnodes.child(root, "extra", "handbook", "parts")
    ):
        title = str(node.value) if isinstance(node, ScalarNode) else ""
        found = sections.get(title, [])
        if len(found) != 1:
            count = len(found) or "no"
            say = (
                f"part `{part_id}`: nav has {count} sections titled `{title}`, not one"
            )
            problems.append(Problem(MKDOCS, line, say))
        elif not re.fullmatch(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*", part_id):
            say = f"part id `{part_id}` is badly formed: use small letters and hyphens"
            problems.append(Problem(MKDOCS, line, say))
        else:
            parts.append(Part(part_id, title, found[0]))
    order = {path: index for index, (path, _) in reversed(list(enumerate(entries)))}
    parts.sort(key=lambda part: order.get(part.pages[0], 0) if part.pages else 0)
    line_of: dict[str, int] = {}
    for path, line in entries:
        if path in line_of:
            say = f"nav names {path.removeprefix('docs/')} twice: keep one"
            problems.append(Problem(MKDOCS, line, say))
        line_of.setdefault(path, line)
    unlisted = _patterns(root, "not_in_nav") + _patterns(root, "exclude_docs")
    result = Nav(tuple(parts), tuple(line_of), line_of, unlisted)
    return result, tuple(problems)


def _patterns(root: Node | None, key: str) -> tuple[str, ...]:
    node = yamlnodes.child(root, key)
    text = str(node.value) if isinstance(node, ScalarNode) else ""
    lines = (line.strip() for line in text.split("\n"))
    return tuple(line for line in lines if line and not line.startswith("#"))


def _walk(
    node: Node | None,
    entries: list[tuple[str, int]],
    sections: dict[str, list[tuple[str, ...]]],
) -> None:
    """Collect the paths below a nav node, and those below each titled section."""
    for item in yamlnodes.members(node):
        for title, target in _entry(item):
            if isinstance(target, SequenceNode):
                start = len(entries)
                _walk(target, entries, sections)
                below = tuple(path for path, _ in entries[start:])
                sections.setdefault(title, []).append(below)
            elif isinstance(target, ScalarNode) and "://" not in str(target.value):
                path = "docs/" + str(target.value).removeprefix("./")
                entries.append((path, yamlnodes.line(target)))


def _entry(item: Node) -> Iterator[tuple[str, Node]]:
    if isinstance(item, MappingNode):
        for title, _, target in yamlnodes.pairs(item):
            yield title, target
    else:
        yield "", item
