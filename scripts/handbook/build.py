"""prepare → engine → finish: the site from the sources, only what changed redone.

prepare  Markdown → Markdown: check, draw, execute, bundle, stage build/docs
engine   Markdown → HTML: MkDocs, into build/engine, skipped when its input is the same
finish   HTML → HTML: mathematics, diagrams, cards, CSP; the search index
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from importlib.metadata import version
from pathlib import Path

from handbook import check, figures, finish, ledger, load, node, notebooks, write
from handbook.cache import Cache
from handbook.derive import stage
from handbook.derive.context import Context
from handbook.finish import search
from handbook.model import ContentError, Handbook, HandbookError, Problem

ENGINE = ("mkdocs", "build", "--strict", "--quiet")  # the one line to change
# What the engine writes and nobody reads: the search and the maps are not used.
UNUSED = (
    "search/search_index.json",
    "assets/javascripts/lunr",
    "assets/javascripts/workers",
    "assets/**/*.map",
)
STAGED = "HANDBOOK_STAGED"  # set while `handbook build` itself calls the engine


@dataclass(frozen=True)
class Place:
    """Where a checkout keeps what."""

    root: Path
    jobs: int = 2

    @property
    def docs(self) -> Path:
        """The staged Markdown, which the engine reads."""
        return self.root / "build" / "docs"

    @property
    def engine(self) -> Path:
        """The engine's HTML, before finish."""
        return self.root / "build" / "engine"

    @property
    def web(self) -> Path:
        """The bundled browser code."""
        return self.root / "build" / "web"

    @property
    def cache(self) -> Path:
        """What is kept between builds by the hash of its inputs."""
        return self.root / ".cache" / "handbook"

    @property
    def node_modules(self) -> Path:
        """What npm installed."""
        return self.root / "scripts" / "web" / "node_modules"


@dataclass
class Progress:
    """Says on stderr which step runs, what it counted and how long it took."""

    quiet: bool = False
    say: Callable[[str], None] = lambda text: print(text, file=sys.stderr, flush=True)
    steps: list[tuple[str, float]] = field(default_factory=list)

    @contextmanager
    def step(self, name: str) -> Iterator[list[str]]:
        """Time a step; append to the yielded list what it did."""
        notes: list[str] = []
        started = time.perf_counter()
        yield notes
        seconds = time.perf_counter() - started
        self.steps.append((name, seconds))
        if not self.quiet:
            self.say(f"{name:<10}{seconds:6.1f} s  {', '.join(notes)}")

    def tell(self, text: str) -> None:
        """A remark inside a step."""
        if not self.quiet:
            self.say(f"            {text}")


def site(place: Place, target: Path, progress: Progress | None = None) -> None:
    """Build everything into `target`; on failure the last good site stays.

    Raises:
        ContentError: the content breaks its rules; holds every problem.
        HandbookError: a figure, notebook or the engine failed.
    """
    progress = progress or Progress()
    handbook = prepare(place, progress)
    with progress.step("engine") as notes:
        changed = run_engine(place)
        notes.append("rendered" if changed else "unchanged")
    new = place.root / "build" / "site.new"
    shutil.rmtree(new, ignore_errors=True)
    shutil.copytree(place.engine, new)
    finish_site(place, new, progress, handbook)
    with progress.step("swap") as notes:
        write.swap_tree(new, target)
        files = [p for p in target.rglob("*") if p.is_file()]
        size = sum(p.stat().st_size for p in files)
        pages = sum(p.suffix == ".html" for p in files)
        notes.append(f"{pages} pages, {len(files)} files, {size / 1e6:.1f} MB")


def read(place: Place) -> tuple[Handbook, tuple[Problem, ...]]:
    """The handbook and every problem of its content, the ledger left out."""
    handbook, problems = load.handbook(place.root)
    return handbook, (*problems, *check.check(handbook, today=date.today()))


def prepare(
    place: Place, progress: Progress | None = None, *, lenient: bool = False
) -> Handbook:
    """Check the content and bring build/docs up to date.

    With `lenient`, problems of content are told and the pages staged all the same.

    Raises:
        ContentError: the content breaks its rules (unless lenient).
        HandbookError: a figure, a notebook or the browser code failed.
    """
    progress = progress or Progress(quiet=True)
    with progress.step("check") as notes:
        handbook, problems = read(place)
        errors = tuple(p for p in problems if not p.warning)
        if errors and not lenient:
            raise ContentError(problems)
        for problem in errors:
            progress.say(str(problem))
        notes.append(f"{len(handbook.pages)} pages")
        notes.append(f"{sum(1 for _ in handbook.cards())} cards")
        if warnings := len(problems) - len(errors):
            notes.append(f"{warnings} warnings (handbook check lists them)")
        if stale := len(ledger.problems(handbook)):
            notes.append(f"{stale} remarks on docs/ids.tsv (handbook ids)")
    files: dict[str, str | bytes] = {}
    with progress.step("figures") as notes:
        drawings = figures.draw(
            place.root, place.cache, jobs=place.jobs, progress=progress.tell
        )
        for drawing in drawings:
            for scheme, svg in drawing.svg.items():
                name = f"{drawing.package}/{drawing.name}-{scheme}.svg"
                files[f"assets/figures/{name}"] = svg
        notes.append(f"{len(drawings)} figures")
    with progress.step("notebooks") as notes:
        scripts = sorted((place.root / "docs" / "projects").glob("p*.py"))
        for script in scripts:
            text = notebooks.execute(script, place.root, place.cache, progress.tell)
            files[f"projects/{script.stem}.ipynb"] = text
            files[f"projects/{script.name}"] = script.read_bytes()
        notes.append(f"{len(scripts)} notebooks")
    with progress.step("web") as notes:
        bundle(place)
        for path in sorted(p for p in place.web.rglob("*") if p.is_file()):
            files[f"assets/{path.relative_to(place.web).as_posix()}"] = (
                path.read_bytes()
            )
        notes.append(f"{len(files)} files staged so far")
    with progress.step("stage") as notes:
        sizes = {(d.package, d.name): d.size for d in drawings}
        licenses = json.loads((place.web / "licenses/third-party.json").read_text())
        context = Context(handbook, sizes, tuple(licenses))
        files.update(stage.pages(context))
        files.update(_copied(place.root))
        changed = write.sync_tree(files, place.docs)
        notes.append(f"{len(files)} files, {changed} changed")
    return handbook


def _copied(root: Path) -> Iterator[tuple[str, bytes]]:
    """Files that reach the site as they are: assets and downloads."""
    for folder in ("docs/assets", "snippets"):
        for path in sorted((root / folder).rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                name = path.relative_to(root).as_posix().removeprefix("docs/")
                if name.startswith("snippets/") and path.suffix != ".py":
                    continue
                yield name, path.read_bytes()


def bundle(place: Place) -> None:
    """Bundle the browser code into build/web unless its sources are the same."""
    source = place.root / "scripts" / "web"
    inputs = [
        *sorted((source / "src").rglob("*.ts")),
        source / "build.mjs",
        source / "package-lock.json",
        source / "tsconfig.json",
    ]
    digest = _digest(inputs, place.root)
    mark = place.root / "build" / "web.key"
    if mark.is_file() and mark.read_text() == digest:
        return
    node.run(source / "build.mjs", ["--out", str(place.web)], cwd=source)
    write.text(mark, digest)


def run_engine(place: Place) -> bool:
    """Render build/docs into build/engine; False where nothing had changed."""
    inputs = [
        *(p for p in sorted(place.docs.rglob("*")) if p.is_file()),
        *(p for p in sorted((place.root / "docs/overrides").rglob("*")) if p.is_file()),
        *sorted((place.root / "tests/snippets").rglob("*.py")),  # shown as they are
        place.root / "mkdocs.yml",
        place.root / "requirements.lock",
    ]
    names = ("SITE_NAME", "SITE_URL", "REPO_URL", "EDIT_URI", "HANDBOOK_REPORT_URL")
    settings = [f"{name}={os.environ.get(name, '')}" for name in names]
    digest = _digest(inputs, place.root, *settings, version("mkdocs-material"))
    mark = place.root / "build" / "engine.key"
    if mark.is_file() and mark.read_text() == digest and place.engine.is_dir():
        return False
    mark.unlink(missing_ok=True)
    command = [sys.executable, "-m", *ENGINE, "-d", str(place.engine)]
    environment = {**os.environ, STAGED: "1", "NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(
        command, cwd=place.root, env=environment, capture_output=True, text=True
    )
    if done.returncode:
        said = (done.stdout + done.stderr).strip()
        raise HandbookError(f"the engine refused the staged pages:\n{said}")
    write.text(mark, digest)
    return True


def source_of(handbook: Handbook, place: Place) -> Callable[[str], Path | None]:
    """Built page's path → its authored file, for the lines in messages."""
    authored = {
        page.path.removeprefix("docs/").removesuffix(".md") + ".html": page.path
        for page in handbook.pages
    }

    def source(url: str) -> Path | None:
        if path := authored.get(url):
            return place.root / path
        script = place.root / "docs" / url.replace(".html", ".py")
        return script if url.startswith("projects/") and script.is_file() else None

    return source


def finish_site(
    place: Place,
    target: Path,
    progress: Progress | None = None,
    handbook: Handbook | None = None,
) -> None:
    """Turn the engine's HTML in `target` into the final site, in place."""
    progress = progress or Progress(quiet=True)
    if handbook is None:
        handbook, _ = load.handbook(place.root)
    with progress.step("search") as notes:
        notes.append(search.build(target, handbook, place))
    with progress.step("finish") as notes:
        report = finish.run(
            target,
            source=source_of(handbook, place),
            root=place.root,
            jobs=place.jobs,
            cache=Cache(place.cache),
        )
        for warning in report.warnings:
            progress.tell(str(warning))
        notes.append(str(report))
    for pattern in UNUSED:
        for path in sorted(target.glob(pattern)):
            shutil.rmtree(path) if path.is_dir() else path.unlink()


def finish_pages(
    place: Place, target: Path, handbook: Handbook, urls: list[str]
) -> None:
    """Finish some pages of a preview, whose server adds inline scripts of its own."""
    context = finish.Context(target, place.root, Cache(place.cache), policy=False)
    source = source_of(handbook, place)
    for url in urls:
        path = target / url
        html = finish.page(path.read_text("utf-8"), url, context, source(url))
        write.text(path, html)


def _digest(paths: list[Path], root: Path, *more: str) -> str:
    digest = hashlib.sha256("\0".join(more).encode())
    for path in paths:
        digest.update(path.relative_to(root).as_posix().encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()
