"""The bootstrap's decisions; the installation itself is what `make test` began with."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from handbook import bootstrap


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[list[str]]:
    """Commands it would run, in a root of its own."""
    ran: list[list[str]] = []
    for name in bootstrap.LOCKS.values():
        (tmp_path / name).write_text(f"{name}\n")
    (tmp_path / "pyproject.toml").write_text("")
    (tmp_path / ".venv").mkdir()
    monkeypatch.setattr(bootstrap, "ROOT", tmp_path)
    monkeypatch.setattr(bootstrap, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(bootstrap, "BIN", tmp_path / ".venv" / "bin")

    def fake(command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        ran.append(command)
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setattr(subprocess, "run", fake)
    return ran


def test_installs_once_and_again_when_the_lock_changes(
    calls: list[list[str]], tmp_path: Path
) -> None:
    bootstrap.python("site")
    assert any("--require-hashes" in command for command in calls)
    calls.clear()
    bootstrap.python("site")
    assert calls == []
    (tmp_path / "requirements.lock").write_text("changed\n")
    bootstrap.python("site")
    assert calls


def test_test_environment_serves_the_site_but_not_the_reverse(
    calls: list[list[str]],
) -> None:
    bootstrap.python("test")
    calls.clear()
    bootstrap.python("site")
    assert calls == []
    (bootstrap.stamp("test")).unlink()
    bootstrap.python("site")
    calls.clear()
    bootstrap.python("test")
    assert calls


def test_a_missing_program_is_told_and_fails_only_in_ci(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(bootstrap.shutil, "which", lambda _: None)
    monkeypatch.delenv("CI", raising=False)
    assert bootstrap.programs() == 0
    said = capsys.readouterr().err
    assert "MISSING: chromium or google-chrome" in said
    assert "apt install chromium" in said
    monkeypatch.setenv("CI", "true")
    assert bootstrap.programs() == 1


def test_declared_programs_are_three_columns() -> None:
    for commands, package, use in bootstrap.declared():
        assert commands
        assert package
        assert use
