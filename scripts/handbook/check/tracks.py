"""Study tracks: known pages, days that fit together, prerequisites before use."""

from __future__ import annotations

from collections.abc import Iterator

from handbook.check.report import listed
from handbook.model import STEPS, Handbook, Problem, Track, TrackStep

TRACKS = "docs/plan/tracks.yml"


def problems(handbook: Handbook) -> Iterator[Problem]:
    """What keeps a track from being followed day by day."""
    seen: set[str] = set()
    for track in handbook.tracks:
        if track.id in seen:
            text = f"track id `{track.id}` is taken: choose another"
            yield Problem(TRACKS, track.line, text)
        seen.add(track.id)
        for step in track.steps:
            yield from _step(handbook, track, step)
        yield from _days(track)
        yield from _order(handbook, track)
        yield from _left_out(handbook, track)


def _step(handbook: Handbook, track: Track, step: TrackStep) -> Iterator[Problem]:
    if step.step not in STEPS:
        text = f"unknown step `{step.step}`: use {listed(STEPS)}"
        yield Problem(TRACKS, step.line, text)
    if not 1 <= step.first_day <= step.last_day <= track.days:
        days = f"{step.first_day}-{step.last_day}"
        text = f"days {days} don't fit a track of {track.days} days: correct them"
        yield Problem(TRACKS, step.line, text)
    for page_id in step.pages:
        if handbook.page(page_id) is None:
            text = f"unknown page `{page_id}`: use the id of a page, such as c06"
            yield Problem(TRACKS, step.line, text)


def _days(track: Track) -> Iterator[Problem]:
    """Each day of the track belongs to exactly one step."""
    taken: dict[int, TrackStep] = {}
    for step in track.steps:
        days = range(max(step.first_day, 1), min(step.last_day, track.days) + 1)
        if double := next((day for day in days if day in taken), None):
            text = f"day {double} is taken by line {taken[double].line}: split the days"
            yield Problem(TRACKS, step.line, text)
        taken.update(dict.fromkeys(days, step))
    if free := [day for day in range(1, track.days + 1) if day not in taken]:
        text = f"track `{track.id}`: day {free[0]} has no step: add one, slack if free"
        yield Problem(TRACKS, track.line, text)


def _order(handbook: Handbook, track: Track) -> Iterator[Problem]:
    """In step 1 a page comes after the pages it needs."""
    turns = [
        (page, step)
        for step in sorted(track.steps, key=lambda s: s.first_day)
        if step.step == "questions"
        for page in step.pages
    ]
    order = [page for page, _ in turns]
    for index, (page_id, step) in enumerate(turns):
        page = handbook.page(page_id)
        for need in page.front.needs if page else ():
            if need in order[index:]:
                text = f"`{page_id}` needs `{need}`, which comes later: swap them"
                yield Problem(TRACKS, step.line, text)


def _left_out(handbook: Handbook, track: Track) -> Iterator[Problem]:
    """Every finished concept has a day: tracks differ in length, not in matter."""
    named = {page for step in track.steps for page in step.pages}
    concepts = {
        page.id
        for page in handbook.pages
        if page.kind == "concept" and not page.front.status
    }
    if missing := sorted(concepts - named):
        text = f"track `{track.id}` leaves out {listed(missing)}: give each a day"
        yield Problem(TRACKS, track.line, text)
