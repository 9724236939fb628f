"""What the index takes from a built page, and how it is compiled."""

from __future__ import annotations

from pathlib import Path

import pytest

from handbook import node
from handbook.cache import Cache
from handbook.finish import search
from handbook.finish.page import parse
from handbook.model import FrontMatter, HandbookError
from handbook.model import Page as Source

PAGE = """<!doctype html><html><head><title>Metrics - Book</title>
<meta name="description" content="Choosing a metric."></head><body><nav>Menu</nav>
<article class="md-content__inner md-typeset">
<a class="md-content__button" href="x">Edit</a>
<h1 id="m">Metrics</h1><p class="lead">Choosing.</p><p class="page-facts">45 min</p>
<h2 id="in-one-minute">In one minute<a class="headerlink" href="#x">¶</a></h2>
<p>A metric is <strong>chosen</strong>.<sup id="fnref:1"><a class="footnote-ref"
 href="#fn:1">1</a></sup></p><ul><li>one</li><li>two</li></ul>
<p>The score <span class="arithmatex">\\(\\frac{a}{b} \\le \\lambda\\)</span>
counts.</p>
<div class="highlight"><pre><code>def roc_auc(y, s):
    return hidden</code></pre></div>
<pre class="mermaid"><code>flowchart LR</code></pre>
<h2 id="questions">Questions<a class="headerlink" href="#x">¶</a></h2>
<h3 id="theory">Theory</h3>
<details class="question" id="c06-roc" data-kind="theory"><summary>What is
<code>ROC</code>?</summary><p><strong>In 30 seconds.</strong> A curve.</p>
<p><strong>Must say</strong></p><ul class="task-list"><li><label><input type="checkbox">
Rates</label></li></ul></details>
<h2 id="sources">Sources</h2><p>Fawcett, 2006.</p>
<div class="footnote"><ol><li id="fn:1">A note.</li></ol></div>
</article></body></html>"""

SOURCE = Source(
    path="docs/concepts/c06-evaluation-and-metrics.md",
    id="c06",
    kind="concept",
    front=FrontMatter(title="Metrics", summary="Choosing a metric.", expect="costs"),
    text="",
    body_line=1,
)


@pytest.fixture
def page() -> search.Page:
    found = search.read_page("concepts/c06.html", parse(PAGE), SOURCE)
    assert found is not None
    return found


def test_page_sections_and_questions_are_entries(page: search.Page) -> None:
    assert [(e.kind, e.anchor, e.title) for e in page.entries] == [
        ("page", "", "Metrics"),
        ("section", "in-one-minute", "In one minute"),
        ("question", "c06-roc", "What is ROC?"),
        ("reference", "sources", "Sources"),  # back matter counts for less
    ]


def test_the_page_itself_says_its_summary(page: search.Page) -> None:
    said = "Choosing a metric. The interviewer listens for costs."
    assert page.entries[0].text == said


def test_text_is_what_a_reader_reads(page: search.Page) -> None:
    text = page.entries[1].text
    assert text == "A metric is chosen. one · two · The score a/b ≤ λ counts."
    assert page.entries[1].code == "roc_auc"


def test_a_question_keeps_its_answer_without_labels(page: search.Page) -> None:
    assert page.entries[2].text == "A curve. Rates"


def test_questions_of_a_page() -> None:
    assert [entry.anchor for entry in search.questions(parse(PAGE))] == ["c06-roc"]


def test_finished_formulas_read_like_raw_ones() -> None:
    html = (
        "<article><h1>T</h1><h2 id='s'>S</h2><p>x <span class='katex'><math><semantics>"
        "<mrow><mi>l</mi></mrow><annotation encoding='application/x-tex'>\\lambda"
        "</annotation></semantics></math><span aria-hidden='true'>noise</span></span>"
        "</p></article>"
    )
    found = search.read_page("projects/p.html", parse(html))
    assert found is not None
    assert found.entries[1].text == "x λ"


def test_generated_lists_are_found_by_their_name_alone() -> None:
    found = search.read_page("practice/index.html", parse(PAGE))
    assert found is not None
    assert [entry.kind for entry in found.entries] == ["page"]
    assert found.weight < 1


def test_page_without_an_article_is_none() -> None:
    assert search.read_page("x.html", parse("<p>moved</p>")) is None


@pytest.mark.parametrize(
    ("tex", "text"),
    [
        (r"\alpha^2", "α^2"),
        (r"\mathrm{TPR} = \frac{TP}{P}", "TPR=TP/P"),
        (r"\hat{y} \cdot x", "y · x"),
        (r"\begin{aligned} a &= b \\ c &= d \end{aligned}", "a=b c=d"),
        ("{{{", ""),
    ],
)
def test_plain_tex(tex: str, text: str) -> None:
    assert search.plain_tex(tex) == text


def test_topics_of_the_repository_name_pages_that_exist() -> None:
    root = node.WEB.parents[1]
    topics = search.load_topics(root / search.TOPICS)
    names = {path.name.split("-")[0] for path in root.glob("docs/*/*.*")}
    assert set(topics.pages) <= names
    for page, subjects in topics.pages.items():
        assert len(subjects) == len({s.lower() for s in subjects}), page


@pytest.mark.parametrize(
    "text",
    ["topics: {c01: word}", "abbreviations: {no: thing}", "synonyms: [word]"],
)
def test_faults_in_topics_are_explained(tmp_path: Path, text: str) -> None:
    path = tmp_path / "topics.yml"
    path.write_text(text)
    with pytest.raises(HandbookError, match=r"topics\.yml: "):
        search.load_topics(path)


def test_no_topics_is_fine(tmp_path: Path) -> None:
    assert search.load_topics(tmp_path / "none.yml") == search.Topics()


def test_same_pages_same_bytes_and_built_once(
    page: search.Page, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = search.book([page], search.Topics(abbreviations={"roc": "curve"}))
    first = search.compile_index(book, Cache(tmp_path / "one"))
    assert first == search.compile_index(book, Cache(tmp_path / "two"))
    monkeypatch.setattr(node, "run", None)  # the cache alone answers now
    assert first == search.compile_index(book, Cache(tmp_path / "one"))


def test_hostile_text_cannot_leave_the_script(tmp_path: Path) -> None:
    nasty = "</script><script>alert(1)</script> ' \\ \u2028 \" ${x}"
    page = search.Page("x.html", nasty, [nasty], 1.0, [])
    page.entries.append(search.Entry("page", nasty, nasty, nasty))
    script = search.compile_index(
        search.book([page], search.Topics()), Cache(tmp_path)
    ).decode()
    assert "</" not in script
    assert "\u2028" not in script
    assert script.count("\n") == 1
