"""Diagrams become two pictures with a description, or stop the build."""

import re

import pytest
from lxml import etree

from handbook.finish import diagrams
from handbook.finish.page import by_class

GOOD = """flowchart LR
    accTitle: Serving path
    accDescr: A request goes to the ranker
    A[Gateway] --&gt; B[Ranker]"""


@pytest.fixture(scope="module")
def renderer(store):
    return diagrams.Renderer(store)


def fence(source):
    return f'<pre class="mermaid"><code>{source}</code></pre>'


def test_a_light_and_a_dark_picture(page_of, renderer):
    page = page_of(fence(GOOD))
    diagrams.apply(page, renderer)
    (figure,) = by_class(page.tree, "diagram", "figure")
    light, dark = figure.findall("img")
    assert re.fullmatch(
        r"\.\./assets/diagrams/\w+-light\.svg#only-light", light.get("src")
    )
    assert dark.get("src").endswith("-dark.svg#only-dark")
    for image in (light, dark):
        assert image.get("alt") == "Serving path. A request goes to the ranker."
        assert image.get("loading") == "lazy"
        assert int(image.get("width")) > 100
        assert int(image.get("height")) > 20
    assert len(page.files) == 2


def test_pictures_are_sound_svg_of_their_size(renderer):
    for theme, svg in renderer.render(GOOD.replace("&gt;", ">")).items():
        root = etree.fromstring(svg)
        width, height = root.get("viewBox").split()[2:]
        assert abs(float(root.get("width")) - float(width)) <= 1
        assert abs(float(root.get("height")) - float(height)) <= 1
        assert diagrams.THEMES[theme]["primaryColor"].encode() in svg
        assert b"foreignObject" not in svg
        assert b"<script" not in svg


def test_the_same_source_gives_the_same_bytes(renderer):
    source = GOOD.replace("&gt;", ">")
    assert renderer._draw(source, "dark") == renderer._draw(source, "dark")


def test_a_broken_diagram_names_file_and_line(page_of, renderer):
    markdown = (
        "# T\n\n```mermaid\nflowchart LR\n    accTitle: Bad\n    A[x --> B\n```\n"
    )
    source = "flowchart LR\n    accTitle: Bad\n    A[x --&gt; B"
    page = page_of(fence(source), markdown)
    diagrams.apply(page, renderer)
    (problem,) = page.problems
    assert (problem.path, problem.line) == ("docs/concepts/c08-x.md", 5)
    assert "cannot be drawn" in problem.text


def test_a_diagram_must_say_what_it_shows(page_of, renderer):
    page = page_of(
        fence("flowchart LR\n A --&gt; B"), "```mermaid\nflowchart LR\n A --> B"
    )
    diagrams.apply(page, renderer)
    assert "accDescr" in page.problems[0].text
    assert page.problems[0].line == 2


def test_a_caption_stays_with_its_diagram(page_of, renderer):
    page = page_of(f"<figure>{fence(GOOD)}<figcaption>c</figcaption></figure>")
    diagrams.apply(page, renderer)
    (figure,) = page.tree.iter("figure")
    assert figure.get("class") == "diagram"
    assert [child.tag for child in figure] == ["img", "img", "figcaption"]


def test_descriptions_in_braces():
    source = "flowchart LR\naccTitle: T\naccDescr {\n  one\n  two\n}\nA --> B"
    assert diagrams.description(source) == "T. one two."


def test_bold_text_is_measured_wider():
    regular, bold = diagrams._advances(400), diagrams._advances(700)
    assert regular[ord("i")] < regular[ord("m")]
    assert bold[ord("B")] >= regular[ord("B")]
    assert bold[ord("n")] > regular[ord("n")]
