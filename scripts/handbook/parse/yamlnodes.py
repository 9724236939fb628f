"""YAML with line numbers: nodes first, values on request, unknown tags ignored."""

from __future__ import annotations

import re
from collections.abc import Iterator

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from handbook.model import Problem

__all__ = ["MappingNode", "Node", "ScalarNode", "SequenceNode"]

# What PyYAML raises on text someone typed: its own errors, and Python's for bad dates,
# huge numbers, odd keys and bottomless nesting.
ERRORS = (yaml.YAMLError, ValueError, TypeError, OverflowError, RecursionError)


_TOO_DEEP = re.compile(r"(?:[\[{]\s*){100}")


class _Loader(yaml.SafeLoader):
    """Safe loading that reads `!!python/name:…` and `!ENV` as None."""


class _FastLoader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """The same in C, ten times as fast; it overflows the stack on endless nesting."""


def _ignore(loader: object, suffix: str, node: Node) -> None:
    return None


for _one in (_Loader, _FastLoader):
    _one.add_multi_constructor("!", _ignore)
    _one.add_multi_constructor("tag:yaml.org,2002:python/", _ignore)


def _loader(text: str) -> yaml.SafeLoader:
    """A loader that is safe for the text: short ones can't nest too deep for C."""
    fast: yaml.SafeLoader = (_FastLoader if len(text) < 2_000 else _Loader)(text)
    return fast


class Unreadable(Exception):  # noqa: N818 - not an error of ours, a finding
    """The text is not YAML; `line` counts from 1 within it."""

    def __init__(self, line: int, reason: str) -> None:
        self.line = line
        self.reason = reason
        super().__init__(reason)


def compose(text: str) -> Node | None:
    """The tree of nodes, or None for an empty text; raises Unreadable."""
    if _TOO_DEEP.search(text):
        raise Unreadable(1, "brackets nested too deep")
    try:
        loader = _loader(text)
        try:
            return loader.get_single_node()
        finally:
            loader.dispose()
    except ERRORS as error:
        raise Unreadable(*_where(error)) from error


def value(node: Node) -> object:
    """The Python value of a node; raises Unreadable with the line it stands on."""
    loader = _loader("")
    try:
        return loader.construct_document(node)
    except ERRORS as error:
        raise Unreadable(node.start_mark.line + 1, _where(error)[1]) from error
    finally:
        loader.dispose()


def pairs(node: Node | None) -> Iterator[tuple[str, int, Node]]:
    """(key, line, value node) of a mapping; nothing for any other node."""
    if isinstance(node, MappingNode):
        for key, item in node.value:
            if isinstance(key, ScalarNode):
                yield str(key.value), key.start_mark.line + 1, item


def members(node: Node | None) -> list[Node]:
    """The items of a sequence; nothing for any other node."""
    return list(node.value) if isinstance(node, SequenceNode) else []


def child(node: Node | None, *path: str) -> Node | None:
    """The node reached by following keys, or None."""
    for key in path:
        node = next((item for name, _, item in pairs(node) if name == key), None)
    return node


def line(node: Node) -> int:
    """The line a node starts on, from 1."""
    return int(node.start_mark.line) + 1


def root(path: str, text: str) -> tuple[Node | None, list[Problem]]:
    """The root node of a data file, or the problem that stands for it."""
    try:
        return compose(text), []
    except Unreadable as error:
        return None, [Problem(path, error.line, f"not valid YAML: {error.reason}")]


def read(path: str, node: Node) -> tuple[object, Problem | None]:
    """The value of a node, or the problem that stands for it."""
    try:
        return value(node), None
    except Unreadable as error:
        return None, Problem(path, error.line, f"not valid YAML: {error.reason}")


def _where(error: BaseException) -> tuple[int, str]:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    reason = getattr(error, "problem", None) or str(error) or type(error).__name__
    return (mark.line + 1 if mark else 1), " ".join(str(reason).split())
