"""The command as a person and as a program meets it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]


def handbook(
    *words: str, cwd: Path = ROOT, **env: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "handbook.cli", *words],
        cwd=cwd,
        env={**os.environ, "COLUMNS": "100", **env},
        capture_output=True,
        text=True,
    )


def test_help_names_every_command() -> None:
    done = handbook("--help")
    assert done.returncode == 0
    for name in (
        "new",
        "check",
        "build",
        "serve",
        "snippet",
        "ids",
        "doctor",
        "canary",
    ):
        assert name in done.stdout


def test_usage_error_is_2() -> None:
    done = handbook("chekc")
    assert done.returncode == 2
    assert done.stdout == ""
    assert "chekc" in done.stderr


def test_outside_a_checkout_is_1(tmp_path: Path) -> None:
    done = handbook("check", cwd=tmp_path)
    assert done.returncode == 1
    assert "inside a checkout" in done.stderr


def test_snippet_list_and_show() -> None:
    rows = json.loads(handbook("snippet", "list", "--json").stdout)
    assert len(rows) >= 10
    for row in rows[:2]:
        done = handbook("snippet", "show", row["name"])
        assert done.stdout == (ROOT / row["path"]).read_text("utf-8")
        assert done.stderr == ""


def test_unknown_snippet_suggests_a_near_one() -> None:
    done = handbook("snippet", "show", "roc_acu")
    assert done.returncode == 1
    assert "roc_auc" in done.stderr
    assert done.stdout == ""


def test_check_reports_every_fault_with_file_and_line(book: Path) -> None:
    """One run, all faults, exit code 3; as text and as JSON."""
    page = book / "docs/guide/means.md"
    page.write_text(
        "---\ntitle: Means\nsummary: One number.\n---\n\n"
        "## Formula\n\n"
        "We delve into it: ![](figure.png)\n\n"
        "[Away](nowhere.md) and the colour of it.\n"
    )
    done = handbook("check", cwd=book)
    assert done.returncode == 3
    lines = [
        row for row in done.stdout.splitlines() if row.startswith("docs/guide/means")
    ]
    numbers = {int(row.split(":")[1]) for row in lines}
    assert numbers == {8, 10}
    assert any("delve" in row for row in lines)
    assert any("alt" in row for row in lines)
    assert any("nowhere.md" in row for row in lines)
    assert any("colour" in row for row in lines)
    rows = json.loads(handbook("check", "--json", cwd=book).stdout)
    assert {row["line"] for row in rows if row["path"].endswith("means.md")} == {8, 10}


def test_ids_are_recorded_and_loss_is_an_error(book: Path) -> None:
    assert "run `handbook ids`" in handbook("check", cwd=book).stdout
    assert handbook("ids", cwd=book).returncode == 0
    assert handbook("check", cwd=book).returncode == 0
    page = book / "docs/guide/means.md"
    page.write_text(page.read_text("utf-8").replace("extra-say", "extra-tell"))
    lost = handbook("check", cwd=book)
    assert lost.returncode == 3
    assert "extra-say" in lost.stdout
    assert handbook("ids", cwd=book).returncode == 3
    assert handbook("ids", "retire", "extra-say", cwd=book).returncode == 0
    assert handbook("ids", cwd=book).returncode == 0
    assert handbook("check", cwd=book).returncode == 0


def test_new_writes_a_page_that_lacks_only_what_a_draft_may(book: Path) -> None:
    done = handbook("new", "c98-time-series", "Time Series", cwd=book)
    assert done.returncode == 0
    written = done.stdout.split()
    assert "docs/concepts/c98-time-series.md" in written
    for path in written:
        assert (book / path).is_file()
    again = handbook("new", "c98-time-series", "Time Series", cwd=book)
    assert again.returncode == 1
    assert "exists already" in again.stderr
    nav = (book / "mkdocs.yml").read_text("utf-8")
    entry = "  - Guide:\n      - concepts/c98-time-series.md\n"
    (book / "mkdocs.yml").write_text(nav.replace("  - Guide:\n", entry))
    handbook("ids", cwd=book)
    checked = handbook("check", cwd=book)
    assert checked.returncode == 0, checked.stdout
    assert "warning" in checked.stdout
    test = book / "tests/snippets/c98_time_series/test_first.py"
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "--import-mode=importlib", str(test)],
        cwd=book,
        env={**os.environ, "PYTHONPATH": str(book)},
        capture_output=True,
        text=True,
    )
    assert ran.returncode == 0, ran.stdout


@pytest.mark.parametrize("slug", ["C98-x", "c9-x", "../c98-x", "c98", "e01-x"])
def test_new_refuses_bad_names(book: Path, slug: str) -> None:
    done = handbook("new", slug, "X", cwd=book)
    assert done.returncode == 1
    assert "is not a page name" in done.stderr


def test_doctor_says_what_is_there() -> None:
    rows = json.loads(handbook("doctor", "--json").stdout)
    found = {row["name"]: row["found"] for row in rows}
    assert found["mkdocs"]
    assert found["node"].startswith("v")


def test_no_escape_codes_when_piped() -> None:
    done = handbook("counts", FORCE_COLOR="1", NO_COLOR="1")
    assert "\x1b" not in done.stdout + done.stderr
    assert "questions" in done.stdout
