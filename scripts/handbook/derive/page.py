"""An authored page as the engine gets it: front matter, title, lead, body."""

from __future__ import annotations

import json

from handbook.derive.context import Context, bar, link, site_path
from handbook.derive.marks import staged_body
from handbook.model import Page

NOTES = {
    "draft": (
        'warning "Draft"',
        "What is here is checked; more questions are still to come.",
    ),
    "stub": (
        'info "Planned"',
        "This page has its place in the map and is not written yet.",
    ),
}


def staged(page: Page, context: Context) -> str:
    """The page's whole staged Markdown."""
    return f"{_front(page)}\n{_head(page, context)}\n{staged_body(page, context)}"


def _front(page: Page) -> str:
    front = page.front
    # JSON is YAML: quoting needs no rules of its own.
    values: dict[str, object] = {"title": front.title, "description": front.summary}
    if front.tags:
        values["tags"] = list(front.tags)
    if front.status:
        values["status"] = front.status
    if page.id:
        values["handbook"] = {"id": page.id, "kind": page.kind}
    lines = [
        f"{key}: {json.dumps(value, ensure_ascii=False)}"
        for key, value in values.items()
    ]
    return "\n".join(["---", *lines, "---", ""])


def _head(page: Page, context: Context) -> str:
    front = page.front
    lines = [f"# {front.title}", ""]
    if page.kind not in ("concept", "design"):
        return "\n".join(lines)
    lines += [front.summary, "{ .lead }", ""]
    lines += [f"**The interviewer listens for** {front.expect}.", "{ .expect }", ""]
    if front.status != "stub":
        lines += [" · ".join(_facts(page, context)), "{ .page-facts }", ""]
    lines += [bar(page.id, [page], "This page"), ""]
    if note := NOTES.get(front.status):
        lines += [f"!!! {note[0]}", "", f"    {note[1]}", ""]
    return "\n".join(lines)


def _facts(page: Page, context: Context) -> list[str]:
    front = page.front
    facts = [f"{front.minutes} min"]
    if page.cards:
        facts.append(f"[{len(page.cards)} questions](#questions)")
    needs = []
    for page_id in front.needs:
        if needed := context.handbook.page(page_id):
            target = link(site_path(page), site_path(needed))
            needs.append(f"[{needed.front.title}]({target})")
    if needs:
        facts.append("read first: " + ", ".join(needs))
    if front.reviewed:
        facts.append(f"facts checked {front.reviewed.isoformat()}")
    return facts
