"""The counts in README.md: generated between two marks, never typed."""

from __future__ import annotations

from collections.abc import Mapping

from handbook.model import HandbookError

START, END = "<!-- counts: written by `handbook counts --write` -->", "<!-- /counts -->"


def table(counts: Mapping[str, int]) -> str:
    """The counts as a Markdown table."""
    rows = [
        (
            "Concepts on the map, written so far",
            f"{counts['concepts']}, {counts['concepts_written']}",
        ),
        ("Worked system designs", f"{counts['designs']}"),
        ("Questions with answers", f"{counts['questions']:,}"),
        ("Tested snippets", f"{counts['snippets']:,}"),
        ("Figures drawn by the repository's own code", f"{counts['figures']:,}"),
        ("Numbers recomputed by a test", f"{counts['claims']:,}"),
        ("Checklist items", f"{counts['checklist_items']:,}"),
    ]
    lines = ["| What the reader gets | Count |", "| --- | ---: |"]
    return "\n".join([*lines, *(f"| {name} | {count} |" for name, count in rows)])


def filled(text: str, counts: Mapping[str, int]) -> str:
    """README's text with fresh counts between its marks.

    Raises:
        HandbookError: the marks are missing or in the wrong order.
    """
    start, end = text.find(START), text.find(END)
    if start < 0 or end < start:
        raise HandbookError(
            f"README.md needs the marks {START} and {END}, in that order"
        )
    return f"{text[: start + len(START)]}\n\n{table(counts)}\n\n{text[end:]}"
