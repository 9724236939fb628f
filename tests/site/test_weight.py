"""What a page costs on the wire, counted as a gzip-serving host would send it."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest

NewPage = Callable[..., Any]
COMPRESSED = {".html", ".css", ".js", ".svg", ".json", ".xml"}
FIRST, WARM = 450_000, 150_000
PAGES = [
    "concepts/c06-evaluation-and-metrics.html",
    "concepts/c08-linear-and-logistic-regression.html",
    "concepts/c18-llms-and-transformers.html",
    "design/d01-ecommerce-recommendations.html",
]


def wire(site: Path, url: str) -> int:
    """Bytes of one response's body; text is gzipped."""
    path = site / unquote(urlsplit(url).path).lstrip("/")
    data = path.read_bytes()
    return len(gzip.compress(data, 6)) if path.suffix in COMPRESSED else len(data)


def visit(new_page: NewPage, site: Path, site_url: str, paths: list[str]) -> list[int]:
    """Bytes per page of one profile that opens the pages in turn, scrolled through."""
    page, guard = new_page()
    seen: set[str] = set()
    costs = []
    for path in paths:
        guard.requests.clear()
        page.goto(f"{site_url}/{path}", wait_until="networkidle")
        page.evaluate(
            "async () => { for (let y = 0; y < document.body.scrollHeight; y += 700)"
            " { scrollTo(0, y); await new Promise(r => setTimeout(r, 20)); } }"
        )
        page.wait_for_load_state("networkidle")
        urls = {url.split("#")[0] for url in guard.requests} - seen
        assert not [url for url in urls if "search/" in url], "search before its focus"
        costs.append(sum(wire(site, url) for url in urls))
        seen |= {url for url in urls if not url.endswith(".html")}
    return costs


@pytest.mark.parametrize("path", PAGES)
def test_first_visit_is_light(
    new_page: NewPage, site: Path, site_url: str, path: str
) -> None:
    (cost,) = visit(new_page, site, site_url, [path])
    assert cost <= FIRST, f"{path} costs {cost:,} bytes at first visit"


@pytest.mark.parametrize("path", PAGES)
def test_warm_visit_is_lighter(
    new_page: NewPage, site: Path, site_url: str, path: str
) -> None:
    """With the site's shared files in the cache, from another page."""
    other = PAGES[0] if path != PAGES[0] else PAGES[1]
    _, cost = visit(new_page, site, site_url, [other, path])
    assert cost <= WARM, f"{path} costs {cost:,} bytes with a warm cache"


def test_scripts_of_a_plain_page_are_small(site: Path) -> None:
    script = (site / "assets" / "js" / "handbook.js").read_bytes()
    assert len(gzip.compress(script, 6)) <= 15_000
