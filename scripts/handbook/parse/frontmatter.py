"""The YAML block between two `---` lines at the head of a page."""

from __future__ import annotations

from datetime import date, datetime

from handbook.model import FrontMatter, Problem
from handbook.parse import yamlnodes


def read(path: str, lines: list[str]) -> tuple[FrontMatter, int, list[Problem]]:
    """The front matter, the number of the first body line, and what is wrong."""
    if not lines or lines[0].rstrip() != "---":
        return FrontMatter(), 1, []
    for index, line in enumerate(lines[1:], start=1):
        if line.rstrip() in ("---", "..."):
            front, problems = _fields(path, "\n".join(lines[1:index]))
            return front, index + 2, problems
    text = "front matter is never closed: end it with a line of three dashes"
    return FrontMatter(readable=False), 1, [Problem(path, 1, text)]


def _fields(path: str, text: str) -> tuple[FrontMatter, list[Problem]]:
    raw: dict[str, object] = {}
    line_of: dict[str, int] = {}
    problems: list[Problem] = []

    def unreadable(error: yamlnodes.Unreadable) -> None:
        text = (
            f"front matter is not valid YAML ({error.reason}): quote values with colons"
        )
        problems.append(Problem(path, error.line + 1, text))

    try:
        root = yamlnodes.compose(text)
    except yamlnodes.Unreadable as error:
        unreadable(error)
        return FrontMatter(readable=False), problems
    if root is not None and not isinstance(root, yamlnodes.MappingNode):
        problems.append(
            Problem(path, 2, "front matter in another form: write `key: value` lines")
        )
    for key, line, node in yamlnodes.pairs(root):
        if key in line_of:
            again = f"front matter gives `{key}` twice: keep one"
            problems.append(Problem(path, line + 1, again))
        line_of[key] = line + 1
        try:
            raw[key] = yamlnodes.value(node)
        except yamlnodes.Unreadable as error:
            unreadable(error)
    return _typed(raw, line_of), problems


def _typed(raw: dict[str, object], line_of: dict[str, int]) -> FrontMatter:
    """Values of the right type as they are, empty ones for the rest: checks tell."""

    def string(key: str) -> str:
        value = raw.get(key)
        return value.strip() if isinstance(value, str) else ""

    def number(key: str) -> int:
        value = raw.get(key)
        return value if isinstance(value, int) and not isinstance(value, bool) else 0

    def strings(key: str) -> tuple[str, ...]:
        value = raw.get(key)
        items = value if isinstance(value, list) else []
        return tuple(item for item in items if isinstance(item, str))

    reviewed = raw.get("reviewed")
    if isinstance(reviewed, datetime) or not isinstance(reviewed, date):
        reviewed = None
    return FrontMatter(
        title=string("title"),
        summary=string("summary"),
        expect=string("expect"),
        minutes=number("minutes"),
        needs=strings("needs"),
        tags=strings("tags"),
        reviewed=reviewed,
        status=string("status"),
        profile=string("profile"),
        cards=number("cards"),
        aliases=tuple(f"docs/{a.removeprefix('docs/')}" for a in strings("aliases")),
        line_of=line_of,
        raw=raw,
    )
