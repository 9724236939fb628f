"""Temporary copies of a checkout, so that measuring changes nothing in it."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from handbook.bench import measure

_IGNORED = shutil.ignore_patterns("__pycache__", "node_modules", "*.pyc")
_QUIET = {"NO_MKDOCS_2_WARNING": "1"}
_STAGED = {**_QUIET, "HANDBOOK_STAGED": "1"}


@dataclass(frozen=True)
class Checkout:
    """A copy, and the builds that are measured in it."""

    root: Path

    @property
    def site(self) -> Path:
        """Where its builds put the site."""
        return self.root / "site"

    def build(self, *, watch: bool = False) -> measure.Cost:
        """The whole build, redoing only what changed."""
        command = [sys.executable, "-m", "handbook.bench.child"]
        places = [str(self.root), str(self.site)]
        return measure.run([*command, *places], cwd=self.root, env=_QUIET, watch=watch)

    def forget_engine(self) -> None:
        """Make the engine render every page again; all caches stay."""
        (self.root / "build" / "engine.key").unlink(missing_ok=True)

    def forget_all(self) -> None:
        """Leave nothing of an earlier build."""
        for name in ("build", "site", ".cache"):
            shutil.rmtree(self.root / name, ignore_errors=True)

    def plain(self) -> measure.Cost:
        """Plain `mkdocs build` of the staged pages: no prepare, no finish."""
        target = str(self.root / "build" / "plain")
        command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet"]
        return measure.run([*command, "-d", target], cwd=self.root, env=_STAGED)

    def zensical(self, folder: Path, *, clean: bool) -> measure.Cost:
        """The staged pages through zensical, in a folder that `beside` made."""
        command = [sys.executable, "-m", "zensical", "build"]
        more = ["--clean"] if clean else []
        return measure.run([*command, *more], cwd=folder, env=_STAGED)

    def beside(self, folder: Path) -> Path:
        """A folder in which another engine finds the same staged pages."""
        (folder / "build").mkdir(parents=True)
        for name in ("docs", "snippets", "tests", "scripts"):
            (folder / name).symlink_to(self.root / name)
        # a linked mkdocs.yml would lead it to our own site and caches
        shutil.copy(self.root / "mkdocs.yml", folder)
        shutil.copytree(self.root / "build" / "docs", folder / "build" / "docs")
        return folder


def copy(root: Path, folder: Path, *, caches: bool) -> Checkout:
    """The sources of `root` in `folder`; with `caches`, what earlier builds kept."""
    folder.mkdir(parents=True)
    _copy_tool(root, folder)
    for path in root.iterdir():
        if path.is_file() and not path.name.startswith("."):
            shutil.copy2(path, folder)
    for name in ("docs", "snippets", "tests/snippets"):
        shutil.copytree(root / name, folder / name, ignore=_IGNORED)
    kept = root / ".cache" / "handbook"
    if caches and kept.is_dir():
        shutil.copytree(kept, folder / ".cache" / "handbook")
    return Checkout(folder)


def write(root: Path, folder: Path, files: Mapping[str, str]) -> Checkout:
    """Other content in `folder`, with the build tool and the theme of `root`."""
    folder.mkdir(parents=True)
    _copy_tool(root, folder)
    shutil.copy2(root / "requirements.lock", folder)
    for name in ("docs/assets", "docs/overrides"):
        shutil.copytree(root / name, folder / name)
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    (folder / "snippets").mkdir(exist_ok=True)
    return Checkout(folder)


def _copy_tool(root: Path, folder: Path) -> None:
    # a real copy: the bundler writes beside the file it was started as
    shutil.copytree(root / "scripts", folder / "scripts", ignore=_IGNORED)
    modules = folder / "scripts" / "web" / "node_modules"
    modules.symlink_to((root / "scripts" / "web" / "node_modules").resolve())
