"""The staged tree: which generated Markdown stands at which path."""

from __future__ import annotations

import re

from handbook.derive import indexes, page, reference
from handbook.derive.context import Context, site_path

PLACE = re.compile(r"^<!--\s*handbook:\s*(?P<what>[\w-]+)\s*-->\s*$", re.MULTILINE)
COUNT = re.compile(r"<!--\s*count:\s*(?P<what>\w+)\s*-->")


def pages(context: Context) -> dict[str, str]:
    """Path under build/docs → Markdown, for every page of the site."""
    out = {
        "practice/index.md": indexes.practice(context),
        "checklists/index.md": indexes.checklists(context),
        "plan/index.md": indexes.plan(context),
        **reference.pages(context),
    }
    for authored in context.handbook.pages:
        path = site_path(authored)
        out[path] = _fill(page.staged(authored, context), path, context)
    return out


def _fill(text: str, path: str, context: Context) -> str:
    """Put generated parts where a page asks for them."""
    makers = {
        "overall": lambda: indexes.overall(context),
        "third-party": lambda: indexes.third_party(context, path),
        "map": lambda: indexes.home_map(context, path),
        "map-concepts": lambda: indexes.home_map(context, path, ("concept",)),
        "map-design": lambda: indexes.home_map(context, path, ("design",)),
    }

    def place(found: re.Match[str]) -> str:
        make = makers.get(found["what"])
        return make() if make else found[0]

    text = PLACE.sub(place, text)
    if not COUNT.search(text):  # counting walks the whole book
        return text
    numbers = indexes.counts(context.handbook)
    return COUNT.sub(lambda found: f"{numbers.get(found['what'], 0):,}", text)
