"""What a run found: tables for people, JSON for programs, rows for BENCHMARKS.md.

Pure. `renew` puts a run into the text of BENCHMARKS.md: the day's row in the two
histories, and the details of the sections that were measured; all else stays.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

# Columns of the two histories, in order. A cell nobody measured holds a dash.
RATIOS = {
    "pages": "Pages",
    "warm": "Build ÷ MkDocs, warm (aim ≤ 2)",
    "warm_cpu": "same in CPU",
    "unchanged": "nothing changed ÷ MkDocs",
    "cold": "cold ÷ MkDocs",
    "zensical": "Build ÷ zensical",
    "exponent": "Growth, exponent of CPU (aim ≤ 1)",
    "per_page": "CPU a page, 960 ÷ 60 pages (aim ≤ 1)",
    "first": "Concept page, first visit (aim ≤ 450 KB)",
    "again": "warm visit (aim ≤ 150 KB)",
    "index": "Index of 250,000 words (aim ≤ 600 KB)",
}
CONTEXT = {
    "cores": "Cores",
    "warm_s": "Build, warm",
    "unchanged_s": "nothing changed",
    "cold_s": "cold",
    "mkdocs_s": "MkDocs",
    "zensical_s": "zensical",
    "book_s": "960 pages, CPU",
    "result": "First result",
    "result_slow": "at a quarter of the speed (aim ≤ 300 ms)",
    "memory": "Peak memory, all processes",
}
DASH = "–"
HEAD = """\
# Benchmarks

`make bench` measures, prints and writes this page: a row a day, and the details of the
last run of each section. Ratios are medians over rounds in which both programs took
turns on the same machine, so they hold on others; a size is a size anywhere. CPU is
user and system time of a build and all it starts. KB are 1,000 bytes, gzipped.
"""
_INTRO = {
    "## Ratios and sizes": "",
    "## Absolute numbers": "Context for the ratios: they belong to one machine, shared "
    "with other work at the time.\n\n",
    "## Details of the last run": "",
}


@dataclass(frozen=True)
class Table:
    """A table with a sentence that says how to read it."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""


@dataclass(frozen=True)
class Section:
    """What one section of the bench found. `data` is for --json."""

    name: str
    tables: tuple[Table, ...] = ()
    ratios: Mapping[str, str] = field(default_factory=dict)
    context: Mapping[str, str] = field(default_factory=dict)
    data: Mapping[str, object] = field(default_factory=dict)
    skipped: str = ""  # why there is nothing, or not all


def as_text(table: Table) -> str:
    """The table for a terminal: first column left, numbers right."""
    rows = [table.columns, *table.rows]
    widths = [max(len(row[i]) for row in rows) for i in range(len(table.columns))]
    lines = [table.title]
    if table.note:
        lines.append(f"  {table.note}")
    for row in rows:
        cells = [row[0].ljust(widths[0])]
        cells += [c.rjust(w) for c, w in zip(row[1:], widths[1:], strict=True)]
        lines.append("  " + "  ".join(cells).rstrip())
    return "\n".join(lines)


def as_markdown(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """The same as a Markdown table."""
    marks = ["---", *["---:"] * (len(columns) - 1)]
    lines = [f"| {' | '.join(row)} |" for row in (columns, marks, *rows)]
    return "\n".join(lines) + "\n"


def read_rows(markdown: str) -> tuple[list[str], list[list[str]]]:
    """Columns and rows of the first Markdown table of a text; nothing without one."""
    found = [
        [cell.strip() for cell in line.strip().strip("|").split("|")]
        for line in markdown.splitlines()
        if line.startswith("|")
    ]
    return (found[0], found[2:]) if len(found) > 1 else ([], [])


def renew_rows(
    markdown: str, names: Mapping[str, str], day: date, values: Mapping[str, str]
) -> str:
    """The history with the day's row added, or its measured cells replaced."""
    columns, rows = read_rows(markdown)
    history: dict[str, dict[str, str]] = {}
    for row in rows:
        history[row[0]] = dict(zip(columns[1:], row[1:], strict=False))
    today = history.setdefault(day.isoformat(), {})
    today |= {names[key]: value for key, value in values.items() if key in names}
    titles = list(names.values())
    out = [
        [when, *(cells.get(title, DASH) for title in titles)]
        for when, cells in sorted(history.items())
    ]
    return as_markdown(["Date", *titles], out)


def renew(old: str, day: date, sections: Sequence[Section]) -> str:
    """The text of BENCHMARKS.md with these findings in it."""
    parts = _split(old, "## ")
    ratios: dict[str, str] = {}
    context: dict[str, str] = {}
    for section in sections:
        ratios |= section.ratios
        context |= section.context
    first, second, third = _INTRO
    details = {
        title: body
        for title, body in _split(parts.get(third, ""), "### ").items()
        if title
    }
    for section in sections:
        if section.tables:
            details[f"### {section.name.capitalize()}"] = _details(section, day)
    bodies = {
        first: renew_rows(parts.get(first, ""), RATIOS, day, ratios),
        second: renew_rows(parts.get(second, ""), CONTEXT, day, context),
        third: "\n".join(
            f"{title}\n\n{body.strip()}\n" for title, body in details.items()
        ),
    }
    blocks = [HEAD]
    blocks += [f"{title}\n\n{_INTRO[title]}{body}" for title, body in bodies.items()]
    return "\n".join(blocks)


def _details(section: Section, day: date) -> str:
    parts = [f"Measured on {day.isoformat()}. {section.skipped}".strip()]
    for table in section.tables:
        parts.append(f"**{table.title}.** {table.note}".strip())
        parts.append(as_markdown(table.columns, table.rows).rstrip())
    return "\n\n".join(parts) + "\n"


def _split(text: str, mark: str) -> dict[str, str]:
    """Heading line → what stands below it, for headings that begin with `mark`."""
    pieces = re.split(rf"(?m)^({re.escape(mark)}[^\n]*)\n", text)
    out = {"": pieces[0]}
    for title, body in zip(pieces[1::2], pieces[2::2], strict=True):
        out[title.strip()] = body
    return out


def seconds(value: float) -> str:
    """`4.2 s`."""
    return f"{value:.1f} s" if value < 100 else f"{value:,.0f} s"


def kilobytes(value: float) -> str:
    """`12.3 KB`, in thousands of bytes."""
    return f"{value / 1000:,.1f} KB" if value < 100_000 else f"{value / 1000:,.0f} KB"


def megabytes(value: float) -> str:
    """`123 MB`, in millions of bytes."""
    return f"{value / 1e6:,.0f} MB"
