"""Ids: well formed, under their page's, used once. Prerequisites without circles."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handbook.check.report import error
from handbook.model import Handbook, Page, Problem

ID = re.compile(r"[cdp]\d\d-[a-z0-9]+(?:-[a-z0-9]+)*")


def problems(handbook: Handbook) -> Iterator[Problem]:
    """Ids that are malformed, misplaced or taken, and `needs` that can't be met."""
    yield from _form(handbook)
    yield from _doubles(handbook)
    yield from _unknown_needs(handbook)
    yield from _circles(handbook)


def _form(handbook: Handbook) -> Iterator[Problem]:
    for page in handbook.pages:
        owned = [(card.id, card.line) for card in page.cards]
        owned += [(item.id, item.line) for item in page.checklist]
        prefix = f"{page.id}-" if page.id else ""
        for name, line in owned:
            if not name:
                text = f"card has no id: add `attrs: {{id: {prefix}…}}`"
                yield error(page, line, text)
            elif not name.startswith(prefix):
                text = f"id `{name}` must start with its page's id: `{prefix}…`"
                yield error(page, line, text)
            elif prefix and not ID.fullmatch(name):
                text = f"id `{name}` is badly formed: use small letters and hyphens"
                yield error(page, line, text)


def _doubles(handbook: Handbook) -> Iterator[Problem]:
    first: dict[str, str] = {}
    for found in handbook.ids():
        here = f"{found.page}:{found.line}"
        if found.id in first:
            text = f"id `{found.id}` is taken by {first[found.id]}: choose another"
            yield Problem(found.page, found.line, text)
        else:
            first[found.id] = here


def _unknown_needs(handbook: Handbook) -> Iterator[Problem]:
    known = {page.id for page in handbook.pages if page.id}
    for page in handbook.pages:
        line = page.front.line_of.get("needs", 1)
        for need in page.front.needs:
            if need not in known:
                text = f"needs `{need}`, which is no page's id: correct or drop it"
                yield error(page, line, text)


def _circles(handbook: Handbook) -> Iterator[Problem]:
    """Each circle of prerequisites once, on its first page."""
    pages = {page.id: page for page in handbook.pages if page.id}
    done: set[str] = set()
    for start in sorted(pages):
        path: list[str] = []
        stack = [(start, iter(pages[start].front.needs))]
        if start not in done:
            path.append(start)
        while path:
            name, needs = stack[-1]
            need = next(needs, None)
            if need is None:
                done.add(name)
                stack.pop()
                path.pop()
            elif need in path:
                yield _circle(pages, path[path.index(need) :])
            elif need in pages and need not in done:
                path.append(need)
                stack.append((need, iter(pages[need].front.needs)))


def _circle(pages: dict[str, Page], ring: list[str]) -> Problem:
    first = ring.index(min(ring))
    ring = ring[first:] + ring[:first]
    page = pages[ring[0]]
    text = f"needs go in a circle ({' → '.join([*ring, ring[0]])}): drop one of them"
    return error(page, page.front.line_of.get("needs", 1), text)
