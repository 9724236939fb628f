# ruff: noqa: E501 - a card's attributes stand on one line
"""The files of a new page, from the anatomy that the checks ask for."""

from __future__ import annotations

import json
import re
from datetime import date

from handbook import check
from handbook.model import HandbookError

SLUG = re.compile(r"^(?P<id>[cd]\d{2})-[a-z0-9]+(?:-[a-z0-9]+)*$")

CARD = """\
/// details | Ask it as an interviewer would?
    type: question
    attrs: {{id: {id}-first-question, data-kind: theory, data-level: core, data-covers: "definition"}}

**In 30 seconds.** Two or three sentences that would already pass.

**In two minutes.** The full answer, 90 to 220 words: mechanism, trade-off, assumption, one example with numbers.

**Must say**

- [ ] A fact without which the answer fails
- [ ] A second one
- [ ] A third one

**Follow-ups**

- *Why?* Because.
- *And if not?* Then.

**Red flag.** The sentence that loses the offer, and why.
///
"""

TEST = '''\
"""Holds {stem}.py to an independent oracle."""

import numpy as np
import pytest

from snippets.{package}.{stem} import mean


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_agrees_with_numpy(seed: int) -> None:
    x = np.random.default_rng(seed).normal(size=100)
    assert mean(x) == pytest.approx(float(np.mean(x)))


def test_nothing_to_average_is_an_error() -> None:
    with pytest.raises(ValueError, match="at least one"):
        mean(np.array([]))
'''

SNIPPET = '''\
"""Arithmetic mean: O(n) time. Replace this with the page's algorithm."""

import numpy as np
from numpy.typing import NDArray


def mean(x: NDArray[np.float64]) -> float:
    """Mean of x (n,). Raises ValueError when x is empty."""
    if x.size == 0:
        raise ValueError("mean needs at least one value")
    return float(x.sum() / x.size)
'''


def files(slug: str, title: str, today: date) -> dict[str, str]:
    """Path → text of the page, its package, a first snippet and its test.

    Raises:
        HandbookError: the slug does not look like `c26-time-series`.
    """
    found = SLUG.match(slug)
    if not found:
        raise HandbookError(
            f"{slug!r} is not a page name: write c or d, two digits, a hyphen and "
            "words in lower case, such as c26-time-series"
        )
    page_id, package = found["id"], slug.replace("-", "_")
    folder = "concepts" if page_id.startswith("c") else "design"
    kind = "concept" if folder == "concepts" else "design"
    return {
        f"docs/{folder}/{slug}.md": _page(page_id, package, title, kind, today),
        f"snippets/{package}/__init__.py": f'"""Snippets of {title}."""\n',
        f"snippets/{package}/first.py": SNIPPET,
        f"tests/snippets/{package}/test_first.py": TEST.format(
            package=package, stem="first"
        ),
    }


def _page(page_id: str, package: str, title: str, kind: str, today: date) -> str:
    lines = [
        "---",
        f"title: {json.dumps(title, ensure_ascii=False)}",
        "summary: One sentence, used on cards, in search and in the wiki.",
        "expect: what the interviewer listens for",
        "minutes: 45",
        "needs: []",
        f"tags: [{slug_tag(title)}]",
        f"reviewed: {today.isoformat()}",
        "status: draft",
        "---",
        "",
    ]
    for section in check.SECTIONS[kind]:
        lines += [f"## {section}", "", *_body(section, page_id, package), ""]
    return "\n".join(lines).rstrip() + "\n"


def slug_tag(title: str) -> str:
    """A tag made of the title's first words."""
    return re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-") or "tag"


def _body(section: str, page_id: str, package: str) -> list[str]:
    if section == "Questions":
        return [CARD.format(id=page_id).rstrip()]
    if section == "Checklist":
        return [
            f"- [ ] Define it in one sentence <!-- ck: {page_id}-define -->",
            f"- [ ] Say when to use it <!-- ck: {page_id}-when -->",
            f"- [ ] Name its failure modes <!-- ck: {page_id}-failure-modes -->",
        ]
    if section in ("How it works", "Core algorithm"):
        return [
            "```python",
            f'--8<-- "snippets/{package}/first.py"',
            "```",
        ]
    return ["To be written."]
