"""Moves styles out of the page, since the CSP allows `style-src 'self'` alone.

A `style` attribute becomes a class named after its declarations, a `<style>` element a
file. The declarations carry `!important`: an attribute wins over every sheet, and so
must the class that takes its place.
"""

from __future__ import annotations

import re
from pathlib import Path

from lxml.html import HtmlElement

from handbook.cache import digest
from handbook.finish.page import INLINE, Page, elements, make, remove, replace
from handbook.model import HandbookError

SHEET = "assets/inline.css"
_RULE = re.compile(r"\.([ks]-[0-9a-f]{8})\{([^{}]*)\}")
_SPLIT = re.compile(r""";(?=(?:[^"'()]|"[^"]*"|'[^']*'|\([^()]*\))*$)""")


def declarations(style: str) -> str:
    """A style attribute in one spelling: `a:b;c:d`, names in lower case."""
    parts = []
    for part in _SPLIT.split(style):
        prop, colon, value = part.partition(":")
        if colon and value.strip():
            prop = prop.strip()
            prop = prop if prop.startswith("--") else prop.lower()
            parts.append(f"{prop}:{' '.join(value.split())}")
    return ";".join(parts)


def name(prefix: str, style: str, sheet: dict[str, str]) -> str:
    """The class for these declarations, entered in the sheet."""
    text = declarations(style)
    found = f"{prefix}-{digest(text)[:8]}"
    if sheet.setdefault(found, text) != text:  # 1 in 4 billion a pair
        raise HandbookError(f"two styles share the class {found}: lengthen the hash")
    return found


def rules(sheet: dict[str, str]) -> str:
    """The classes as CSS, sorted."""
    lines = []
    for key, text in sorted(sheet.items()):
        parts = [
            part if part.endswith("!important") else f"{part}!important"
            for part in _SPLIT.split(text)
            if part
        ]
        lines.append(f".{key}{{{';'.join(parts)}}}\n")
    return "".join(lines)


def read(path: Path) -> dict[str, str]:
    """The classes of a sheet that `rules` wrote, for adding to them."""
    if not path.is_file():
        return {}
    found = _RULE.findall(path.read_text("utf-8"))
    return {key: text.replace("!important", "") for key, text in found}


def apply(page: Page) -> None:
    """Turn the page's style attributes and elements into classes and files."""
    for element in list(elements(page.tree)):
        if element.tag == "style":
            _to_file(page, element)
            continue
        style = element.attrib.pop("style", None)
        if style is not None and declarations(style):
            key = name("s", style, page.styles.setdefault(INLINE, {}))
            others = element.get("class")
            element.set("class", f"{others} {key}" if others else key)


def _to_file(page: Page, element: HtmlElement) -> None:
    text = (element.text or "").strip()
    if not text:
        remove(element)
        return
    if "@import" in text:
        page.problem(text, "a <style> element imports a sheet: link it from mkdocs.yml")
    path = f"assets/inline-{digest(text)[:12]}.css"
    page.add_file(path, text.encode() + b"\n")
    link = make("link", rel="stylesheet", href=page.link(path))
    if element.get("media"):
        link.set("media", element.get("media"))
    if any(parent.tag == "svg" for parent in element.iterancestors()):
        page.tree.find("head").append(link)  # a link means nothing inside SVG
        remove(element)
    else:
        replace(element, link)


def write_assets(site: Path, sheet: dict[str, str]) -> None:
    """Write the stylesheet of the former style attributes."""
    if sheet:
        (site / SHEET).parent.mkdir(parents=True, exist_ok=True)
        (site / SHEET).write_text(rules(sheet), "utf-8")
