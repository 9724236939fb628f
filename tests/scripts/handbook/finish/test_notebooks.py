"""A page by mkdocs-jupyter becomes a page like the others."""

import base64

import pytest

from handbook.finish import notebooks
from handbook.finish.page import by_class

SVG = b"""<?xml version="1.0"?>
<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/x.dtd">
<svg width="72pt" height="36pt"><metadata><a/></metadata><path d="M0 0"/></svg>"""
DATA = base64.b64encode(SVG).decode()
NOTEBOOK = f"""
<style>.jp-x{{}}</style><script>var jupyter = 1</script><script src=""></script>
<!-- Load mathjax -->
<div class="jupyter-wrapper"><div class="jp-Notebook">
<div class="jp-Cell jp-MarkdownCell jp-Notebook-cell" id="cell-id=1">
<div class="jp-RenderedHTMLCommon jp-RenderedMarkdown">
<h1 id="t">T<a class="anchor-link" href="#t">¶</a></h1>
<p>Flag when $p &gt; 1/21$, it costs $5 or $6, see <a href="../c.md#x">c</a>.</p>
<p>$$a = b$$</p><p><code>$HOME</code> and $x$ again</p>
</div></div>
<div class="jp-Cell jp-CodeCell jp-Notebook-cell">
<div class="jp-Cell jp-CodeCell jp-Notebook-cell" id="cell-id=2">
<div class="jp-InputPrompt">In [1]:</div>
<div class="highlight-ipynb hl-python"><pre><span></span><span class="n">x</span> = 1
<span class="nb">print</span>(x)
</pre></div><div class="clipboard-copy-txt" id="cell-1">x = 1</div>
<div class="jp-RenderedText jp-OutputArea-output" data-mime-type="text/plain">
<pre>one  two
</pre></div>
<div class="jp-RenderedText jp-OutputArea-output"
 data-mime-type="application/vnd.jupyter.stderr"><pre>careful
</pre></div>
<div class="jp-RenderedSVG jp-OutputArea-output" data-mime-type="image/svg+xml">
<img alt="No description" src="data:image/svg+xml;base64,{DATA}"></div>
<div class="jp-RenderedHTMLCommon jp-OutputArea-output" data-mime-type="text/html">
<div><style scoped>td{{}}</style>
<table border="1"><tr><td>1</td></tr></table></div></div>
</div></div></div></div>
"""
SCRIPT = """# %% [markdown]
# # T

# %% alt="A \\"line\\" that rises"
x = 1
"""


@pytest.fixture
def page(page_of):
    made = page_of(NOTEBOOK, SCRIPT, url="projects/p00-x.html")
    (made.site / "c.html").write_text("x")
    return made


def test_nothing_of_jupyter_is_left(page):
    notebooks.apply(page)
    html = page.html()
    assert page.problems == []
    for gone in (
        "jp-",
        "jupyter",
        "cell-id",
        "anchor-link",
        "mathjax",
        "In [",
        "<style",
    ):
        assert gone not in html
    assert html.count("<script") == 1


def test_code_is_marked_up_as_elsewhere(page):
    notebooks.apply(page)
    (block,) = by_class(page.tree, "highlight", "div")
    assert block.get("class") == "language-python highlight"
    (code,) = block.xpath("./pre/code")
    assert code.text_content() == "x = 1\nprint(x)\n"
    assert code.xpath("./span[@class='nb']")


def test_outputs_keep_their_text_and_their_kind(page):
    notebooks.apply(page)
    kinds = [out.get("class") for out in by_class(page.tree, "nb-output")]
    assert kinds == [
        "nb-output",
        "nb-output nb-stderr",
        "nb-output nb-plot",
        "nb-output nb-html",
    ]
    assert page.tree.xpath("//pre[@tabindex]")[0].text.strip() == "one  two"
    assert page.tree.xpath("//table")[0].attrib == {}


def test_plots_are_files_with_the_alt_text_of_their_cell(page, store):
    notebooks.apply(page)
    light, dark = page.tree.iter("img")
    for image, scheme in ((light, "#only-light"), (dark, "#only-dark")):
        assert image.get("alt") == 'A "line" that rises'
        assert (image.get("width"), image.get("height")) == ("96", "48")
        path, hash_, rest = image.get("src").partition("#")
        assert hash_ + rest == scheme
        stored = store.get("files", page.files[path.removeprefix("../")])
        assert stored.startswith(b"<svg")
        assert b"metadata" not in stored


def test_a_dark_plot_swaps_the_ink_and_keeps_the_colors():
    svg = b'<svg width="1"><g style="fill: #000000; stroke: #1f77b4"/><path/></svg>'
    dark = notebooks._dark(svg)
    assert b"#000000" not in dark
    assert b"#1f77b4" in dark
    assert dark.startswith(b'<svg fill="#')


def test_a_plot_on_white_stays_as_it_is():
    patch = b'<g id="patch_1">\n<path d="" style="fill: #ffffff"/></g>'
    assert notebooks._dark(b"<svg>" + patch + b"</svg>") is None


def test_a_mute_plot_is_a_problem_at_its_cell(page_of):
    page = page_of(
        NOTEBOOK, SCRIPT.replace(" alt=", " not="), url="projects/p00-x.html"
    )
    (page.site / "c.html").write_text("x")
    notebooks.apply(page)
    (problem,) = page.problems
    assert problem.line == 4
    assert "alt text" in problem.text


def test_formulas_are_found_and_money_is_not(page):
    notebooks.apply(page)
    formulas = [e.text_content() for e in by_class(page.tree, "arithmatex")]
    assert formulas == ["\\(p > 1/21\\)", "\\[a = b\\]", "\\(x\\)"]
    assert by_class(page.tree, "arithmatex")[1].tag == "div"
    assert "costs $5 or $6, see" in page.content.text_content()
    assert "<code>$HOME</code>" in page.html()


def test_links_to_sources_lead_to_pages(page):
    notebooks.apply(page)
    assert page.tree.xpath("//a[text()='c']")[0].get("href") == "../c.html#x"


def test_a_dead_link_is_a_problem(page):
    (page.site / "c.html").unlink()
    notebooks.apply(page)
    assert "leads nowhere" in page.problems[0].text


def test_other_pages_are_left_alone(page_of):
    page = page_of("<p>$x$</p><script>1</script>")
    before = page.html()
    notebooks.apply(page)
    assert page.html() == before
