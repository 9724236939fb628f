"""Names and orders what the theme's HTML leaves unclear to assistive technology."""

from __future__ import annotations

from urllib.parse import urlsplit

from lxml.html import HtmlElement

from handbook.finish.page import Page


def apply(page: Page) -> None:
    """Name dialogs and landmarks, order headings, protect outgoing links."""
    tree = page.tree
    for dialog in tree.xpath("//*[@role='dialog'][not(@aria-label)]"):
        if dialog.get("data-md-component") == "search":
            dialog.set("aria-label", "Search")
    _unique_landmarks(tree)
    for cell in page.content.xpath(".//th[not(node()[normalize-space()])]"):
        cell.tag = "td"  # an empty header says nothing
    _order_headings(page.content)
    for link in tree.iter("a"):
        if urlsplit(link.get("href") or "").scheme in ("http", "https"):
            kept = (link.get("rel") or "").split()
            if "noopener" not in kept:
                link.set("rel", " ".join([*kept, "noopener"]))


def _unique_landmarks(tree: HtmlElement) -> None:
    """No two `nav` of the same name: the second becomes `name (2)`."""
    seen: dict[str, int] = {}
    for nav in tree.iter("nav"):
        name = nav.get("aria-label") or _labelled(tree, nav.get("aria-labelledby"))
        seen[name] = seen.get(name, 0) + 1
        if seen[name] > 1:
            nav.attrib.pop("aria-labelledby", None)
            nav.set("aria-label", f"{name or 'Navigation'} ({seen[name]})")


def _labelled(tree: HtmlElement, ident: str | None) -> str:
    if not ident:
        return ""
    found = tree.xpath("//*[@id=$ident]", ident=ident)
    return " ".join(found[0].text_content().split()) if found else ""


def _order_headings(content: HtmlElement) -> None:
    """A heading that skips a level is announced one below the one before."""
    last = 0
    for heading in content.iter("h1", "h2", "h3", "h4", "h5", "h6"):
        level = int(heading.tag[1])
        if last and level > last + 1:
            level = last + 1
            heading.set("aria-level", str(level))
        last = level
