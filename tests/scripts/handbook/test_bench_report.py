"""Tables, and the page of results that keeps its history."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from handbook.bench import __main__ as bench
from handbook.bench import report, weight
from handbook.bench.report import Section, Table

MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)
TABLE = Table(
    "Builds", ("Program", "Wall"), (("ours", "4.0 s"), ("x", "12.0 s")), "Note."
)


def build(ratio: str, wall: str = "4.0 s") -> Section:
    return Section("build", (TABLE,), {"warm": ratio}, {"warm_s": wall})


def test_text_table_is_aligned() -> None:
    assert report.as_text(TABLE).splitlines() == [
        "Builds",
        "  Note.",
        "  Program    Wall",
        "  ours      4.0 s",
        "  x        12.0 s",
    ]


def test_markdown_tables_are_read_back() -> None:
    rows = [list(row) for row in TABLE.rows]
    assert report.read_rows(report.as_markdown(TABLE.columns, rows)) == (
        list(TABLE.columns),
        rows,
    )
    assert report.read_rows("no table") == ([], [])


def history(text: str, title: str) -> dict[str, dict[str, str]]:
    part = text.partition(f"\n## {title}\n")[2].partition("\n## ")[0]
    columns, rows = report.read_rows(part)
    return {row[0]: dict(zip(columns[1:], row[1:], strict=True)) for row in rows}


def test_a_new_day_adds_a_row_and_the_same_day_renews_it() -> None:
    page = report.renew("", MONDAY, [build("1.50")])
    page = report.renew(page, MONDAY, [build("1.40")])
    page = report.renew(page, TUESDAY, [build("1.30")])
    column = report.RATIOS["warm"]
    rows = history(page, "Ratios and sizes")
    assert {day: row[column] for day, row in rows.items()} == {
        "2026-11-23": "1.40",
        "2026-11-24": "1.30",
    }


def test_sections_not_measured_stay() -> None:
    page = report.renew("", MONDAY, [build("1.50")])
    other = Section("search", (TABLE,), {"index": "500 KB"})
    page = report.renew(page, MONDAY, [other])
    row = history(page, "Ratios and sizes")["2026-11-23"]
    assert row[report.RATIOS["warm"]] == "1.50"
    assert row[report.RATIOS["index"]] == "500 KB"
    assert row[report.RATIOS["cold"]] == report.DASH
    assert "### Build\n" in page
    assert "### Search\n" in page


def test_renewing_with_the_same_changes_nothing() -> None:
    page = report.renew("", MONDAY, [build("1.50")])
    assert report.renew(page, MONDAY, [build("1.50")]) == page


def test_ratios_stand_before_absolute_numbers() -> None:
    page = report.renew("", MONDAY, [build("1.50", "4.0 s (3.9 s CPU)")])
    assert page.index("1.50") < page.index("4.0 s (3.9 s CPU)")
    assert page.startswith("# Benchmarks\n")
    assert page.endswith("|\n")
    assert "\n\n\n" not in page


def test_a_section_without_tables_leaves_the_details_alone() -> None:
    page = report.renew("", MONDAY, [build("1.50")])
    assert report.renew(page, MONDAY, [Section("build", skipped="No.")]) == page


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        (report.seconds(4.21), "4.2 s"),
        (report.seconds(1234), "1,234 s"),
        (report.kilobytes(12_345), "12.3 KB"),
        (report.kilobytes(1_234_567), "1,235 KB"),
        (report.megabytes(123_400_000), "123 MB"),
    ],
)
def test_units(shown: str, expected: str) -> None:
    assert shown == expected


def test_columns_are_distinct() -> None:
    """A history finds its cells by their titles."""
    for names in (report.RATIOS, report.CONTEXT):
        assert len(set(names.values())) == len(names)


@pytest.mark.parametrize(
    ("path", "kind"),
    [("a/b.html", "html"), ("x.woff2", "font"), ("f.svg", "image"), ("m.xml", "other")],
)
def test_files_have_a_kind(path: str, kind: str) -> None:
    assert weight.File(path, 1, 1).kind == kind


def test_text_is_weighed_gzipped_and_fonts_as_they_are(tmp_path: Path) -> None:
    for name in ("a b.css", "f.woff2"):
        (tmp_path / name).write_bytes(b"x" * 10_000)
    css = weight.file_of(tmp_path, "http://127.0.0.1:1/a%20b.css?v=1")
    assert (css.path, css.raw) == ("a b.css", 10_000)
    assert css.zipped < 100
    assert weight.file_of(tmp_path, "http://127.0.0.1:1/f.woff2").zipped == 10_000
    assert weight.file_of(tmp_path, "http://127.0.0.1:1/gone.js").raw == 0


def test_help_names_every_section(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        bench.main(["--help"])
    assert stop.value.code == 0
    said = capsys.readouterr().out
    assert all(name in said for name in bench.ORDER)
    assert "--quick" in said


def test_an_unknown_section_is_a_usage_error() -> None:
    with pytest.raises(SystemExit) as stop:
        bench.main(["--only", "lunch"])
    assert stop.value.code == 2


def test_results_go_where_asked(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(bench, "ROOT", tmp_path)
    monkeypatch.setattr("handbook.bench.builds.measure", lambda _: build("1.50"))
    monkeypatch.setattr("handbook.bench.builds.memory", lambda _: build("9.99"))
    for flag in ("--quick", "--no-write"):
        assert bench.main(["--only", "build", flag]) == 0
        assert not (tmp_path / "BENCHMARKS.md").exists()
    assert "12.0 s" in capsys.readouterr().out
    assert bench.main(["--only", "build"]) == 0
    page = (tmp_path / "BENCHMARKS.md").read_text("utf-8")
    assert "1.50" in page
    assert "9.99" not in page
    assert str(tmp_path) not in page
