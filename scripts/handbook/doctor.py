"""What this machine has for building and testing, and how to get what it lacks."""

from __future__ import annotations

import shutil
import subprocess
import sys
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from handbook import bootstrap, node
from handbook.model import HandbookError


@dataclass(frozen=True)
class Row:
    """One thing that is there (with its version) or missing (with the way to it)."""

    name: str
    found: str
    get: str
    optional: bool = False


def examine(root: Path) -> list[Row]:
    """Look for Python, packages, Node, node_modules and the declared programs."""
    rows = [Row("python", sys.version.split()[0], "")]
    for package in ("mkdocs", "mkdocs-material", "merman", "matplotlib"):
        rows.append(Row(package, _version(package), "make site"))
    rows.append(Row("node", _node(), "make site"))
    rows.append(Row("node_modules", "present" * node.installed(), "make site"))
    for package in ("pytest", "playwright", "mypy", "ruff"):
        rows.append(Row(package, _version(package), "make test", optional=True))
    for commands, package, use in bootstrap.declared():
        paths = [path for name in commands if (path := shutil.which(name))]
        get = f"apt install {package} (skipped without it: {use})"
        name = " or ".join(commands)
        rows.append(Row(name, paths[0] if paths else "", get, optional=True))
    built = root / "site" / "index.html"
    rows.append(Row("site", "present" * built.is_file(), "make site", optional=True))
    return rows


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


def _node() -> str:
    try:
        done = subprocess.run(
            [str(node.binary()), "--version"], capture_output=True, text=True
        )
    except (OSError, HandbookError):
        return ""
    return done.stdout.strip()
