"""Staged Markdown: marks rewritten, code left alone, links right from every folder."""

from __future__ import annotations

import yaml
from hypothesis import given
from hypothesis import strategies as st

from handbook import parse
from handbook.derive import marks, readme, stage
from handbook.derive.context import Context, bar, link
from handbook.model import Handbook, Page, Part, PythonFile

FRONT = """\
---
title: Metrics
summary: Choosing a metric.
expect: costs
minutes: 30
needs: []
tags: [metrics]
reviewed: 2026-11-22
---

"""
BODY = """\
## In one minute

AP is 0.33<!-- claim: ap --> at 1 % and `0.33<!-- claim: ap -->` in code.

![Two curves](figure:curves)

<!-- no-run: needs a GPU -->
```python
--8<-- "snippets/c06_metrics/roc_auc.py"
```

Context is 128,000<!-- fact: context --> tokens.

## Checklist

- [ ] Define it <!-- ck: c06-define -->
"""


def page(body: str = BODY) -> Page:
    return parse.page("docs/concepts/c06-metrics.md", FRONT + body)[0]


def context(body: str = BODY) -> Context:
    fact = {"value": "128,000", "source": 'A "paper" <x>', "reviewed": "2026-11-22"}
    files = (
        PythonFile("snippets/c06_metrics/roc_auc.py", '"""AUC: O(n log n)."""\n'),
        PythonFile("snippets/c06_metrics/claims.py", '"""Numbers."""\n', {"ap": 3}),
    )
    book = Handbook(
        pages=(page(body),),
        parts=(Part("evaluation", "Evaluation", ("docs/concepts/c06-metrics.md",)),),
        python=files,
        tests=frozenset({"tests/snippets/c06_metrics/test_roc_auc.py"}),
        facts={"context": fact},
    )
    return Context(book, {("c06_metrics", "curves"): (672, 384)})


def staged(body: str = BODY) -> str:
    return marks.staged_body(page(body), context(body))


def test_claim_links_to_its_function_and_code_is_left_alone() -> None:
    text = staged()
    target = "../reference/c06_metrics/claims.md#snippets.c06_metrics.claims.ap"
    assert f"[0.33]({target}){{ .claim" in text
    assert "`0.33<!-- claim: ap -->`" in text


def test_figure_becomes_two_lazy_images_with_their_size() -> None:
    text = staged()
    for scheme in ("light", "dark"):
        assert (
            f"![Two curves](../assets/figures/c06_metrics/curves-{scheme}.svg"
            f"#only-{scheme}){{ .figure loading=lazy width=672 height=384 }}"
        ) in text


def test_snippet_gets_title_source_and_links() -> None:
    text = staged()
    assert 'title="roc_auc.py" data-snippet="snippets/c06_metrics/roc_auc.py"' in text
    assert (
        '[Download](../snippets/c06_metrics/roc_auc.py){ download="roc_auc.py" }'
        in text
    )
    assert "[Test](../reference/c06_metrics/roc_auc.md#test)" in text
    assert "[API](../reference/c06_metrics/roc_auc.md)" in text


def test_no_run_mark_survives_as_a_block_of_its_own() -> None:
    assert "\n\n<!-- no-run: needs a GPU -->\n\n" in staged()


def test_fact_shows_its_source_escaped() -> None:
    assert (
        '<span class="fact" title="As of 2026-11-22: A &quot;paper&quot; &lt;x&gt;">'
        "128,000</span> tokens"
    ) in staged()


def test_stage_names_every_page() -> None:
    out = stage.pages(context())
    assert set(out) == {
        "concepts/c06-metrics.md",
        "practice/index.md",
        "checklists/index.md",
        "plan/index.md",
        "reference/index.md",
        "reference/c06_metrics/roc_auc.md",
        "reference/c06_metrics/claims.md",
    }
    concept = out["concepts/c06-metrics.md"]
    assert concept.startswith('---\ntitle: "Metrics"\n')
    assert "\n# Metrics\n" in concept
    assert bar("c06", context().handbook.pages, "This page") in concept
    assert "- [ ] Define it <!-- ck: c06-define -->" in out["checklists/index.md"]
    assert "::: snippets.c06_metrics.roc_auc" in out["reference/c06_metrics/roc_auc.md"]


def test_links_are_relative_and_keep_anchors() -> None:
    assert link("concepts/a.md", "reference/x/y.md#z") == "../reference/x/y.md#z"
    assert link("index.md", "concepts/a.md") == "concepts/a.md"
    assert link("concepts/a.md", "concepts/b.md") == "b.md"


def test_readme_counts_are_put_between_their_marks() -> None:
    numbers = dict.fromkeys(
        ("concepts", "concepts_written", "designs", "questions", "snippets"), 1234
    ) | {"figures": 2, "claims": 3, "checklist_items": 4}
    text = f"a\n{readme.START}\nold\n{readme.END}\nb\n"
    once = readme.filled(text, numbers)
    assert "1,234" in once
    assert "old" not in once
    assert readme.filled(once, numbers) == once
    assert once.startswith("a\n")
    assert once.endswith("\nb\n")


@given(st.text(alphabet="a`~\n \\<>!-[](){}0123456789.%$é", max_size=300))
def test_no_body_crashes_and_plain_text_survives(body: str) -> None:
    """Without marks the body comes through as it is."""
    source = page("## In one minute\n\n" + body)
    assert "".join(text for _, text in marks.blocks(body)) == body
    marks.staged_body(source, context())


@given(st.text(alphabet="a`~\n ", max_size=120))
def test_fences_are_never_rewritten(body: str) -> None:
    for is_fence, block in marks.blocks(body):
        if is_fence:
            assert block.lstrip(" \t")[:3] in ("```", "~~~")


def test_front_matter_of_every_staged_page_is_yaml() -> None:
    """MkDocs takes front matter it cannot read for text, without a word."""
    for path, text in stage.pages(context()).items():
        _, head, _ = text.split("---\n", 2)
        assert yaml.safe_load(head)["description"], path
