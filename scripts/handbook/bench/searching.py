"""The search index: its size, and the time from focus to the first result."""

from __future__ import annotations

import gzip
import importlib.util
import statistics
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from handbook.bench import browser
from handbook.bench.builds import Bench
from handbook.bench.report import Section, Table, kilobytes

if TYPE_CHECKING:
    from playwright.sync_api import Browser, CDPSession

GENERATOR = "tests/site/search/synthetic.py"
WORDS = 250_000
SLOW = 4
FIRST = """
query => new Promise((resolve, reject) => {
  const input = document.querySelector("[data-md-component=search-query]");
  const list = document.querySelector("[data-md-component=search-result]");
  const seen = () => list.querySelector(".md-search-result__link");
  const started = performance.now();
  const late = setTimeout(() => reject(new Error("no result: " + query)), 30000);
  const done = new MutationObserver(() => {
    if (!seen()) return;
    done.disconnect();
    clearTimeout(late);
    resolve(performance.now() - started);
  });
  done.observe(list, { childList: true, subtree: true });
  input.focus();
  input.value = query;
  input.dispatchEvent(new Event("input", { bubbles: true }));
})
"""


def measure(bench: Bench) -> Section:
    """Our own index, and that of a made-up book of 250,000 words."""
    own = bench.site
    books = {"this book": (own, "precision and recall")}
    rows: list[tuple[str, ...]] = []
    data: dict[str, object] = {}
    ratios: dict[str, str] = {}
    if (made_up := _made_up(bench)) is not None:
        books[f"made up, {WORDS:,} words"] = made_up
    for name, (site, _) in books.items():
        index = (site / "search" / "index.js").read_bytes()
        zipped = len(gzip.compress(index, 6, mtime=0))
        rows.append((name, kilobytes(len(index)), kilobytes(zipped)))
        data[name] = {"raw": len(index), "gzipped": zipped}
        if site is not own:
            ratios["index"] = kilobytes(zipped)
    tables = [Table("Search index", ("Book", "Raw", "Gzipped"), tuple(rows))]
    context: dict[str, str] = {}
    skipped = ""
    try:
        with browser.chromium() as program:
            table, times = _times(bench, program, books)
    except browser.NoBrowserError as error:
        skipped = str(error)
    else:
        tables.append(table)
        context = _context(times, list(books)[-1])
        data["milliseconds"] = times
    return Section("search", tuple(tables), ratios, context, data, skipped)


def _times(
    bench: Bench, program: Browser, books: dict[str, tuple[Path, str]]
) -> tuple[Table, dict[str, list[float]]]:
    """Milliseconds by book, scheme and speed; every round asks all of them in turn."""
    times: dict[str, list[float]] = {}
    rows = []
    runs = 3 if bench.quick else 5
    for name, (site, query) in books.items():
        with browser.served(site) as address:
            for number in range(1, runs + 1):
                bench.say(f"searching {name}, round {number} of {runs}")
                for scheme, base in (("http", address), ("file", site.as_uri())):
                    wall, busy = _first(program, base, query, 1)
                    slow, _ = _first(program, base, query, SLOW)
                    for what, value in zip(_WHAT, (wall, slow, busy), strict=True):
                        times.setdefault(f"{name}, {scheme}, {what}", []).append(value)
        for scheme in _SCHEMES:
            title = f"{name}, {scheme}"
            found = [statistics.median(times[f"{title}, {what}"]) for what in _WHAT]
            rows.append((title, *(f"{value:.0f} ms" for value in found)))
    note = (
        f"Median of {runs}, each in a fresh profile, index not cached. Slowed is the "
        f"page's own thread, {SLOW}×; over http the engine works in a thread beside "
        "it, from a file on the page's own, whose processor time counts no waiting "
        "for other programs."
    )
    columns = ("Book, scheme", *_WHAT.values())
    return Table("Focus to first result", columns, tuple(rows), note), times


_SCHEMES = ("http", "file")
_WHAT = {
    "full": "Full speed",
    "slow": f"{SLOW}× slowed",
    "busy": "Page's processor time",
}


def _first(program: Browser, base: str, query: str, rate: int) -> tuple[float, float]:
    """Milliseconds from focusing the box, with a query typed, to the first result.

    The second number is how long the page's main thread worked meanwhile.
    """
    context = program.new_context()
    try:
        page = context.new_page()
        page.goto(f"{base}/index.html")
        page.wait_for_load_state("networkidle")
        client = context.new_cdp_session(page)
        client.send("Performance.enable", {"timeDomain": "threadTicks"})
        client.send("Emulation.setCPUThrottlingRate", {"rate": rate})
        before = _busy(client)
        wall = float(page.evaluate(FIRST, query))
        return wall, 1000 * (_busy(client) - before)
    finally:
        context.close()


def _busy(client: CDPSession) -> float:
    """Seconds that the page's main thread has worked so far."""
    metrics = client.send("Performance.getMetrics")["metrics"]
    return float(next(m["value"] for m in metrics if m["name"] == "TaskDuration"))


def _context(times: dict[str, list[float]], name: str) -> dict[str, str]:
    def both(what: str) -> str:
        over = [statistics.median(times[f"{name}, {s}, {what}"]) for s in _SCHEMES]
        return f"{over[0]:.0f} ms (file {over[1]:.0f} ms)"

    return {"result": both("full"), "result_slow": both("slow")}


def _made_up(bench: Bench) -> tuple[Path, str] | None:
    """The site with the index of the tests' made-up book, and a query it answers."""
    path = bench.root / GENERATOR
    if not path.is_file():
        return None
    from handbook.cache import Cache
    from handbook.finish import search

    bench.say(f"indexing a made-up book of {WORDS:,} words")
    make: Callable[[int], dict[str, Any]] = _load(path).book
    book = make(WORDS)
    page = book["pages"][len(book["pages"]) // 2]
    questions = [e["title"] for e in page["entries"] if e["kind"] == "question"]
    script = search.compile_index(book, Cache(bench.root / ".cache" / "handbook"))
    folder = bench.folder / "made-up"
    folder.mkdir()
    for entry in bench.site.iterdir():
        if entry.name != "search":
            (folder / entry.name).symlink_to(entry)
    (folder / "search").mkdir()
    (folder / "search" / "index.js").write_bytes(script)
    return folder, " ".join(questions[0].split()[:3])


def _load(path: Path) -> Any:
    spec = importlib.util.spec_from_file_location("bench_synthetic", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module
