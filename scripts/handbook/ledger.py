"""The ledger of permanent ids, docs/ids.tsv: readers' progress hangs on them.

An id is added once and stays for ever. `update` records what is new or changed and
never accepts a loss or a move: those the checks report until the author decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from handbook.model import (
    Handbook,
    HandbookError,
    LedgerEntry,
    PermanentId,
    Problem,
)
from handbook.text import fingerprint, unix

PATH = "docs/ids.tsv"
HEADER = "id\tpage\thash\tchanged\tretired"
_MEND = "run `handbook ids` to record them"


def parse(text: str) -> tuple[tuple[LedgerEntry, ...], tuple[Problem, ...]]:
    """The entries of docs/ids.tsv, and every line that can't be read."""
    entries: dict[str, LedgerEntry] = {}
    problems: list[Problem] = []
    for number, line in enumerate(unix(text).split("\n"), start=1):
        if not line.strip() or (number == 1 and line == HEADER):
            continue
        entry = _entry(line, number)
        if entry is None:
            text = "not a ledger line (five columns, tabs between): restore it from git"
            problems.append(Problem(PATH, number, text))
        elif entry.id in entries:
            first = entries[entry.id].line
            text = f"`{entry.id}` stands on line {first} already: delete the newer line"
            problems.append(Problem(PATH, number, text))
        else:
            entries[entry.id] = entry
    return tuple(entries.values()), tuple(problems)


def render(entries: Iterable[LedgerEntry]) -> str:
    """The text of docs/ids.tsv, one line an id, in order of ids."""
    lines = [HEADER]
    for entry in sorted(entries, key=lambda e: e.id):
        retired = entry.retired.isoformat() if entry.retired else ""
        changed = entry.changed.isoformat()
        lines.append("\t".join((entry.id, entry.page, entry.hash, changed, retired)))
    return "\n".join(lines) + "\n"


def update(handbook: Handbook, today: date) -> tuple[LedgerEntry, ...]:
    """The ledger with new ids added and changed content dated today."""
    entries = {entry.id: entry for entry in handbook.ledger}
    seen: set[str] = set()
    for current in handbook.ids():
        if current.id in seen:
            continue  # a duplicate: the checks report it
        seen.add(current.id)
        entry = entries.get(current.id)
        if entry is None:
            entries[current.id] = LedgerEntry(
                current.id, current.page, fingerprint(current.text), today
            )
        elif not entry.retired and handbook.is_same_page(entry.page, current.page):
            entries[current.id] = _refreshed(entry, current, today)
    return tuple(sorted(entries.values(), key=lambda e: e.id))


def retire(
    entries: Iterable[LedgerEntry], entry_id: str, today: date
) -> tuple[LedgerEntry, ...]:
    """The ledger with one id retired; raises HandbookError for an unknown id."""
    entries = tuple(entries)
    if all(entry.id != entry_id for entry in entries):
        raise HandbookError(f"no id `{entry_id}` in {PATH}: nothing was retired")
    return tuple(
        replace(e, retired=e.retired or today) if e.id == entry_id else e
        for e in entries
    )


def _refreshed(entry: LedgerEntry, current: PermanentId, today: date) -> LedgerEntry:
    now = fingerprint(current.text)
    changed = entry.changed if entry.hash == now else today
    return replace(entry, page=current.page, hash=now, changed=changed)


def _entry(line: str, number: int) -> LedgerEntry | None:
    columns = line.split("\t")
    if len(columns) != 5:
        return None
    entry_id, page, digest, changed, retired = columns
    if not entry_id or not page or not re.fullmatch(r"[0-9a-f]{12}", digest):
        return None
    try:
        day = date.fromisoformat(changed)
        end = date.fromisoformat(retired) if retired else None
    except ValueError:
        return None
    return LedgerEntry(entry_id, page, digest, day, end, number)


def problems(handbook: Handbook) -> tuple[Problem, ...]:
    """Ids that were lost, moved or used again, and whether the ledger is up to date."""
    current: dict[str, PermanentId] = {}
    for found in handbook.ids():
        current.setdefault(found.id, found)
    renamed = _renamed(handbook, current)
    out = list(renamed.values())
    for entry in handbook.ledger:
        now = current.get(entry.id)
        if entry.retired:
            if now:
                text = (
                    f"id `{entry.id}` was retired on {entry.retired}: choose a new one"
                )
                out.append(Problem(now.page, now.line, text))
        elif now is None:
            out.append(_lost(handbook, entry))
        elif entry.page not in renamed and not handbook.is_same_page(
            entry.page, now.page
        ):
            text = (
                f"id `{entry.id}` belongs to {entry.page}: move it back, or run "
                f"`handbook ids retire {entry.id}` and give this one a new id"
            )
            out.append(Problem(now.page, now.line, text))
    if stale := _stale(handbook, current):
        out.append(stale)
    return tuple(sorted(out))


def mendable(problem: Problem) -> bool:
    """Whether `handbook ids` alone mends the problem."""
    return problem.text.endswith(_MEND)


def _renamed(handbook: Handbook, current: dict[str, PermanentId]) -> dict[str, Problem]:
    """Former path → problem, for pages that were renamed without leaving a redirect."""
    out: dict[str, Problem] = {}
    for entry in handbook.ledger:
        now = current.get(entry.id)
        if now is None or entry.retired or handbook.page(entry.id) is None:
            continue
        if not handbook.is_same_page(entry.page, now.page):
            old = entry.page.removeprefix("docs/")
            text = (
                f"this page was {entry.page}: rename it back, or add "
                f"`aliases: [{old}]` to the front matter so that old links lead here"
            )
            out[entry.page] = Problem(now.page, 1, text)
    return out


def _lost(handbook: Handbook, entry: LedgerEntry) -> Problem:
    there = any(page.path == entry.page for page in handbook.pages)
    path, line = (entry.page, 1) if there else (PATH, entry.line)
    text = (
        f"id `{entry.id}` is gone from {entry.page}: restore it, or run "
        f"`handbook ids retire {entry.id}` if it leaves for good"
    )
    return Problem(path, line, text)


def _stale(handbook: Handbook, current: dict[str, PermanentId]) -> Problem | None:
    recorded = {entry.id: entry for entry in handbook.ledger}
    new = sorted(current.keys() - recorded.keys())
    changed = sorted(
        name
        for name, now in current.items()
        if (entry := recorded.get(name)) is not None
        and not entry.retired
        and handbook.is_same_page(entry.page, now.page)
        and (entry.hash, entry.page) != (fingerprint(now.text), now.page)
    )
    counts = [
        f"{len(names)} {word} ({', '.join(names[:3])}{', …' * (len(names) > 3)})"
        for names, word in ((new, "new"), (changed, "changed"))
        if names
    ]
    if not counts:
        return None
    return Problem(PATH, 1, f"ids out of date: {' and '.join(counts)}: {_MEND}")
