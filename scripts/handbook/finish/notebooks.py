"""Turns a page by mkdocs-jupyter into a page like the others.

It comes with 600 KB of styles and scripts, MathJax from another host and JupyterLab's
own boxes. What stays are the cells: text, code and output, in the site's own markup.

    <div class="language-python highlight"><pre><span></span><code>…   a code cell
    <div class="nb-output"><pre tabindex="0">…       printed text (nb-stderr: warnings)
    <figure class="nb-output nb-plot"><img …#only-light><img …#only-dark></figure>
    <div class="nb-output nb-html" tabindex="0">…    a table or other HTML

A plot's alt text stands in the script, in the head of its cell: `# %% alt="…"`.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator

from lxml.html import HtmlElement

from handbook.cache import digest
from handbook.finish import images
from handbook.finish.page import Page, by_class, elements, make, remove

_CELL = re.compile(r"^# %%(?P<head>.*)$", re.M)
_ALT = re.compile(r'\balt="((?:[^"\\]|\\.)*)"')
_DATA = re.compile(r"data:image/(png|jpeg|svg\+xml);base64,(.*)", re.S)
_SUFFIX = {"png": "png", "jpeg": "jpg", "svg+xml": "svg"}
_MATHS = re.compile(
    r"\$\$(?P<block>.+?)\$\$|\\\[(?P<square>.+?)\\\]|\\\((?P<round>.+?)\\\)"
    r"|(?<![\\$\w])\$(?P<inline>(?! )(?:[^$\\]|\\.)+?)(?<! )\$(?!\d)",
    re.S,
)
_LIGHT_INK = "#dde5e3"  # the text color of the dark scheme
_VERBATIM = frozenset({"code", "pre", "script", "style", "kbd", "samp", "textarea"})


def apply(page: Page) -> None:
    """Rebuild the page if it is a notebook."""
    wrappers = by_class(page.tree, "jupyter-wrapper")
    if not wrappers:
        return
    article = page.content
    for element in article.xpath(".//style | .//script | .//comment()"):
        remove(element)
    heads = list(_code_heads(page.text))
    number = 0
    blocks: list[HtmlElement] = []
    for cell in page.tree.xpath("//div[starts-with(@id, 'cell-id=')]"):
        if "jp-MarkdownCell" in (cell.get("class") or ""):
            blocks += _text(page, cell)
            continue
        head = heads[number] if number < len(heads) else ("", 1)
        number += 1
        blocks += _code(cell)
        blocks += _outputs(page, cell, head)
    place = wrappers[0]
    for block in blocks:
        block.tail = "\n"
        place.addprevious(block)
    for element in wrappers:
        remove(element)
    page.count("notebooks")


def _code_heads(script: str) -> Iterator[tuple[str, int]]:
    """What follows `# %%` at each code cell of a py:percent script, and its line."""
    for found in _CELL.finditer(script):
        if not re.match(r"\s*\[(markdown|md|raw)\]", found["head"]):
            yield found["head"], script.count("\n", 0, found.start()) + 1


def _text(page: Page, cell: HtmlElement) -> list[HtmlElement]:
    blocks: list[HtmlElement] = []
    for body in by_class(cell, "jp-RenderedMarkdown"):
        for link in by_class(body, "anchor-link", "a"):
            link.set("class", "headerlink")
            link.set("title", "Permanent link")
        for link in body.iter("a"):
            _mend_link(page, link)
        for element in list(elements(body)):
            _set_maths(element)
        for child in body:
            if child.tag == "p" and len(child) == 1 and not _words(child):
                only = child[0]
                if only.get("class") == "arithmatex" and (only.text or "")[:2] == "\\[":
                    child = make("div", only.text, class_="arithmatex")
            blocks.append(child)
    return blocks


def _words(paragraph: HtmlElement) -> str:
    """The text of a paragraph with one child, that child left out."""
    return f"{paragraph.text or ''}{paragraph[0].tail or ''}".strip()


def _mend_link(page: Page, link: HtmlElement) -> None:
    """Notebooks keep `x.md`, which MkDocs turns into `x.html` on other pages."""
    href = link.get("href") or ""
    path, hash_, anchor = href.partition("#")
    target = page.local(path)
    if target is None or not re.search(r"\.(md|ipynb|html)$", path):
        return
    new = re.sub(r"\.(md|ipynb)$", ".html", path)
    if (page.site / re.sub(r"\.(md|ipynb)$", ".html", target)).is_file():
        link.set("href", f"{new}{hash_}{anchor}")
    else:
        page.problem(href, f"the link {href} leads nowhere: mend the path")


def _set_maths(element: HtmlElement) -> None:
    """Mark the formulas in an element's own text, as arithmatex does elsewhere."""
    if element.tag in _VERBATIM or element.get("class") == "arithmatex":
        return
    if any(parent.tag in _VERBATIM for parent in element.iterancestors()):
        return
    for child in list(element):
        if child.tail and ("$" in child.tail or "\\" in child.tail):
            texts, spans = _split(child.tail)
            child.tail = texts[0]
            after = child
            for span, tail in zip(spans, texts[1:], strict=True):
                span.tail = tail
                after.addnext(span)
                after = span
    if element.text and ("$" in element.text or "\\" in element.text):
        texts, spans = _split(element.text)
        element.text = texts[0]
        for position, (span, tail) in enumerate(zip(spans, texts[1:], strict=True)):
            span.tail = tail
            element.insert(position, span)


def _split(text: str) -> tuple[list[str], list[HtmlElement]]:
    """The text between formulas, and the formulas: one text more than formulas."""
    texts, spans, end = [], [], 0
    for found in _MATHS.finditer(text):
        block = found["block"] or found["square"]
        tex = block or found["round"] or found["inline"]
        marked = f"\\[{tex}\\]" if block else f"\\({tex}\\)"
        texts.append(text[end : found.start()])
        spans.append(make("span", marked, class_="arithmatex"))
        end = found.end()
    return [*texts, text[end:]], spans


def _code(cell: HtmlElement) -> list[HtmlElement]:
    """The cell's code as superfences would have written it."""
    blocks = []
    for old in by_class(cell, "highlight-ipynb"):
        pre = old.find("pre")
        if pre is None or not pre.text_content().strip():
            continue
        code = make("code")
        code.text = pre.text
        for child in list(pre):
            code.append(child)
        first = code[0] if len(code) else None
        if first is not None and not first.attrib and not first.text_content():
            remove(first)  # Pygments' empty first span
        new = make("pre")
        new.append(make("span"))
        new.append(code)
        block = make("div", class_="language-python highlight")
        block.append(new)
        blocks.append(block)
    return blocks


def _outputs(
    page: Page, cell: HtmlElement, head: tuple[str, int]
) -> Iterator[HtmlElement]:
    for output in by_class(cell, "jp-OutputArea-output"):
        pictures = list(output.iter("img"))
        if pictures:
            yield from (_plot(page, picture, head) for picture in pictures)
        elif output.find("pre") is not None and not len(output[0]):
            kind = output.get("data-mime-type") or ""
            extra = " nb-stderr" if kind.endswith("stderr") else ""
            block = make("div", class_=f"nb-output{extra}")
            block.append(make("pre", output.text_content(), tabindex="0"))
            yield block
        else:
            block = make("div", class_="nb-output nb-html", tabindex="0")
            block.text = output.text
            for child in list(output):
                block.append(child)
            for table in block.iter("table"):
                table.attrib.pop("border", None)
            if block.text_content().strip():
                yield block


def _plot(page: Page, picture: HtmlElement, head: tuple[str, int]) -> HtmlElement:
    found = _ALT.search(head[0])
    alt = re.sub(r"\\(.)", r"\1", found[1]) if found else ""
    if not found:
        page.problem(
            head[1],
            'a plot has no alt text: write it at its cell, # %% alt="what is seen"',
        )
    figure = make("figure", class_="nb-output nb-plot")
    data = _DATA.match(picture.get("src") or "")
    if data is None:
        figure.append(make("img", src=picture.get("src") or "", alt=alt))
        return figure
    raw, suffix = base64.b64decode(data[2]), _SUFFIX[data[1]]
    if suffix == "svg":
        raw = _slim(raw)
    dark = _dark(raw) if suffix == "svg" else None
    if dark is None:
        figure.append(_image(page, raw, suffix, alt))
    else:
        figure.append(_image(page, raw, suffix, alt, "#only-light"))
        figure.append(_image(page, dark, suffix, alt, "#only-dark"))
    return figure


def _image(
    page: Page, data: bytes, suffix: str, alt: str, scheme: str = ""
) -> HtmlElement:
    path = f"assets/notebooks/{digest(data)[:16]}.{suffix}"
    page.add_file(path, data)
    image = make("img", src=page.link(path) + scheme, alt=alt)
    size = images.size_of(data)
    if size:
        image.set("width", str(size[0]))
        image.set("height", str(size[1]))
    return image


def _slim(svg: bytes) -> bytes:
    """matplotlib's SVG without its prologue and metadata."""
    text = svg.decode("utf-8")
    text = text[text.index("<svg") :]
    return re.sub(r"\s*<metadata>.*?</metadata>", "", text, flags=re.S).encode()


def _dark(svg: bytes) -> bytes | None:
    """The plot in light ink, for a dark page; None where it has a white ground."""
    text = svg.decode("utf-8")
    if re.search(r'id="patch_1">\s*<path[^>]*fill: #ffffff', text):
        return None
    text = re.sub(r"(fill|stroke): #000000", rf"\1: {_LIGHT_INK}", text)
    # what names no color, such as glyphs, is black by default
    return text.replace("<svg ", f'<svg fill="{_LIGHT_INK}" ', 1).encode()
