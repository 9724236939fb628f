"""The data files: facts.yml, tracks.yml, and Python under snippets/."""

from __future__ import annotations

import ast
import re
import warnings

from handbook.model import Problem, PythonFile, Track, TrackStep
from handbook.parse import yamlnodes
from handbook.parse.yamlnodes import Node

FACTS = "docs/facts.yml"
TRACKS = "docs/plan/tracks.yml"


def python(path: str, text: str) -> tuple[PythonFile, tuple[Problem, ...]]:
    """A Python file and the public functions at its top level."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        line = getattr(error, "lineno", None) or 1
        reason = getattr(error, "msg", None) or str(error) or type(error).__name__
        problem = Problem(path, line, f"not valid Python: {reason}")
        return PythonFile(path, text), (problem,)
    functions = {
        node.name: node.lineno
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
    }
    return PythonFile(path, text, functions), ()


def facts(
    text: str,
) -> tuple[dict[str, dict[str, object]], dict[str, int], tuple[Problem, ...]]:
    """The dated facts by key, the line of each, and what can't be read."""
    root, problems = yamlnodes.root(FACTS, text)
    out: dict[str, dict[str, object]] = {}
    line_of: dict[str, int] = {}
    for key, line, node in yamlnodes.pairs(root):
        value, problem = yamlnodes.read(FACTS, node)
        if problem:
            problems.append(problem)
        elif not isinstance(value, dict):
            say = f"fact `{key}` in another form: give value, source and reviewed"
            problems.append(Problem(FACTS, line, say))
        elif key in out:
            say = f"fact `{key}` stands twice: keep one"
            problems.append(Problem(FACTS, line, say))
        else:
            out[key] = {str(name): item for name, item in value.items()}
            line_of[key] = line
    return out, line_of, tuple(problems)


def tracks(text: str) -> tuple[tuple[Track, ...], tuple[Problem, ...]]:
    """The study tracks, and every entry that can't be read."""
    root, problems = yamlnodes.root(TRACKS, text)
    out: list[Track] = []
    for node in yamlnodes.members(yamlnodes.child(root, "tracks")):
        values, problem = yamlnodes.read(TRACKS, node)
        if problem:
            problems.append(problem)
            continue
        fields = values if isinstance(values, dict) else {}
        steps: list[TrackStep] = []
        for step in yamlnodes.members(yamlnodes.child(node, "steps")):
            read, problem = _step(step)
            if problem:
                problems.append(problem)
            elif read:
                steps.append(read)
        line = yamlnodes.line(node)
        days, hours = fields.get("days"), fields.get("hours_per_week")
        if not (_text(fields.get("id")) and _text(fields.get("title"))):
            problems.append(
                Problem(TRACKS, line, "track without `id` or `title`: give both")
            )
        elif not (_count(days) and isinstance(hours, int | float) and hours > 0):
            say = "track without its length: give `days` and `hours_per_week`"
            problems.append(Problem(TRACKS, line, say))
        else:
            title, length = str(fields["title"]), int(str(days))
            out.append(
                Track(
                    str(fields["id"]), title, length, float(hours), tuple(steps), line
                )
            )
    return tuple(out), tuple(problems)


def _step(node: Node) -> tuple[TrackStep | None, Problem | None]:
    line = yamlnodes.line(node)
    values, problem = yamlnodes.read(TRACKS, node)
    if problem:
        return None, problem
    fields = values if isinstance(values, dict) else {}
    days = re.fullmatch(r"(\d{1,3})(?:\s*-\s*(\d{1,3}))?", str(fields.get("days", "")))
    pages = fields.get("pages") or []
    if not days or not _text(fields.get("step")):
        say = (
            "step incomplete: give `days` (`3` or `1-4`) and `step` (what they are for)"
        )
        return None, Problem(TRACKS, line, say)
    if not isinstance(pages, list) or not all(isinstance(p, str) for p in pages):
        return None, Problem(
            TRACKS, line, "`pages` is no list of page ids: write [c01, c02]"
        )
    first = int(days[1])
    last = int(days[2] or days[1])
    return TrackStep(first, last, str(fields["step"]), tuple(pages), line), None


def _text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value > 0
