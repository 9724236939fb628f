"""Gives every task-list box a label, and checklist boxes the id that progress hangs on.

Contract: see `cards`. Here `- [ ] text <!-- ck: c09-define -->` becomes

    <ul class="task-list checklist" data-count="8">
      <li class="task-list-item" id="c09-define">
        <label class="tick"><input type="checkbox" autocomplete="off"
            id="ck-c09-define" data-ck="c09-define"> <span class="tick-text">text</span>
        </label>
"""

from __future__ import annotations

import re

from lxml.html import HtmlElement

from handbook.finish.page import Page, by_class, classes, make, remove

_CK = re.compile(r"\s*ck:\s*([a-z0-9]+(?:-[a-z0-9]+)*)\s*$")
_BLOCKS = frozenset(  # what ends the line of a box
    ("blockquote", "details", "div", "dl", "figure", "ol", "p", "pre", "table", "ul")
)


def apply(page: Page) -> None:
    """Label the boxes of the page."""
    lists = []
    for item in by_class(page.tree, "task-list-item", "li"):
        parent = item.getparent()
        if label(item) is not None and parent not in lists:
            lists.append(parent)
    for parent in lists:
        parent.set("class", "task-list")
        count = len(parent.xpath("./li/*/input[@data-ck] | ./li/p/*/input[@data-ck]"))
        if count:
            parent.set("class", "task-list checklist")
            parent.set("data-count", str(count))
            page.count("checks", count)


def label(item: HtmlElement) -> HtmlElement | None:
    """Wrap the item's box and text in a label; the label, or None if it has one."""
    box = next(iter(item.xpath("./input | ./p[1]/input | ./label/input")), None)
    if box is None or box.get("type") != "checkbox":
        return None
    old = box.getparent()
    if old.tag == "label" and "tick" in classes(old):
        return None
    if old.tag == "label":  # as custom_checkbox or another engine writes it
        old.drop_tag()
        old = box.getparent()
    key = _key(item)
    text = make("span", class_="tick-text")
    text.text = (box.tail or "").lstrip()
    box.tail = " "
    node = box.getnext()
    while node is not None and node.tag not in _BLOCKS:
        following = node.getnext()
        text.append(node)
        node = following
    trim(text)
    tick = make("label", class_="tick")
    old.insert(old.index(box), tick)
    tick.append(box)
    box.tail = " "
    tick.append(text)
    for attribute in ("disabled", "class"):
        box.attrib.pop(attribute, None)
    box.set("autocomplete", "off")  # else a browser restores ticks on reload
    if key:
        box.set("id", f"ck-{key}")
        box.set("data-ck", key)
        item.set("id", key)
    return tick


def _key(item: HtmlElement) -> str:
    """The id in the item's own `ck` comment, which goes."""
    for comment in item.xpath("./comment() | ./p[1]/comment()"):
        found = _CK.match(comment.text or "")
        if found:
            remove(comment)
            return found[1]
    return ""


def trim(text: HtmlElement) -> None:
    """Take the space off the end."""
    if len(text):
        text[-1].tail = (text[-1].tail or "").rstrip() or None
    else:
        text.text = (text.text or "").rstrip()
