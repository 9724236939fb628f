"""Builds the staged pages with zensical and tells how its site differs from ours.

Zensical ignores plugins it doesn't know without a word, so a green build says nothing:
this compares the set of pages and, page by page, headings and question cards. Nothing
depends on it; it shows in time what a change of engine would cost.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from handbook import build
from handbook.finish.page import parse
from handbook.model import HandbookError

LINKED = ("docs", "snippets", "tests", "scripts")


@dataclass(frozen=True)
class Outline:
    """What of a page must not change with the engine."""

    headings: tuple[str, ...]
    cards: tuple[str, ...]


@dataclass(frozen=True)
class Report:
    """How the other engine's site differs."""

    ours: int
    theirs: int
    missing: tuple[str, ...]  # pages only we have
    extra: tuple[str, ...]  # pages only they have
    differing: dict[str, tuple[str, ...]]  # page → what differs

    def as_dict(self) -> dict[str, object]:
        """For programs."""
        return dict(self.__dict__)

    def __str__(self) -> str:
        lines = [f"zensical: {self.theirs} pages, MkDocs: {self.ours} pages"]
        lines += [f"only MkDocs: {page}" for page in self.missing]
        lines += [f"only zensical: {page}" for page in self.extra]
        for page, faults in self.differing.items():
            lines += [f"{page}: {fault}" for fault in faults]
        same = self.ours - len(self.missing) - len(self.differing)
        lines.append(f"{same} of {self.ours} pages have the same headings and cards")
        return "\n".join(lines)


def outline(path: Path) -> Outline:
    """Headings (with ids) and card ids of a built page."""
    tree = parse(path.read_text("utf-8"))
    article = next(iter(tree.iter("article")), tree)
    headings = []
    for node in article.xpath(".//h1|.//h2|.//h3|.//h4"):
        for mark in node.xpath(".//a[contains(@class, 'headerlink')]"):
            mark.drop_tree()
        words = " ".join(node.text_content().split())
        headings.append(f"{node.tag} {words} #{node.get('id') or ''}")
    cards = article.xpath(".//details[contains(@class, 'question')]/@id")
    return Outline(tuple(headings), tuple(map(str, cards)))


def outlines(folder: Path) -> dict[str, Outline]:
    """Outlines of all pages below a built site."""
    pages = sorted(p for p in folder.rglob("*.html") if p.name != "404.html")
    return {p.relative_to(folder).as_posix(): outline(p) for p in pages}


def difference(ours: dict[str, Outline], theirs: dict[str, Outline]) -> Report:
    """Hold two sites' outlines together."""
    differing: dict[str, tuple[str, ...]] = {}
    for page in sorted(ours.keys() & theirs.keys()):
        faults = []
        for what in ("headings", "cards"):
            mine, other = getattr(ours[page], what), getattr(theirs[page], what)
            if mine != other:
                lost = [item for item in mine if item not in other]
                more = [item for item in other if item not in mine]
                faults.append(f"{what}: lost {lost[:5]}, new {more[:5]}")
        if faults:
            differing[page] = tuple(faults)
    return Report(
        ours=len(ours),
        theirs=len(theirs),
        missing=tuple(sorted(ours.keys() - theirs.keys())),
        extra=tuple(sorted(theirs.keys() - ours.keys())),
        differing=differing,
    )


def render(place: build.Place, folder: Path) -> Path:
    """Build the staged pages with zensical in `folder`; returns its site."""
    if importlib.util.find_spec("zensical") is None:
        raise HandbookError("zensical is not installed: run `make canary`")
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "build").mkdir(parents=True)
    for name in LINKED:
        (folder / name).symlink_to(place.root / name)
    # a linked mkdocs.yml would lead it back to our own site/
    shutil.copy(place.root / "mkdocs.yml", folder / "mkdocs.yml")
    shutil.copytree(place.docs, folder / "build" / "docs")
    done = subprocess.run(
        [sys.executable, "-m", "zensical", "build"],
        cwd=folder,
        env={**os.environ, build.STAGED: "1"},
        capture_output=True,
        text=True,
    )
    site = folder / "site"
    if done.returncode or not site.is_dir():
        raise HandbookError(f"zensical failed:\n{(done.stdout + done.stderr).strip()}")
    return site


def compare(place: build.Place) -> Report:
    """Stage, build with both engines and compare."""
    build.prepare(place)
    build.run_engine(place)
    site = render(place, place.root / "build" / "canary")
    return difference(outlines(place.engine), outlines(site))
