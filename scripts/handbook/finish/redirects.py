"""Leaves a small page at each former address of a page: `aliases` in its front matter.

aliases: [concepts/c08-regression.md]
"""

from __future__ import annotations

import posixpath
import re
from html import escape
from pathlib import Path

import yaml

from handbook.finish import csp
from handbook.model import Problem

SCRIPT = "assets/redirect.js"
_SCRIPT = """\
// Goes on to the new address and keeps the #part, which a meta refresh loses.
const next = new URL(document.currentScript.dataset.to, location.href);
next.search = location.search;
next.hash = location.hash;
location.replace(next);
"""
_FRONT = re.compile(r"\A---\r?\n(.*?)\r?\n---\r?$", re.S | re.M)
_CANONICAL = re.compile(r'<link rel="canonical" href="([^"]+)"')


def aliases(text: str) -> list[tuple[str, int]]:
    """The former paths that a file's front matter lists, with their lines."""
    front = _FRONT.match(text)
    if not front or "aliases" not in front[1]:
        return []
    try:
        values = yaml.safe_load(front[1]).get("aliases") or []
    except (yaml.YAMLError, AttributeError):
        return []  # the content check reports it
    values = [values] if isinstance(values, str) else values
    lines = text.splitlines()
    found = []
    for value in values:
        at = (n for n, line in enumerate(lines, 1) if str(value) in line)
        found.append((str(value), next(at, 1)))
    return found


def write(
    site: Path, sources: dict[str, Path], names: dict[str, str], policy: str
) -> tuple[int, list[Problem]]:
    """Write a page for every alias; `sources` and `names` go by built page."""
    wanted: dict[str, str] = {}
    problems = []
    for url, source in sorted(sources.items()):
        for alias, line in aliases(source.read_text("utf-8")):
            old = re.sub(r"\.(md|ipynb)$", ".html", alias.strip().lstrip("/"))
            old = old if old.endswith(".html") else f"{old.rstrip('/')}/index.html"
            if old in wanted or old in sources or old.startswith(".."):
                problems.append(
                    Problem(
                        names[url],
                        line,
                        f"the alias {alias} is taken by {wanted.get(old, old)}: "
                        "a former address belongs to one page",
                    )
                )
            else:
                wanted[old] = url
    for old, url in wanted.items():
        path = site / old
        path.parent.mkdir(parents=True, exist_ok=True)
        target = (site / url).read_text("utf-8")
        path.write_text(page(old, url, target, policy), "utf-8")
    if wanted:
        (site / SCRIPT).parent.mkdir(parents=True, exist_ok=True)
        (site / SCRIPT).write_text(_SCRIPT, "utf-8")
    return len(wanted), problems


def page(old: str, url: str, target: str, policy: str) -> str:
    """The page that stands at `old` and leads to `url`, whose HTML is `target`."""
    folder = posixpath.dirname(old) or "."
    link = escape(posixpath.relpath(url, folder))
    canonical = _CANONICAL.search(target)
    title = re.search(r"<title>(.*?)</title>", target, re.S)
    name = title[1].strip() if title else link
    return f"""\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{csp.TOKEN}">
<title>{name}</title>
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="robots" content="noindex">
<link rel="canonical" href="{canonical[1] if canonical else link}">
<script src="{escape(posixpath.relpath(SCRIPT, folder))}" data-to="{link}"></script>
<noscript><meta http-equiv="refresh" content="0; url={link}"></noscript>
</head>
<body>
<main><h1>This page has moved</h1><p><a href="{link}">{name}</a></p></main>
</body>
</html>
""".replace(csp.TOKEN, policy)
