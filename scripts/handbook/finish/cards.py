"""Gives a question card its parts; what it writes is a contract with the scripts.

    <details class="question card" id="c09-l1-vs-l2" data-kind="theory"
             data-level="core" data-covers="definition trade-offs"
             data-size="full" data-must="4">
      <summary>
        <span class="card-question">Explain L1 vs L2 …</span>
        <span class="card-chips"><span class="card-chip" data-chip="kind">theory</span>
          <span class="card-chip" data-chip="level">core</span></span>
      </summary>
      <a class="headerlink card-link" href="#c09-l1-vs-l2" …>¶</a>
      <div class="card-part" data-part="30s"><p class="card-label">In 30 seconds</p>…
      <div class="card-part" data-part="2m">…
      <div class="card-part" data-part="must-say" data-count="4">… a task list; its
          boxes carry id="c09-l1-vs-l2-must-1" and data-must="1"
      <div class="card-part" data-part="follow-ups" data-count="2">…
      <div class="card-part" data-part="red-flag">…
      <div class="card-part" data-part="deep-dive">…

Absent parts are absent; the order is the author's. Nothing here needs a script: a
closed card is a `details`, its boxes can be ticked, its link is a link.
The article around carries data-page (the page's id), data-cards and data-checks.
"""

from __future__ import annotations

import re

from lxml.html import HtmlElement

from handbook.finish import tasks
from handbook.finish.page import Page, by_class, make

PARTS = {
    "in 30 seconds": "30s",
    "in two minutes": "2m",
    "must say": "must-say",
    "follow-ups": "follow-ups",
    "red flag": "red-flag",
    "deep dive": "deep-dive",
}
_FULL = frozenset({"30s", "2m", "must-say", "follow-ups", "red-flag"})
_PAGE_ID = re.compile(r"(?:^|/)([cdp]\d\d)-[^/]*$")


def apply(page: Page) -> None:
    """Shape every card of the page, and tell the article what it holds."""
    for card in by_class(page.tree, "question", "details"):
        if card.get("id") and not by_class(card, "card-part"):
            _shape(card)
            page.count("cards")


def describe(page: Page) -> None:
    """Write the page's id and numbers on its article (after cards and tasks)."""
    found = _PAGE_ID.search(page.url.removesuffix(".html"))
    article = page.content
    if found and article.tag == "article":
        article.set("data-page", found[1])
    for name in ("cards", "checks"):
        if page.counts.get(name) and article.tag == "article":
            article.set(f"data-{name}", str(page.counts[name]))


def _shape(card: HtmlElement) -> None:
    ident = card.get("id", "")
    card.set("class", f"{card.get('class')} card")
    parts: list[HtmlElement] = []
    for child in list(card):
        if child.tag == "summary":
            _summary(card, child, ident)
            continue
        title = _label(child)
        if title is not None:
            parts.append(_part(title))
            card.append(parts[-1])
            if _is_empty(child):
                card.remove(child)
                continue
        if parts:
            parts[-1].append(child)
    for part in parts:
        part.tail = "\n"
    names = {part.get("data-part") for part in parts}
    card.set("data-size", "full" if names >= _FULL else "short")
    for part in parts:
        if part.get("data-part") == "must-say":
            card.set("data-must", str(_must(part, ident)))
        elif part.get("data-part") == "follow-ups":
            part.set("data-count", str(len(part.xpath("./ul/li | ./ol/li"))))


def _summary(card: HtmlElement, summary: HtmlElement, ident: str) -> None:
    question = make("span", class_="card-question")
    question.text, summary.text = (summary.text or "").lstrip(), "\n"
    for child in list(summary):
        question.append(child)
    tasks.trim(question)
    question.tail = "\n"
    summary.append(question)
    chips = make("span", class_="card-chips")
    for chip in ("kind", "level"):
        value = card.get(f"data-{chip}")
        if value:
            new = make("span", value, class_="card-chip", data_chip=chip)
            new.tail = " "
            chips.append(new)
    chips.tail = "\n"
    summary.append(chips)
    link = make("a", "¶", class_="headerlink card-link", href=f"#{ident}")
    link.set("title", "Permanent link")
    link.set("aria-label", "Link to this question")
    link.tail = "\n"
    summary.tail = "\n"
    summary.addnext(link)  # inside, it would be a control within a control


def _label(element: HtmlElement) -> str | None:
    """The label that opens a part, taken out of the paragraph; None if it has none."""
    if element.tag != "p" or (element.text or "").strip() or not len(element):
        return None
    strong = element[0]
    if strong.tag not in ("strong", "b"):
        return None
    title = " ".join(strong.text_content().split()).rstrip(".:")
    if title.lower() not in PARTS:
        return None
    rest = (strong.tail or "").lstrip()
    element.remove(strong)
    element.text = rest
    return title


def _part(title: str) -> HtmlElement:
    part = make("div", class_="card-part", data_part=PARTS[title.lower()])
    part.text = "\n"
    heading = make("p", title, class_="card-label")
    heading.tail = "\n"
    part.append(heading)
    return part


def _is_empty(element: HtmlElement) -> bool:
    return not len(element) and not (element.text or "").strip()


def _must(part: HtmlElement, ident: str) -> int:
    count = 0
    for item in part.xpath("./ul/li"):
        tasks.label(item)
        for box in item.xpath("./label/input | ./p[1]/label/input"):
            count += 1
            box.set("id", f"{ident}-must-{count}")
            box.set("data-must", str(count))
    for points in part.xpath("./ul"):
        points.set("class", "task-list")
    part.set("data-count", str(count))
    return count
