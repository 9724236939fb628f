"""Every kind of page, in both schemes and at both widths: no faults, accessible."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import TimeoutError

from handbook import load

NewPage = Callable[..., Any]

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "scripts" / "web" / "node_modules" / "axe-core" / "axe.min.js"
KINDS = {
    "home": "index.html",
    "concept": "concepts/c06-evaluation-and-metrics.html",
    "design": "design/d01-ecommerce-recommendations.html",
    "api": "reference/c06_evaluation_and_metrics/roc_auc.html",
    "notebook": "projects/p00-honest-baseline.html",
    "checklists": "checklists/index.html",
    "glossary": "guide/glossary.html",
}
SCHEMES = ("light", "dark")
WIDTHS = (1280, 390)
AUTHORED = sorted(
    page.path.removeprefix("docs/").removesuffix(".md") + ".html"
    for page in load.handbook(ROOT)[0].pages
)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("kind", KINDS)
def test_axe(
    new_page: NewPage, site_url: str, kind: str, scheme: str, width: int
) -> None:
    """No serious or critical violation; cards open, since closed ones hide theirs."""
    # axe is put into the page by the test, which the policy would refuse
    page, _ = new_page(
        width=width, scheme=scheme, bypass_csp=True, reduced_motion="reduce"
    )
    page.goto(f"{site_url}/{KINDS[kind]}")
    expected = "slate" if scheme == "dark" else "default"
    page.wait_for_selector(f"body[data-md-color-scheme={expected}]")
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    page.wait_for_timeout(300)  # Material adds its buttons a moment later
    page.add_script_tag(path=AXE)
    found = page.evaluate(
        "axe.run(document, {resultTypes: ['violations']}).then(r => r.violations"
        ".filter(v => ['serious', 'critical'].includes(v.impact))"
        ".map(v => [v.id, v.nodes.length, v.nodes.slice(0, 5).map(n => n.html"
        " + ' ' + n.failureSummary)]))"
    )
    assert not found, json.dumps(found, indent=1)


@pytest.mark.parametrize("path", AUTHORED)
def test_page_is_clean_and_fits_a_phone(
    new_page: NewPage, site_url: str, path: str
) -> None:
    """No console error, no foreign request; nothing is wider than a phone."""
    page, _ = new_page(width=390)
    root = "document.documentElement"
    # On a loaded machine a page rarely measures 13 px too wide, for a cause not found
    # yet; a page that is too wide by its content is so at every load.
    for _ in range(3):
        page.goto(f"{site_url}/{path}", wait_until="networkidle")
        page.evaluate("document.querySelectorAll('details').forEach(d => d.open = 1)")
        with contextlib.suppress(TimeoutError):
            fits = f"{root}.scrollWidth <= {root}.clientWidth"
            page.wait_for_function(fits, timeout=4_000)
        overflow = page.evaluate(f"{root}.scrollWidth - {root}.clientWidth")
        if overflow <= 0:
            break
    raw = page.evaluate("document.querySelector('article').innerText")
    assert overflow <= 0, f"{path} is {overflow} px wider than a phone"
    for debris in ("///", "--8<--", "<!--", ":::", "figure:", "\\("):
        assert debris not in raw, f"{path} shows raw {debris!r}"


def test_dark_mode_is_kept(page: Any, site_url: str) -> None:
    page.goto(f"{site_url}/index.html")
    assert page.get_attribute("body", "data-md-color-scheme") == "default"
    page.get_by_title("Switch to dark mode").click()
    page.wait_for_selector("body[data-md-color-scheme=slate]")
    page.goto(f"{site_url}/guide/index.html")
    page.wait_for_selector("body[data-md-color-scheme=slate]")


def test_figures_follow_the_scheme(new_page: NewPage, site_url: str) -> None:
    """One of the two files shows, and only that one is fetched."""
    for scheme, other in (("light", "dark"), ("dark", "light")):
        page, guard = new_page(scheme=scheme)
        page.goto(f"{site_url}/{KINDS['concept']}")
        for image in page.locator(f"article img.figure[src*='-{scheme}.svg']").all():
            image.scroll_into_view_if_needed()
            assert image.evaluate("async i => { await i.decode(); return i.width }") > 0
        fetched = [url for url in guard.requests if "/assets/figures/" in url]
        assert fetched
        assert not [url for url in fetched if url.endswith(f"-{other}.svg")]


def test_reads_without_javascript(new_page: NewPage, site_url: str) -> None:
    """Text, formulas and code stand there; a card opens; no dead control shows."""
    page, _ = new_page(java_script_enabled=False)
    page.goto(f"{site_url}/{KINDS['concept']}")
    card = page.locator("details.question").first
    assert not card.locator("[data-part='30s']").is_visible()
    card.locator("summary").click()
    assert card.locator("[data-part='30s']").is_visible()
    assert page.locator(".katex-html").count() > 0
    assert page.locator("article button:visible").count() == 0
