"""Notebooks: run once per content, reproducible; a failing cell stops the build."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from handbook import notebooks

HEAD = "# %% [markdown]\n# # Title\n\n# %%\n"


def script(root: Path, code: str) -> Path:
    path = root / "docs" / "projects" / "p99-test.py"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(HEAD + code)
    return path


def test_runs_once_and_gives_the_same_bytes(tmp_path: Path) -> None:
    code = (
        "import matplotlib.pyplot as plt\nplt.plot([0, 1])\nplt.show()\nprint(6 * 7)\n"
    )
    path = script(tmp_path, code)
    said: list[str] = []
    first = notebooks.execute(path, tmp_path, tmp_path / "a", said.append)
    again = notebooks.execute(path, tmp_path, tmp_path / "a", said.append)
    other = notebooks.execute(path, tmp_path, tmp_path / "b", said.append)
    assert first == again == other
    assert len(said) == 2
    outputs = json.loads(first)["cells"][1]["outputs"]
    assert "42" in json.dumps(outputs)
    assert "image/svg+xml" in json.dumps(outputs)


def test_a_failing_cell_names_file_line_and_cause(tmp_path: Path) -> None:
    path = script(tmp_path, "x = 1\n\n# %%\nx / 0\n")
    with pytest.raises(notebooks.NotebookError) as caught:
        notebooks.execute(path, tmp_path, tmp_path / "cache", lambda _: None)
    assert str(caught.value).startswith("docs/projects/p99-test.py:8: ")
    assert "ZeroDivisionError" in str(caught.value)
    assert "\x1b" not in str(caught.value)


def test_the_key_follows_imported_snippets(tmp_path: Path) -> None:
    path = script(tmp_path, "from snippets.c98_x.mean import mean\n")
    folder = tmp_path / "snippets" / "c98_x"
    folder.mkdir(parents=True)
    (folder / "mean.py").write_text("a = 1\n")
    before = notebooks.key(path, tmp_path)
    assert notebooks.key(path, tmp_path) == before
    (folder / "mean.py").write_text("a = 2\n")
    assert notebooks.key(path, tmp_path) != before
