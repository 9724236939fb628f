r"""Sets the formulas at build time: arithmatex's `\(…\)` and `\[…\]` become KaTeX HTML.

The style attributes that KaTeX writes become classes (`k-` and a hash of the
declarations) of one stylesheet, since the CSP allows none. MathML with the TeX in its
annotation stays in the page for assistive technology and for copying.
"""

from __future__ import annotations

import json
import re
import shutil
from html import unescape
from pathlib import Path

from lxml.html import HtmlElement

from handbook import node
from handbook.cache import Cache, digest
from handbook.finish import styles
from handbook.finish.page import MATHS, Page, by_class, make, replace

SHEET = "assets/maths.css"
SCRIPT = node.WEB / "katex" / "render.mjs"
_KATEX = node.WEB / "node_modules" / "katex" / "dist"
_STYLED = re.compile(r'<(\w+)((?: [\w-]+="[^"]*")*?) style="([^"]*)"((?: [^<>]*)?)>')
_SHORT = 14  # a display of fewer signs fits on a phone and need not scroll


class Renderer:
    """KaTeX in Node, started when the first unknown formula comes."""

    def __init__(self, cache: Cache) -> None:
        self._cache = cache
        self._service = node.Service(SCRIPT)
        self._version = digest(version(), SCRIPT.read_bytes())

    def render(self, formulas: list[tuple[str, bool]]) -> dict[tuple[str, bool], dict]:  # type: ignore[type-arg]
        """For each (TeX, display): {"html"} or {"error", "position"}; one batch."""
        answers: dict[tuple[str, bool], dict] = {}  # type: ignore[type-arg]
        unknown = []
        for formula in dict.fromkeys(formulas):
            known = self._cache.get("maths", self._key(formula))
            if known is None:
                unknown.append(formula)
            else:
                answers[formula] = json.loads(known)
        if unknown:
            for formula, answer in zip(
                unknown, self._service.ask(unknown), strict=True
            ):
                answers[formula] = answer
                data = json.dumps(answer, ensure_ascii=False).encode()
                self._cache.put("maths", self._key(formula), data)
        return answers

    def _key(self, formula: tuple[str, bool]) -> str:
        return digest(self._version, formula[0], str(formula[1]))

    def close(self) -> None:
        """Stop Node."""
        self._service.close()


def version() -> str:
    """KaTeX's version."""
    return node.package_version("katex")


def apply(page: Page, renderer: Renderer) -> None:
    """Set every formula of the page; report those that KaTeX rejects."""
    found = []
    for element in by_class(page.tree, "arithmatex"):
        formula = tex_of(element)
        if formula is not None:
            found.append((element, formula))
    if not found:
        return
    answers = renderer.render([formula for _, formula in found])
    for element, formula in found:
        answer = answers[formula]
        if "html" in answer:
            _place(page, element, answer["html"], display=formula[1])
        else:
            _report(page, formula[0], answer["error"], answer["position"])
    page.count("formulas", len(found))


def tex_of(element: HtmlElement) -> tuple[str, bool] | None:
    r"""The TeX between arithmatex's delimiters and whether it is `\[…\]`."""
    text = (element.text_content() or "").strip()
    for start, end, display in (("\\(", "\\)", False), ("\\[", "\\]", True)):
        if text.startswith(start) and text.endswith(end) and not len(element):
            return text[len(start) : -len(end)].strip(), display
    return None


def _place(page: Page, element: HtmlElement, html: str, *, display: bool) -> None:
    markup = _classed(html, page.styles.setdefault(MATHS, {}))
    new = make(element.tag, class_="arithmatex")
    if display and glyphs(html) >= _SHORT:
        # it may be wider than the screen: then it scrolls, by keyboard too
        for name, value in (
            ("tabindex", "0"),
            ("role", "group"),
            ("aria-label", "Formula"),
        ):
            new.set(name, value)
    new.append(page.insert(markup))
    replace(element, new)


def _classed(html: str, sheet: dict[str, str]) -> str:
    def swap(found: re.Match[str]) -> str:
        tag, before, style, after = found.groups()
        name = styles.name("k", unescape(style), sheet)
        rest = before + after
        if 'class="' in rest:
            rest = rest.replace('class="', f'class="{name} ', 1)
        else:
            rest = f' class="{name}"{rest}'
        return f"<{tag}{rest}>"

    return _STYLED.sub(swap, html)


def glyphs(html: str) -> int:
    """How many signs of a formula are seen."""
    seen = html.partition('<span class="katex-html" aria-hidden="true">')[2]
    return len(re.sub(r"<[^>]*>|[\s\u200b]", "", seen))


def _report(page: Page, tex: str, error: str, position: int) -> None:
    shown = " ".join(tex.split())
    shown = shown if len(shown) <= 60 else shown[:57] + "…"
    near = tex[position : position + 20].split("\n")[0]
    where = f" at {near!r}" if near and position else ""
    page.problem(tex, f"KaTeX cannot set ${shown}$: {error}{where}; mend the TeX")


def stylesheet(declarations: dict[str, str]) -> str:
    """KaTeX's own sheet, with one kind of font, and the classes that the site uses."""
    katex = (_KATEX / "katex.min.css").read_text("utf-8")
    katex = re.sub(r'url\([^)]*\.woff2\) format\("woff2"\),', "", katex)
    katex = re.sub(r',url\([^)]*\.ttf\) format\("truetype"\)', "", katex)
    return katex + "\n" + styles.rules(declarations)


def fonts() -> dict[str, Path]:
    """The site paths of KaTeX's fonts and where they lie."""
    return {
        f"assets/fonts/{p.name}": p for p in sorted((_KATEX / "fonts").glob("*.woff"))
    }


def write_assets(site: Path, declarations: dict[str, str]) -> None:
    """Write the stylesheet and the fonts that it names."""
    if not declarations:
        return
    path = site / SHEET
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(stylesheet(declarations), "utf-8")
    for name, font in fonts().items():
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        if not (site / name).exists():
            shutil.copyfile(font, site / name)
