"""Executes py:percent scripts into notebooks; unchanged inputs cost nothing.

mkdocs-jupyter only renders: it would cache on the notebook's bytes alone, miss changed
imports and let errors pass. Here a failing cell fails the build with its traceback.
"""

from __future__ import annotations

import ast
import hashlib
import re
import tempfile
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

from handbook.model import HandbookError
from handbook.write import text as write_text

ANSI = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
SECONDS = 180
PACKAGES = ("numpy", "scikit-learn", "matplotlib", "nbclient", "jupytext")
STYLE = """\
import matplotlib_inline.backend_inline as _inline
import matplotlib as _mpl
_inline.set_matplotlib_formats("svg", metadata={"Date": None})
_mpl.rcParams.update({
    "svg.fonttype": "path", "svg.hashsalt": "handbook",
    "figure.facecolor": "none", "axes.facecolor": "none", "savefig.facecolor": "none",
    "legend.frameon": False, "axes.spines.top": False, "axes.spines.right": False,
})
"""


class NotebookError(HandbookError):
    """A cell failed; the text names the file, the line and the traceback."""


def key(path: Path, root: Path) -> str:
    """Hash of the script, the snippets it imports and the libraries it runs on."""
    source = path.read_text(encoding="utf-8")
    digest = hashlib.sha256(Path(__file__).read_bytes() + source.encode())
    digest.update(" ".join(f"{p} {version(p)}" for p in PACKAGES).encode())
    for module in imported(source):
        base = root.joinpath(*module.split("."))
        for file in (base.with_suffix(".py"), *sorted(base.glob("*.py"))):
            if file.is_file():
                digest.update(file.read_bytes())
    return digest.hexdigest()[:24]


def imported(source: str) -> list[str]:
    """The modules under snippets that a script imports."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return sorted(name for name in found if name.startswith("snippets"))


def execute(
    path: Path, root: Path, cache: Path, progress: Callable[[str], None] = print
) -> str:
    """The executed notebook of a script as JSON text, byte for byte reproducible."""
    store = cache / "notebooks" / f"{key(path, root)}.ipynb"
    if store.is_file():
        return store.read_text(encoding="utf-8")
    progress(f"running {path.relative_to(root).as_posix()}")
    text = _run(path, root)
    write_text(store, text)
    return text


def _run(path: Path, root: Path) -> str:
    import jupytext
    import nbformat
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError, CellTimeoutError
    from traitlets.config import Config

    notebook = jupytext.read(path, fmt="py:percent")
    style = nbformat.v4.new_code_cell(  # type: ignore[no-untyped-call]
        STYLE, id="handbook-style"
    )
    notebook.cells.insert(0, style)
    where = path.relative_to(root).as_posix()
    with tempfile.TemporaryDirectory(prefix="nb-") as folder:
        # Sockets in a folder of their own: no open port, no clash between kernels.
        sockets = {"transport": "ipc", "ip": f"{folder}/k"}
        client = NotebookClient(
            notebook,
            timeout=SECONDS,
            kernel_name="python3",
            resources={"metadata": {"path": str(root)}},
            config=Config({"KernelManager": sockets}),
        )
        try:
            client.execute()
        except (CellExecutionError, CellTimeoutError) as error:
            line = _line_of_failure(path, notebook)
            plain = ANSI.sub("", str(error)).strip()
            raise NotebookError(f"{where}:{line}: this cell failed\n{plain}") from None
    notebook.cells.remove(style)
    for number, cell in enumerate(notebook.cells):
        cell["id"] = f"cell-{number}"  # random ids would change the bytes
        cell.metadata.pop("execution", None)
    text: str = nbformat.writes(notebook)  # type: ignore[no-untyped-call]
    return text + "\n"


def _line_of_failure(path: Path, notebook: object) -> int:
    """The line in the script where the first failed cell begins."""
    for cell in getattr(notebook, "cells", []):
        outputs = cell.get("outputs", [])
        if any(output.get("output_type") == "error" for output in outputs):
            first = next((row for row in cell.source.splitlines() if row.strip()), "")
            rows = path.read_text(encoding="utf-8").splitlines()
            return rows.index(first) + 1 if first in rows else 1
    return 1
