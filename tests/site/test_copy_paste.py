"""What a reader copies from the built pages runs, alone, in a bare interpreter."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import lxml.html
import pytest
from playwright.sync_api import BrowserContext

ROOT = Path(__file__).resolve().parents[2]
PAGE = "concepts/c06-evaluation-and-metrics.html"


@dataclass(frozen=True)
class Block:
    """A Python block as a built page shows it."""

    page: str
    number: int
    text: str
    snippet: str
    no_run: str


def blocks(site: Path) -> list[Block]:
    """Every Python block of the concept and design pages."""
    found = []
    for path in sorted([*site.glob("concepts/c*.html"), *site.glob("design/d*.html")]):
        tree = lxml.html.fromstring(path.read_bytes())
        nodes = tree.xpath("//article//div[contains(@class, 'language-python')]")
        for number, node in enumerate(nodes, 1):
            before = node.getprevious()
            comment = before is not None and not isinstance(before.tag, str)
            reason = (before.text or "").strip() if comment else ""
            found.append(
                Block(
                    page=path.relative_to(site).as_posix(),
                    number=number,
                    text="".join(map(str, node.xpath(".//pre/code//text()"))),
                    snippet=node.get("data-snippet") or "",
                    no_run=reason.removeprefix("no-run:").strip()
                    if reason.startswith("no-run:")
                    else "",
                )
            )
    return found


def run(block: Block, folder: Path) -> str:
    """Empty when the block runs, else what went wrong."""
    done = subprocess.run(
        [sys.executable, "-I", "-c", block.text],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=120,
    )
    if done.returncode == 0:
        return ""
    last = done.stderr.strip().splitlines()[-1]
    return f"{block.page}, Python block {block.number}: {last}"


def test_blocks_run(
    site: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    every = blocks(site)
    marked = [block for block in every if block.no_run]
    with ThreadPoolExecutor(max_workers=2) as pool:
        unmarked = [block for block in every if not block.no_run]
        faults = [f for f in pool.map(lambda b: run(b, tmp_path), unmarked) if f]
    with capsys.disabled():
        print(f"\n{len(every)} Python blocks on built pages, {len(marked)} not run")
        for block in marked:
            print(f"  {block.page} block {block.number}: {block.no_run}")
    assert len(every) >= 10
    assert not faults, "\n".join(faults)


def test_snippets_are_shown_as_tested(site: Path) -> None:
    shown = [block for block in blocks(site) if block.snippet]
    assert len(shown) >= 10
    for block in shown:
        assert block.text == (ROOT / block.snippet).read_text("utf-8"), block.snippet


def test_copy_button_copies_the_file(context: BrowserContext, site_url: str) -> None:
    """The clipboard holds the tested bytes, the last newline included."""
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=site_url)
    page = context.new_page()
    page.goto(f"{site_url}/{PAGE}")
    block = page.locator(".highlight[data-snippet]").first
    block.scroll_into_view_if_needed()
    block.hover()
    block.locator("button[data-md-type=copy]").click()
    page.wait_for_function("navigator.clipboard.readText().then(t => t.length > 0)")
    copied = page.evaluate("navigator.clipboard.readText()")
    name = block.get_attribute("data-snippet")
    assert name
    assert copied == (ROOT / name).read_text("utf-8")


def test_snippet_links(site: Path) -> None:
    """Download is the file itself; test and API entry are pages that show them."""
    path = site / PAGE
    tree = lxml.html.fromstring(path.read_bytes())
    rows = tree.xpath("//p[contains(@class, 'snippet-links')]")
    assert len(rows) >= 5
    for row in rows:
        links = {a.text_content(): a.get("href") for a in row.xpath(".//a")}
        assert list(links) == ["Download", "Test", "API"]
        file = (path.parent / links["Download"]).resolve()
        name = file.relative_to(site.resolve()).as_posix()
        assert file.read_bytes() == (ROOT / name).read_bytes()
        assert (path.parent / links["API"]).resolve().is_file()
        assert links["Test"].endswith("#test")
