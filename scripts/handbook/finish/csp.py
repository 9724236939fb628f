"""Writes the Content-Security-Policy and finds what it would block.

The policy is the same on all pages of a site: instant navigation keeps the first
page's policy while it runs the inline scripts of the next. It stands in the page and
not in a header, since many hosts (and file://) set none.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import urlsplit

from handbook.finish.page import Page, elements, make, remove
from handbook.model import Problem

TOKEN = "@content-security-policy@"
_PROGRAMS = frozenset({"", "text/javascript", "application/javascript", "module"})
_LOADS = {
    "audio": ("src",),
    "embed": ("src",),
    "iframe": ("src",),
    "img": ("src", "srcset"),
    "input": ("src",),
    "object": ("data",),
    "script": ("src",),
    "source": ("src", "srcset"),
    "track": ("src",),
    "video": ("src", "poster"),
}
_LINKS = re.compile(  # the rel values that make a browser fetch
    r"\b(stylesheet|icon|manifest|\w*preload|prefetch|preconnect|dns-prefetch)\b", re.I
)
_META = re.compile(
    r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">', re.I
)
_HASH = re.compile(r"'(sha256-[A-Za-z0-9+/=]+)'")
_REMOTE_CSS = re.compile(r"""(?:url\(|@import)\s*["']?((?:https?:)?//[^"')\s]+)""")


def policy(hashes: Iterable[str] = ()) -> str:
    """The policy that lets exactly these inline scripts run."""
    scripts = " ".join(["'self'", *(f"'{value}'" for value in sorted(set(hashes)))])
    return (
        f"default-src 'self'; script-src {scripts}; style-src 'self'; "
        "img-src 'self' data:; object-src 'none'; base-uri 'self'; form-action 'self'"
    )


def hash_of(script: str) -> str:
    """`sha256-…` as the policy spells the hash of an inline script."""
    text = script.replace("\r\n", "\n").replace("\r", "\n")
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def apply(page: Page) -> list[str]:
    """Place the policy's mark, report what it forbids; the inline scripts' hashes."""
    hashes = []
    for element in elements(page.tree):
        tag = element.tag
        for name, value in element.attrib.items():
            if name.startswith("on"):
                page.problem(value, f"<{tag} {name}=…> cannot run: attach it by script")
            elif name in ("href", "src", "action") and value.strip().lower().startswith(
                "javascript:"
            ):
                page.problem(
                    value, f"<{tag} {name}=javascript:…> cannot run: use script"
                )
        for name in _LOADS.get(tag, ()):
            _refuse_remote(page, tag, element.get(name) or "")
        if tag == "link" and _LINKS.search(element.get("rel") or ""):
            _refuse_remote(page, tag, element.get("href") or "")
        if (
            tag == "script"
            and element.get("src") is None
            and (element.get("type") or "").lower() in _PROGRAMS
            and element.text
        ):
            hashes.append(hash_of(element.text))
    _place(page)
    return sorted(set(hashes))


def _refuse_remote(page: Page, tag: str, value: str) -> None:
    for part in value.split(","):
        address = (part.split() or [""])[0]
        parts = urlsplit(address)
        if parts.netloc or parts.scheme in ("http", "https"):
            page.problem(
                address,
                f"<{tag}> loads {address}: everything must come from the site itself; "
                "put the file under docs/assets",
            )


def _place(page: Page) -> None:
    head = page.tree.find("head")
    if head is None:
        return
    for old in head.xpath("./meta[@http-equiv]"):
        if old.get("http-equiv").lower() == "content-security-policy":
            remove(old)
    meta = make("meta")
    meta.set("http-equiv", "Content-Security-Policy")
    meta.set("content", TOKEN)
    meta.tail = "\n"
    charset = head.find("meta[@charset]")
    head.insert(0, meta)
    if charset is not None:  # must stand in the first kilobyte
        tail, charset.tail = charset.tail, "\n"
        head.insert(0, charset)
        meta.tail = tail


def found_in(html: str) -> list[str] | None:
    """The hashes of a finished page's policy; None where it has no policy yet."""
    meta = _META.search(html[:4000])
    return _HASH.findall(meta[1]) if meta else None


def resolve(html: str, text: str) -> str:
    """The page with this policy in place of the mark, or of an earlier policy."""
    if TOKEN in html[:2000]:
        return html.replace(TOKEN, text, 1)
    return _META.sub(
        f'<meta http-equiv="Content-Security-Policy" content="{text}">', html, count=1
    )


def check_sheets(site: Path) -> list[Problem]:
    """Stylesheets that load something from another host."""
    problems = []
    for path in sorted(site.rglob("*.css")):
        text = path.read_text("utf-8", errors="replace")
        for found in _REMOTE_CSS.finditer(text):
            line = text.count("\n", 0, found.start()) + 1
            name = path.relative_to(site).as_posix()
            problems.append(
                Problem(name, line, f"loads {found[1]}: copy the file into docs/assets")
            )
    return problems
