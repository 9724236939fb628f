"""Figures: both schemes, the same bytes every time, drawn only when inputs changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from handbook import figures

GOOD = '''\
"""Figures."""
import matplotlib.pyplot as plt
from matplotlib.figure import Figure


def line() -> Figure:
    fig, ax = plt.subplots(figsize=(6, 3), layout="constrained")
    ax.plot([0, 1], [0, 1], label="a")
    ax.legend()
    return fig
'''
BAD = '"""Figures."""\n\n\ndef broken():\n    return 1 / 0\n'


def package(root: Path, text: str, name: str = "c98_test") -> Path:
    folder = root / "snippets" / name
    folder.mkdir(parents=True)
    (folder / "figures.py").write_text(text)
    return folder


def test_two_schemes_with_size_and_the_same_bytes(tmp_path: Path) -> None:
    folder = package(tmp_path, GOOD)
    first = figures.draw_package(folder, tmp_path)["line"]
    second = figures.draw_package(folder, tmp_path)["line"]
    assert first == second
    assert first["light"] != first["dark"]
    assert figures.SCHEMES["dark"]["text"] in first["dark"]
    assert figures.size_of(first["light"]) == (576, 288)
    assert "<dc:date>" not in first["light"]


def test_drawn_once_until_the_source_changes(tmp_path: Path) -> None:
    folder = package(tmp_path, GOOD)
    said: list[str] = []
    for _ in range(2):
        (drawing,) = figures.draw(tmp_path, tmp_path / "cache", progress=said.append)
    assert (drawing.package, drawing.name, len(said)) == ("c98_test", "line", 1)
    (folder / "figures.py").write_text(GOOD.replace("[0, 1], [0, 1]", "[0, 1], [1, 0]"))
    (changed,) = figures.draw(tmp_path, tmp_path / "cache", progress=said.append)
    assert len(said) == 2
    assert changed.svg["light"] != drawing.svg["light"]


def test_claims_redraw_only_what_borrows_from_them(tmp_path: Path) -> None:
    folder = package(tmp_path, GOOD)
    before = figures.key(folder)
    (folder / "claims.py").write_text("x = 1\n")
    assert figures.key(folder) == before
    (folder / "figures.py").write_text("from .claims import x\n" + GOOD)
    borrowing = figures.key(folder)
    (folder / "claims.py").write_text("x = 2\n")
    assert figures.key(folder) != borrowing
    (folder / "helper.py").write_text("x = 1\n")
    assert figures.key(folder) != before


def test_an_error_names_file_and_line(tmp_path: Path) -> None:
    folder = package(tmp_path, BAD)
    with pytest.raises(figures.FigureError, match=r"figures\.py:5: ZeroDivisionError"):
        figures.draw_package(folder, tmp_path)
