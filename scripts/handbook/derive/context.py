"""What deriving needs beyond the handbook itself."""

from __future__ import annotations

import html
import posixpath
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from handbook.model import Handbook, Page


@dataclass(frozen=True)
class Context:
    """The handbook, the figures drawn for it, and the site's settings."""

    handbook: Handbook
    # (package, figure name) -> (width, height) in CSS pixels
    figures: Mapping[tuple[str, str], tuple[int, int]] = field(default_factory=dict)
    # what npm packages put into the site: name, version, license, use, text (a file)
    third_party: tuple[Mapping[str, str], ...] = ()


def site_path(page: Page) -> str:
    """A page's path in the staged tree: docs/concepts/x.md → concepts/x.md."""
    return page.path.removeprefix("docs/")


def link(origin: str, target: str) -> str:
    """The relative link from one staged file to another, anchors kept."""
    path, _, anchor = target.partition("#")
    relative = posixpath.relpath(path, posixpath.dirname(origin) or ".")
    return f"{relative}#{anchor}" if anchor else relative


def label(page: Page) -> str:
    """`6` for c06, `D1` for d01: the number readers know the page by."""
    number = page.id[1:].lstrip("0") or "0"
    return number if page.kind == "concept" else page.id[0].upper() + number


def bar(scope: str, pages: Iterable[Page], label: str = "") -> str:
    """Where the browser draws the progress over the pages' checklists.

    `scope` names the bar ("c06", a part's id, "all"). Empty without anything to tick.
    """
    ids = " ".join(item.id for page in pages for item in page.checklist)
    named = f' data-label="{html.escape(label)}"' if label else ""
    return f'<div data-progress="{scope}" data-ids="{ids}"{named}></div>' if ids else ""
