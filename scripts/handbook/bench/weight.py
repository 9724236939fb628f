"""What pages cost on the wire, by kind, as a host that gzips would send them."""

from __future__ import annotations

import gzip
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from handbook.bench import browser
from handbook.bench.builds import Bench
from handbook.bench.report import Section, Table, kilobytes

if TYPE_CHECKING:
    from playwright.sync_api import Browser

KINDS = {
    "html": (".html",),
    "css": (".css",),
    "js": (".js", ".mjs"),
    "font": (".woff2", ".woff", ".ttf"),
    "image": (".svg", ".png", ".jpg", ".webp", ".ico"),
}
ZIPPED = (".html", ".css", ".js", ".mjs", ".svg", ".json", ".xml", ".txt")
SCROLL = """
async () => {
  for (let y = 0; y < document.body.scrollHeight; y += 700) {
    scrollTo(0, y);
    await new Promise((done) => setTimeout(done, 20));
  }
}
"""


@dataclass(frozen=True)
class File:
    """A file of the site that a page asked for."""

    path: str
    raw: int
    zipped: int

    @property
    def kind(self) -> str:
        """html, css, js, font, image or other."""
        suffix = Path(self.path).suffix
        return next((k for k, ends in KINDS.items() if suffix in ends), "other")


def pages(site: Path) -> dict[str, str]:
    """One page of each sort: what it is → its path."""
    wanted = {
        "home": "index.html",
        "concept": "concepts/c08-*.html",
        "design": "design/d[0-9]*.html",
        "API": "reference/c08_*/logistic_regression.html",
        "notebook": "projects/p[0-9]*.html",
    }
    out = {}
    for name, pattern in wanted.items():
        found = sorted(p.relative_to(site).as_posix() for p in site.glob(pattern))
        if found:
            out[name] = found[0]
    return out


def _before(site: Path, path: str) -> str:
    """What a returning reader saw first: another concept page, a written one."""
    found = sorted(site.glob("concepts/c*.html"), key=lambda p: -p.stat().st_size)
    names = (p.relative_to(site).as_posix() for p in found)
    return next((name for name in names if name != path), "index.html")


def measure(bench: Bench) -> Section:
    """Open each page as a newcomer and as a returning reader."""
    site = bench.site
    rows, requests, data = [], [], {}
    ratios = {}
    try:
        with browser.served(site) as address, browser.chromium() as program:
            for name, path in pages(site).items():
                bench.say(f"weighing {name}: {path}")
                (first,) = _visit(program, site, address, [path])
                _, again = _visit(program, site, address, [_before(site, path), path])
                for visit, files in (("first", first), ("warm", again)):
                    rows.append(_weights(f"{name}, {visit}", files))
                    requests.append(_requests(f"{name}, {visit}", files))
                    data[f"{name}_{visit}"] = _sums(files)
                if name == "concept":
                    ratios["first"] = kilobytes(sum(f.zipped for f in first))
                    ratios["again"] = kilobytes(sum(f.zipped for f in again))
    except browser.NoBrowserError as error:
        return Section("weight", skipped=str(error))
    columns = ("Page, visit", *(*KINDS, "other"), "Sum, gzipped", "Sum, raw")
    note = (
        "KB gzipped; fonts go as they are. `First` has an empty cache, `warm` comes "
        "from another concept page; scrolled to the end, so lazy pictures count."
    )
    tables = (
        Table("Page weight by kind", columns, tuple(rows), note),
        Table("Requests by kind", (*columns[:-2], "Sum"), tuple(requests)),
    )
    return Section("weight", tables, ratios, data=data)


def _visit(
    program: Browser, site: Path, address: str, paths: Iterable[str]
) -> list[list[File]]:
    """The files that each page fetches, in a fresh profile; cached ones count once."""
    context = program.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    seen: set[str] = set()
    out = []
    for path in paths:
        asked.clear()
        page.goto(f"{address}/{path}", wait_until="networkidle")
        page.evaluate(SCROLL)
        page.wait_for_load_state("networkidle")
        urls = {url.split("#")[0] for url in asked if url.startswith(address)} - seen
        seen |= {url for url in urls if not url.endswith(".html")}
        out.append([file_of(site, url) for url in sorted(urls)])
    context.close()
    return out


def file_of(site: Path, url: str) -> File:
    """The file behind an address; nothing at all for one that isn't there."""
    path = unquote(urlsplit(url).path).lstrip("/")
    if not (site / path).is_file():
        return File(path, 0, 0)
    data = (site / path).read_bytes()
    zipped = Path(path).suffix in ZIPPED
    return File(path, len(data), len(gzip.compress(data, 6)) if zipped else len(data))


def _sums(files: list[File]) -> dict[str, dict[str, int]]:
    out: dict[str, dict[str, int]] = {}
    for file in files:
        kind = out.setdefault(file.kind, {"requests": 0, "raw": 0, "gzipped": 0})
        kind["requests"] += 1
        kind["raw"] += file.raw
        kind["gzipped"] += file.zipped
    return out


def _weights(name: str, files: list[File]) -> tuple[str, ...]:
    sums = _sums(files)
    cells = [
        f"{sums[kind]['gzipped'] / 1000:,.1f}" if kind in sums else "0"
        for kind in (*KINDS, "other")
    ]
    whole = (sum(f.zipped for f in files), sum(f.raw for f in files))
    return (name, *cells, *(f"{n / 1000:,.1f}" for n in whole))


def _requests(name: str, files: list[File]) -> tuple[str, ...]:
    sums = _sums(files)
    cells = [sums.get(kind, {"requests": 0})["requests"] for kind in (*KINDS, "other")]
    return (name, *map(str, cells), str(len(files)))
