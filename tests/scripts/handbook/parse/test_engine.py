# ruff: noqa: E501 - samples stand on one line
"""The scanner sees what the engine renders: same cards, headings, formulas, code."""

import re
from collections.abc import Iterable
from html import unescape
from pathlib import Path

import markdown
import pytest
import yaml

from handbook import parse
from handbook.text import slug
from tests.scripts.handbook.parse.test_pages import CARD
from tests.scripts.handbook.sample import C1, concept

DOCS = Path(__file__).resolve().parents[4] / "docs"
EXTENSIONS = [
    *("admonition", "attr_list", "footnotes", "md_in_html", "tables", "toc"),
    *("pymdownx.superfences", "pymdownx.arithmatex", "pymdownx.tasklist"),
    *("pymdownx.blocks.details", "pymdownx.blocks.admonition", "pymdownx.betterem"),
    *("pymdownx.blocks.caption", "pymdownx.blocks.tab", "pymdownx.inlinehilite"),
]
CONFIG = {"pymdownx.arithmatex": {"generic": True}}


def render(body: str) -> str:
    return markdown.markdown(body, extensions=EXTENSIONS, extension_configs=CONFIG)


SAMPLES = {
    "concept": concept("c01"),
    "card": CARD,
    "two cards": CARD + "\n" + CARD.replace("c01-it", "c01-b"),
    "nested by count": f"//// note | N\n\n{CARD}\n////\n\n## After\n",
    "nested at the same count": f"/// note | N\n\nA.\n\n{CARD}\n///\n\n## After\n",
    "card in a fence": f"```\n{CARD.replace('```', '~~~')}\n```\n\n## After\n",
    "card in a comment": f"<!--\n{CARD}\n-->\n\n## After\n",
    "fence of more marks": "````\n```\n## no\n```\n````\n\n## Yes\n",
    "fence never closed": "```\n## Yes\n\ntext\n",
    "fence closed with more marks": "```\n## a\n````\n\n## Yes\n",
    "fence in a list": "- a\n\n    ```\n    ## no\n    ```\n\n## Yes\n",
    "fence less indented": "- a\n\n    ```\n## Yes\n    ```\n",
    "unknown block": "/// nothing\n\n## Yes\n\n///\n",
    "block without a blank line": "Text\n/// note | N\ntext\n///\n## Yes\n",
    "heading with code": "## Use `k-fold` & *more*\n\n## Use `k-fold` & more\n",
    "heading with id": "## Title {#own}\n\n## Other { .x #own2 }\n",
    "money": "It costs $5 and $10, or \\$7 and $8.\n",
    "formulas": "A $a$ and $b_{1}$ in **$c$**.\n\n$$\nd\n$$\n\n- $e$ `$f$`\n",
    "formula over lines": "A $a +\nb$ here.\n",
    "formula in a card": "/// details | Why $x$?\n    type: question\n\n$$\ny\n$$\n///\n",
}


@pytest.mark.parametrize("name", SAMPLES)
def test_scanner_and_engine_agree(name: str) -> None:
    agree(SAMPLES[name])


@pytest.mark.parametrize("path", sorted(DOCS.rglob("*.md")), ids=lambda path: path.stem)
def test_they_agree_on_what_is_written(path: Path) -> None:
    agree(path.read_text(encoding="utf-8"))


def agree(text: str) -> None:
    page, _ = parse.page(C1, text)
    body = "\n".join(page.text.split("\n")[page.body_line - 1 :])
    html = render(body)
    ids = re.findall(r'<details class="question"[^>]*\bid="([^"]+)"', html)
    assert ids == [card.id for card in page.cards if card.id]
    headings = re.findall(r'<h([1-6])[^>]*\bid="([^"]+)"', html)
    own = page.headings
    assert [int(level) for level, _ in headings] == [h.level for h in own]
    for heading, (_, anchor) in zip(own, headings, strict=True):
        assert (heading.anchor or slug(heading.text)) == re.sub(r"_\d+$", "", anchor)
    wrapped = re.findall(r'class="arithmatex">\\[(\[](.*?)\\[)\]]<', html, re.S)
    formulas = [unescape(formula) for formula in wrapped]
    assert squeezed(formulas) == squeezed(f.tex for f in page.formulas)


def squeezed(formulas: Iterable[str]) -> list[str]:
    return sorted(" ".join(formula.split()) for formula in formulas)


def test_the_extensions_are_those_of_the_site(request: pytest.FixtureRequest) -> None:
    class Loader(yaml.SafeLoader):
        """Reads mkdocs.yml whatever its tags."""

    Loader.add_multi_constructor("", lambda loader, suffix, node: None)
    text = (request.config.rootpath / "mkdocs.yml").read_text(encoding="utf-8")
    listed = yaml.load(text, Loader)["markdown_extensions"]
    names = {next(iter(e)) if isinstance(e, dict) else e for e in listed}
    assert set(EXTENSIONS) <= names
