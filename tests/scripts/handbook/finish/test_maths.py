"""Formulas look as KaTeX set them, without a style attribute, or stop the build."""

import json
import re
from html import unescape
from pathlib import Path

import pytest

from handbook import node
from handbook.finish import maths, styles
from handbook.finish.page import MATHS, by_class

FORMULAS = json.loads(Path(__file__).with_name("formulas.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def renderer(store):
    made = maths.Renderer(store)
    yield made
    made.close()


def inline(tex):
    return f'<p>Text <span class="arithmatex">\\({tex}\\)</span>.</p>'


def display(tex):
    return f'<div class="arithmatex">\\[\n{tex}\n\\]</div>'


def test_inline_and_display(page_of, renderer):
    page = page_of(inline("x^2") + display("y &amp;= 1".replace("&amp;", "")))
    maths.apply(page, renderer)
    html = page.html()
    assert html.count('class="katex"') == 2
    assert html.count("katex-display") == 1
    assert page.counts["formulas"] == 2
    assert "Text <span" in html
    assert "data-fragment" not in html


def test_tex_stays_for_copying_and_for_assistive_technology(page_of, renderer):
    page = page_of(inline("a &lt; b"))
    maths.apply(page, renderer)
    assert (
        '<annotation encoding="application/x-tex">a &lt; b</annotation>' in page.html()
    )


def test_a_long_display_can_be_scrolled_by_keyboard(page_of, renderer):
    page = page_of(display("a") + display(" + ".join("abcdefghijklmnop")))
    maths.apply(page, renderer)
    short, long = by_class(page.tree, "arithmatex")
    assert "tabindex" not in short.attrib
    assert long.get("tabindex") == "0"
    assert long.get("aria-label") == "Formula"


def test_a_rejected_formula_names_the_authored_file_and_line(page_of, renderer):
    markdown = "# T\n\nfine $x$\n\n- item\n\n    $$\n    \\frac{1}{\n    2\n    $$\n"
    page = page_of(inline("x") + display("\\frac{1}{\n2"), markdown)
    maths.apply(page, renderer)
    (problem,) = page.problems
    assert (problem.path, problem.line) == ("docs/concepts/c08-x.md", 8)
    assert "\\frac{1}{ 2" in problem.text
    assert "KaTeX" in problem.text


def test_all_rejected_formulas_are_reported_at_once(page_of, renderer):
    page = page_of(inline("\\nope") + inline("x") + inline("}{"), "$\\nope$\n$x$ $}{$")
    maths.apply(page, renderer)
    assert [problem.line for problem in page.problems] == [1, 2]


@pytest.mark.parametrize("tex", ["\\href{https://x.example}{y}", "\\url{x}", "é"])
def test_untrusted_and_lax_input_is_refused(page_of, renderer, tex):
    page = page_of(inline(tex))
    maths.apply(page, renderer)
    assert page.problems


def test_a_typical_corpus_is_accepted(renderer):
    answers = renderer.render([(tex, True) for tex in FORMULAS])
    assert [tex for (tex, _), a in answers.items() if "error" in a] == []


def test_classes_reproduce_katex_declarations():
    """Each element's class stands for exactly the style that KaTeX gave it."""
    service = node.Service(maths.SCRIPT)
    answers = service.ask([[tex, True] for tex in FORMULAS])
    service.close()
    count = 0
    for answer in answers:
        sheet: dict[str, str] = {}
        classed = maths._classed(answer["html"], sheet)
        assert ' style="' not in classed
        before = re.findall(r"<\w[^<>]*>", answer["html"])
        after = re.findall(r"<\w[^<>]*>", classed)
        assert len(before) == len(after)
        for old, new in zip(before, after, strict=True):
            style = re.search(r' style="([^"]*)"', old)
            key = re.search(r"\bk-[0-9a-f]{8}\b", new)
            assert bool(style) == bool(key)
            if style and key:
                wanted = styles.declarations(unescape(style[1]))
                assert sheet[key[0]] == wanted
                count += 1
    assert count > 1000


def test_one_stylesheet_holds_katex_and_what_is_used(tmp_path):
    sheet: dict[str, str] = {}
    key = styles.name("k", "height:1em; TOP : -2px;", sheet)
    maths.write_assets(tmp_path, sheet)
    css = (tmp_path / maths.SHEET).read_text("utf-8")
    assert f".{key}{{height:1em!important;top:-2px!important}}" in css
    fonts = re.findall(r"url\(([^)]+)\)", css)
    assert fonts
    assert all(name.endswith(".woff") for name in fonts)
    assert all((tmp_path / "assets" / name).is_file() for name in fonts)
    assert styles.read(tmp_path / maths.SHEET) == sheet


def test_a_site_without_formulas_gets_no_sheet(tmp_path):
    maths.write_assets(tmp_path, {})
    assert not (tmp_path / maths.SHEET).exists()


def test_unchanged_formulas_are_not_set_again(store, monkeypatch):
    first = maths.Renderer(store)
    wanted = first.render([("q_{42}", False)])
    first.close()
    again = maths.Renderer(store)
    monkeypatch.setattr(again._service, "ask", lambda request: pytest.fail("ran Node"))
    assert again.render([("q_{42}", False)]) == wanted


def test_setting_twice_changes_nothing(page_of, renderer):
    page = page_of(inline("x^2"))
    maths.apply(page, renderer)
    styled = dict(page.styles[MATHS])
    once = page.html()
    maths.apply(page, renderer)
    assert page.html() == once
    assert page.styles[MATHS] == styled
