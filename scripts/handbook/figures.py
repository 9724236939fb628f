"""Draws every `figures.py` into light and dark SVG; unchanged inputs cost nothing.

A package's drawings hang on its own Python files, on this file and on matplotlib's
version. Two schemes are two files: an `<img>` cannot read the page's CSS variables.
"""

from __future__ import annotations

import ast
import hashlib
import importlib.util
import io
import re
import sys
import traceback
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from handbook.model import HandbookError
from handbook.text import short_coordinates
from handbook.write import text as write_text

SCHEMES: dict[str, dict[str, Any]] = {
    "light": {
        "text": "#22272e",
        "muted": "#5b6470",
        "grid": "#d8dce2",
        "cycle": ["#0b63b0", "#b3471d", "#1b7f5c", "#7a3fa0", "#8a6d00", "#c0265f"],
    },
    "dark": {
        "text": "#e6e9ee",
        "muted": "#aab2bd",
        "grid": "#3b424d",
        "cycle": ["#6cb6ff", "#ffa07a", "#5fd3a5", "#cf9dff", "#e3c24b", "#ff8fb3"],
    },
}
SIZE = re.compile(r'<svg[^>]*? width="([\d.]+)pt"[^>]*? height="([\d.]+)pt"')
SIZE_SWAPPED = re.compile(r'<svg[^>]*? height="([\d.]+)pt"[^>]*? width="([\d.]+)pt"')


class FigureError(HandbookError):
    """A figure could not be drawn; the text names the file and the cause."""


@dataclass(frozen=True)
class Drawing:
    """A figure's two files, as text, and its size in CSS pixels."""

    package: str
    name: str
    svg: dict[str, str]
    size: tuple[int, int]


def rc(scheme: str) -> dict[str, object]:
    """Matplotlib settings of a color scheme; what makes the bytes deterministic."""
    from cycler import cycler

    color = SCHEMES[scheme]
    return {
        "svg.fonttype": "path",
        "svg.hashsalt": "handbook",
        "path.simplify_threshold": 0.4,  # px: less is not seen and weighs a lot
        "figure.facecolor": "none",
        "axes.facecolor": "none",
        "savefig.facecolor": "none",
        "legend.facecolor": "none",
        "legend.frameon": False,
        "font.size": 11,
        "axes.titlesize": 12,
        "axes.titlelocation": "left",
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.grid": True,
        "grid.linewidth": 0.7,
        "lines.linewidth": 2.0,
        "text.color": color["text"],
        "axes.labelcolor": color["text"],
        "axes.titlecolor": color["text"],
        "axes.edgecolor": color["muted"],
        "xtick.color": color["muted"],
        "ytick.color": color["muted"],
        "xtick.labelcolor": color["text"],
        "ytick.labelcolor": color["text"],
        "grid.color": color["grid"],
        "legend.labelcolor": color["text"],
        "patch.edgecolor": color["text"],
        "axes.prop_cycle": cycler(color=color["cycle"]),
    }


def key(folder: Path) -> str:
    """Hash of everything the drawings of a package depend on."""
    digest = hashlib.sha256(Path(__file__).read_bytes())
    digest.update(f"{version('matplotlib')} {version('numpy')}".encode())
    borrows = "claims" in (folder / "figures.py").read_text(encoding="utf-8")
    for path in sorted(folder.glob("*.py")):
        if borrows or path.name != "claims.py":
            digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:24]


def names(path: Path) -> list[str]:
    """The public functions of a figures.py, in the order they are written."""
    tree = ast.parse(path.read_text(encoding="utf-8"), filename=str(path))
    return [
        node.name
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
    ]


def size_of(svg: str) -> tuple[int, int]:
    """Width and height in CSS pixels (a point is 4/3 of one)."""
    if found := SIZE.search(svg):
        width, height = found.groups()
    elif found := SIZE_SWAPPED.search(svg):
        height, width = found.groups()
    else:
        raise FigureError("the SVG carries no size in points")
    return round(float(width) * 4 / 3), round(float(height) * 4 / 3)


def draw_package(folder: Path, root: Path) -> dict[str, dict[str, str]]:
    """Draw every public function of `folder`/figures.py: name → scheme → SVG."""
    import matplotlib as mpl

    mpl.use("Agg", force=True)
    import matplotlib.pyplot as plt

    sys.path.insert(0, str(root))
    path = folder / "figures.py"
    spec = importlib.util.spec_from_file_location(
        f"snippets.{folder.name}.figures", path
    )
    if spec is None or spec.loader is None:
        raise FigureError(f"{path}: cannot be imported")
    module = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
        out: dict[str, dict[str, str]] = {}
        for name in names(path):
            for scheme in SCHEMES:
                with mpl.rc_context():
                    mpl.rcdefaults()
                    mpl.rcParams.update(rc(scheme))  # type: ignore[arg-type]
                    figure = getattr(module, name)()
                    buffer = io.StringIO()
                    figure.savefig(buffer, format="svg", metadata={"Date": None})
                    plt.close("all")
                out.setdefault(name, {})[scheme] = _trim(buffer.getvalue())
    except Exception as error:  # whatever the figure raised is the author's to mend
        frames = traceback.extract_tb(error.__traceback__)
        lines = [f for f in frames if str(folder) in f.filename]
        line = lines[-1].lineno if lines else 1
        where = path.relative_to(root).as_posix()
        raise FigureError(f"{where}:{line}: {type(error).__name__}: {error}") from None
    return out


def _trim(svg: str) -> str:
    """Drop what only weighs: XML head, doctype, metadata, digits nobody can see."""
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"\s*<metadata>.*?</metadata>", "", svg, flags=re.DOTALL)
    svg = short_coordinates(svg)
    return "\n".join(line.rstrip() for line in svg.splitlines()) + "\n"


def draw(
    root: Path, cache: Path, *, jobs: int = 2, progress: Callable[[str], None] = print
) -> list[Drawing]:
    """Draw all packages under `root`/snippets, from the cache where nothing changed."""
    folders = sorted(p.parent for p in (root / "snippets").glob("*/figures.py"))
    stores = {folder: cache / "figures" / key(folder) for folder in folders}
    missing = [f for f in folders if not (stores[f] / "done").is_file()]
    for folder, drawn in zip(missing, _draw_all(missing, root, jobs), strict=True):
        progress(f"drew {len(drawn)} figures of {folder.name}")
        for name, svgs in drawn.items():
            for scheme, svg in svgs.items():
                write_text(stores[folder] / f"{name}-{scheme}.svg", svg)
        write_text(stores[folder] / "done", "\n".join(drawn) + "\n")
    out: list[Drawing] = []
    for folder in folders:
        for name in (stores[folder] / "done").read_text().split():
            both = {
                s: (stores[folder] / f"{name}-{s}.svg").read_text() for s in SCHEMES
            }
            out.append(Drawing(folder.name, name, both, size_of(both["light"])))
    return out


def _draw_all(
    folders: list[Path], root: Path, jobs: int
) -> Iterable[dict[str, dict[str, str]]]:
    if len(folders) < 2 or jobs < 2:
        return [draw_package(folder, root) for folder in folders]
    with ProcessPoolExecutor(max_workers=jobs) as pool:
        return list(pool.map(draw_package, folders, [root] * len(folders)))
