"""Every link and anchor of the built site leads somewhere; nothing points outside."""

from __future__ import annotations

import posixpath
import re
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

import lxml.html
import pytest

REMOTE = ("http", "https", "mailto")


@cache
def tree(path: Path) -> lxml.html.HtmlElement:
    return lxml.html.fromstring(path.read_bytes())


@cache
def anchors(path: Path) -> frozenset[str]:
    return frozenset(map(str, tree(path).xpath("//@id | //a/@name")))


def test_links_and_anchors(site: Path) -> None:
    """Also of generated and redirecting pages, which the engine does not check."""
    broken = []
    for path in sorted(site.rglob("*.html")):
        url = path.relative_to(site).as_posix()
        if url == "404.html":  # served at any depth, its links are absolute
            continue
        links = tree(path).xpath(
            "//a/@href | //link/@href | //img/@src | //script/@src"
        )
        for link in set(map(str, links)):
            parts = urlsplit(link)
            if parts.scheme in REMOTE or link.startswith("data:"):
                continue
            target = posixpath.join(posixpath.dirname(url), unquote(parts.path))
            target = posixpath.normpath(target) if parts.path else url
            file = site / target
            if file.is_dir():
                file = file / "index.html"
            if not file.is_file():
                broken.append(f"{url}: {link}")
            elif parts.fragment and file.suffix == ".html":
                fragment = unquote(parts.fragment)
                if fragment not in anchors(file) and fragment != "__skip":
                    broken.append(f"{url}: {link} (no such anchor)")
    assert not broken, "\n".join(broken[:40])


def test_nothing_is_loaded_from_elsewhere(site: Path) -> None:
    """Links may lead out; scripts, styles, images, fonts and frames may not."""
    query = (
        "//script/@src | //img/@src | //iframe/@src | //source/@src | //video/@src"
        " | //link[not(@rel='canonical' or @rel='prev' or @rel='next')]/@href"
    )
    foreign = [
        f"{path.relative_to(site)}: {link}"
        for path in sorted(site.rglob("*.html"))
        for link in map(str, tree(path).xpath(query))
        if urlsplit(link).netloc
    ]
    for path in sorted(site.rglob("*.css")):
        text = path.read_text("utf-8")
        urls = re.findall(r"url\(\s*['\"]?((?:https?:)?//[^)'\"]+)", text)
        foreign += [f"{path.relative_to(site)}: {url}" for url in urls]
    assert not foreign, "\n".join(foreign[:20])


def test_policy_is_strict(site: Path) -> None:
    """No inline style anywhere, a policy on every page."""
    faults = []
    for path in sorted(site.rglob("*.html")):
        page = tree(path)
        policy = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
        if not policy or "unsafe" in policy[0] or "style-src 'self'" not in policy[0]:
            faults.append(f"{path.relative_to(site)}: policy {policy}")
        if page.xpath("//@style") or page.xpath("//body//style"):
            faults.append(f"{path.relative_to(site)}: inline styles")
    assert not faults, "\n".join(faults[:20])


@pytest.mark.parametrize("name", ["robots.txt", ".git"])
def test_no_debris(site: Path, name: str) -> None:
    assert not (site / name).exists()
