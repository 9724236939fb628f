"""Study tracks."""

import pytest

from tests.scripts.handbook.sample import TRACKS_YML, edit, judge

CASES = [
    (
        "track page",
        edit(TRACKS_YML, "pages: [d01]", "pages: [d07]"),
        TRACKS_YML,
        "d07",
        "unknown page `d07`",
    ),
    (
        "track day past the end",
        edit(TRACKS_YML, "{days: 7, step: mock}", "{days: 7-8, step: mock}"),
        TRACKS_YML,
        "7-8",
        "days 7-8 don't fit a track of 7 days",
    ),
    (
        "track day taken",
        edit(TRACKS_YML, "{days: 4,", "{days: 3-4,"),
        TRACKS_YML,
        "3-4",
        "day 3 is taken by line 7",
    ),
    (
        "track day free",
        edit(TRACKS_YML, "{days: 5-6,", "{days: 6,"),
        TRACKS_YML,
        "- id: week",
        "day 5 has no step",
    ),
    (
        "track step",
        edit(TRACKS_YML, "step: mock", "step: sleep"),
        TRACKS_YML,
        "step: sleep",
        "unknown step `sleep`",
    ),
    (
        "track leaves out a concept",
        edit(TRACKS_YML, "[c01, c02]", "[c01]"),
        TRACKS_YML,
        "- id: week",
        "track `week` leaves out `c02`",
    ),
    (
        "track id taken",
        lambda b: setattr(b, "tracks", b.tracks + b.tracks[len("tracks:\n") :]),
        TRACKS_YML,
        11,
        "track id `week` is taken",
    ),
    (
        "track order",
        edit(TRACKS_YML, "[c01, c02]", "[c02, c01]"),
        TRACKS_YML,
        "[c02, c01]",
        "`c02` needs `c01`, which comes later",
    ),
    (
        "track without a length",
        edit(TRACKS_YML, "    days: 7\n", ""),
        TRACKS_YML,
        "- id: week",
        "track without its length",
    ),
]

SEVERAL = [
    (
        "track step without days",
        edit(TRACKS_YML, "days: 4, ", ""),
        [
            (TRACKS_YML, "- id: week", "day 4 has no step"),
            (TRACKS_YML, "{step: implement", "step incomplete"),
        ],
    ),
]


@pytest.mark.parametrize(
    ("change", "expected"), [pytest.param(c[1], c[2:], id=c[0]) for c in CASES]
)
def test_one_fault_is_one_problem(book, change, expected) -> None:
    judge(book, change, expected)


@pytest.mark.parametrize(
    ("change", "expected"), [pytest.param(c[1], c[2], id=c[0]) for c in SEVERAL]
)
def test_some_faults_are_seen_from_both_ends(book, change, expected) -> None:
    judge(book, change, *expected)
