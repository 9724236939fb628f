"""HTML → HTML: turns what the engine built into the final site, whoever built it.

`run` does a whole site in place, `page` a single page (for the live preview). Each step
is a module; this one orders them, remembers finished pages by the hash of what they
were made from, and writes the files that pages share.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass, field, replace
from functools import cache as memoize
from importlib.metadata import version
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from handbook.cache import Cache, digest
from handbook.finish import (
    access,
    cards,
    csp,
    diagrams,
    fonts,
    images,
    maths,
    notebooks,
    redirects,
    snippets,
    styles,
    tasks,
)
from handbook.finish import (
    compress as compression,
)
from handbook.finish.page import INLINE, MATHS, Page, make, parse
from handbook.model import ContentError, Problem

__all__ = ["Context", "Report", "page", "run"]

Source = Callable[[str], Path | None]
Progress = Callable[[int, int], None]

_FEW = 6  # so many pages are done sooner here than by other processes


@dataclass(frozen=True)
class Report:
    """What a run did; `str()` is one line for people."""

    pages: int = 0
    changed: int = 0  # pages that were not in the cache
    counts: dict[str, int] = field(default_factory=dict)
    redirects: int = 0
    compressed: int = 0
    seconds: float = 0.0
    warnings: tuple[Problem, ...] = ()

    def __str__(self) -> str:
        order = ("formulas", "diagrams", "cards", "checks", "snippets")
        counted = [
            f"{self.counts[name]} {name}" for name in order if name in self.counts
        ]
        more = [f"{self.redirects} redirects"] if self.redirects else []
        more += [f"{self.compressed} compressed"] if self.compressed else []
        return ", ".join(
            [f"{self.pages} pages ({self.changed} changed)", *counted, *more]
        )


@dataclass
class Record:
    """A finished page: its HTML with the policy's mark, and what it needs beside it."""

    html: str
    styles: dict[str, dict[str, str]] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    inputs: dict[str, str] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    scripts: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def pack(self) -> bytes:
        """The record as bytes."""
        return json.dumps(asdict(self), ensure_ascii=False).encode()

    @classmethod
    def unpack(cls, data: bytes) -> Record:
        """The record from its bytes."""
        values: dict[str, Any] = json.loads(data)
        values["problems"] = [Problem(**problem) for problem in values["problems"]]
        return cls(**values)


@dataclass
class Context:
    """What `page` needs to know about the site it works for."""

    site: Path
    root: Path
    cache: Cache | None = None
    policy: bool = True  # False where a server adds its own inline scripts
    scripts: set[str] = field(default_factory=set)
    sheets: dict[str, dict[str, str]] = field(default_factory=dict)

    @property
    def store(self) -> Cache:
        """The cache of this context."""
        return self.cache or default_cache(self.root)


def default_cache(root: Path) -> Cache:
    """Where a checkout keeps results between runs."""
    return Cache(root / ".cache" / "handbook")


def run(
    site: Path,
    *,
    source: Source,
    root: Path,
    jobs: int = 2,
    progress: Progress | None = None,
    cache: Cache | None = None,
    compress: bool = False,
) -> Report:
    """Finish every page under `site`, in place.

    `source` maps a built page's path (`concepts/c08-….html`) to its authored file;
    `progress` hears of pages done and pages in all.

    Raises:
        ContentError: with every problem of every page; the site is then half done.
    """
    started = time.perf_counter()
    store = cache or default_cache(root)
    paths = sorted(p for p in site.rglob("*.html") if p.is_file())
    urls = [path.relative_to(site).as_posix() for path in paths]
    sources = {url: found for url in urls if (found := source(url)) is not None}
    done = _Finished(site)
    tasks_left: list[_Task] = []
    for path, url in zip(paths, urls, strict=True):
        html = path.read_text("utf-8")
        hashes = csp.found_in(html)
        if hashes is not None:
            done.again(url, hashes)
            continue
        task = _Task.of(html, url, sources.get(url), site, root, store)
        record = _remembered(store, task)
        if record is None:
            tasks_left.append(task)
        else:
            done.add(task, record)
    total = len(urls)
    if progress:
        progress(total - len(tasks_left), total)
    for task, record in _work(tasks_left, jobs):
        done.add(task, record)
        if progress:
            progress(len(done.tasks) + len(done.known), total)
    problems = [*done.problems, *csp.check_sheets(site)]
    _refuse(problems)
    policy = csp.policy(done.scripts)
    done.write(store, policy)
    fonts.trim(site, store)
    names = {url: _name(path, root) for url, path in sources.items()}
    count, problems = redirects.write(site, sources, names, policy)
    _refuse(problems)
    return Report(
        pages=total,
        changed=len(tasks_left),
        counts=done.counts,
        redirects=count,
        compressed=compression.run(site) if compress else 0,
        seconds=time.perf_counter() - started,
        warnings=tuple(p for p in done.problems if p.warning),
    )


def page(html: str, url: str, context: Context, source: Path | None = None) -> str:
    """Finish one page; its pictures and stylesheets are written to the site at once.

    Raises:
        ContentError: with every problem of the page.
    """
    if csp.found_in(html) is not None:
        return html
    store = context.store
    task = _Task.of(html, url, source, context.site, context.root, store)
    record = _remembered(store, task) or _finish(html, task, _engines(store.folder))
    _refuse(record.problems)
    context.scripts.update(record.scripts)
    _write_files(context.site, store, record.files)
    for name, sheet in record.styles.items():
        path, write = _SHEETS[name]
        known = context.sheets.setdefault(name, styles.read(context.site / path))
        if not sheet.keys() <= known.keys():
            known.update(sheet)
            write(context.site, known)
    if not context.policy:
        mark = f'<meta http-equiv="Content-Security-Policy" content="{csp.TOKEN}">\n'
        return record.html.replace(mark, "", 1)
    return csp.resolve(record.html, csp.policy(context.scripts))


_SHEETS = {
    MATHS: (maths.SHEET, maths.write_assets),
    INLINE: (styles.SHEET, styles.write_assets),
}


@dataclass(frozen=True)
class _Task:
    """One page to finish; travels to another process."""

    url: str
    source: Path | None
    site: Path
    root: Path
    cache: Path
    key: str

    @classmethod
    def of(
        cls,
        html: str,
        url: str,
        source: Path | None,
        site: Path,
        root: Path,
        store: Cache,
    ) -> _Task:
        # the authored file counts too: lines of warnings, alt texts of plots
        text = source.read_bytes() if source else b""
        key = digest(_code_version(), url, html, text)
        return cls(url, source, site, root, store.folder, key)


class _Finished:
    """What the finished pages need together."""

    def __init__(self, site: Path) -> None:
        self.site = site
        self.tasks: list[_Task] = []
        self.known: list[str] = []  # pages that an earlier run finished
        self.scripts: set[str] = set()
        self.sheets: dict[str, dict[str, str]] = {MATHS: {}, INLINE: {}}
        self.files: dict[str, str] = {}
        self.counts: dict[str, int] = {}
        self.problems: list[Problem] = []

    def again(self, url: str, hashes: list[str]) -> None:
        if not self.known:
            for name, (path, _) in _SHEETS.items():
                self.sheets[name] = styles.read(self.site / path)
        self.known.append(url)
        self.scripts.update(hashes)

    def add(self, task: _Task, record: Record) -> None:
        self.tasks.append(task)
        self.scripts.update(record.scripts)
        self.files.update(record.files)
        self.problems += record.problems
        for name, sheet in record.styles.items():
            self.sheets[name].update(sheet)
        for name, number in record.counts.items():
            self.counts[name] = self.counts.get(name, 0) + number

    def write(self, store: Cache, policy: str) -> None:
        for task in self.tasks:
            record = _remembered(store, task, check=False)
            assert record is not None  # stored moments ago
            (self.site / task.url).write_text(csp.resolve(record.html, policy), "utf-8")
        for url in self.known:
            html = (self.site / url).read_text("utf-8")
            (self.site / url).write_text(csp.resolve(html, policy), "utf-8")
        _write_files(self.site, store, self.files)
        for name, (_, write_sheet) in _SHEETS.items():
            write_sheet(self.site, self.sheets[name])


@dataclass
class _Engines:
    """The renderers of one process, alive between pages."""

    cache: Cache
    maths: maths.Renderer
    diagrams: diagrams.Renderer


@memoize
def _engines(folder: Path) -> _Engines:
    store = Cache(folder)
    return _Engines(store, maths.Renderer(store), diagrams.Renderer(store))


def _work(tasks_left: list[_Task], jobs: int) -> Iterator[tuple[_Task, Record]]:
    if jobs < 2 or len(tasks_left) <= _FEW:
        yield from ((task, _do(task)) for task in tasks_left)
        return
    # fresh processes: a fork would copy the locks of a progress bar's thread
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        yield from zip(tasks_left, pool.map(_do, tasks_left, chunksize=2), strict=True)


def _do(task: _Task) -> Record:
    html = (task.site / task.url).read_text("utf-8")
    record = _finish(html, task, _engines(task.cache))
    return replace(record, html="")  # the cache carries it


def _finish(html: str, task: _Task, engines: _Engines) -> Record:
    work = Page(
        url=task.url,
        tree=parse(html),
        site=task.site,
        root=task.root,
        cache=engines.cache,
        source=task.source,
    )
    notebooks.apply(work)
    cards.apply(work)
    tasks.apply(work)
    cards.describe(work)
    diagrams.apply(work, engines.diagrams)
    snippets.apply(work)
    images.apply(work)
    maths.apply(work, engines.maths)
    access.apply(work)
    styles.apply(work)
    _link_sheets(work)
    scripts = csp.apply(work)
    record = Record(
        html=work.html(),
        styles=work.styles,
        files=work.files,
        inputs=work.inputs,
        counts=work.counts,
        scripts=scripts,
        problems=work.problems,
    )
    if all(problem.warning for problem in record.problems):
        engines.cache.put("pages", task.key, record.pack())
    return record


def _link_sheets(work: Page) -> None:
    """Link the shared sheets behind the theme's, which sets every `svg`'s height."""
    head = work.tree.find("head")
    if head is None:
        return
    for name, path in ((MATHS, maths.SHEET), (INLINE, styles.SHEET)):
        if work.styles.get(name):
            link = make("link", rel="stylesheet", href=work.link(path))
            link.tail = "\n"
            last = head.xpath("(./link[@rel='stylesheet'])[last()]")
            if last:
                last[0].addnext(link)
            else:
                head.append(link)


@memoize
def _code_version() -> str:
    """Changes when a step changes; then no finished page is trusted."""
    files = sorted(Path(__file__).parent.glob("*.py"))
    parts = [file.read_bytes() for file in (*files, maths.SCRIPT)]
    return digest(*parts, maths.version(), version("merman"), version("lxml"))


def _remembered(store: Cache, task: _Task, *, check: bool = True) -> Record | None:
    packed = store.get("pages", task.key)
    if packed is None:
        return None
    record = Record.unpack(packed)
    if not check:
        return record
    for name, expected in record.inputs.items():
        place, _, path = name.partition(":")
        found = task.site / path if place == "site" else task.root / path
        if (digest(found.read_bytes()) if found.is_file() else "") != expected:
            return None
    if all(store.path("files", key).is_file() for key in record.files.values()):
        return record
    return None


def _write_files(site: Path, store: Cache, files: dict[str, str]) -> None:
    for name, key in files.items():
        data = store.get("files", key)
        assert data is not None  # `_remembered` looked
        path = site / name
        if not path.is_file() or path.read_bytes() != data:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)


def _refuse(problems: list[Problem]) -> None:
    if any(not problem.warning for problem in problems):
        raise ContentError(tuple(sorted(problems)))


def _name(path: Path, root: Path) -> str:
    try:
        return path.resolve().relative_to(root.resolve()).as_posix()
    except ValueError:
        return path.as_posix()
