"""Words, fingerprints and anchors."""

import pytest
from markdown.extensions.toc import slugify

from handbook import text


@pytest.mark.parametrize(
    ("markdown", "count"),
    [
        ("", 0),
        ("one two-three, four's.", 3),
        ("- * | --- |", 0),
        ("`code` counts", 2),
        ("$x + 1$ is one word", 4),
        ("$$\nx + 1\n$$\nnothing", 1),
        ("a<!-- not this -->", 1),
        ("```python\nnot this\n```\nyes", 1),
        ("````\n```\nnot this\n```\n````\nyes", 1),
        ("![not the alt text](a.png) yes", 1),
        ("[a link](https://example.org/not-this) yes", 3),
        ("<span class='no'>yes</span>", 1),
        ("/// note | Two words\n    type: x\nthree\n///", 3),
        ("costs $5 and $10 each", 5),
    ],
)
def test_words(markdown: str, count: int) -> None:
    assert text.words(markdown) == count


def test_fingerprints_ignore_space_but_no_words() -> None:
    first = text.fingerprint("a\n\nb \n")
    assert len(first) == 12
    assert first == text.fingerprint("\n\na\r\nb\n\n\n")
    assert first != text.fingerprint("a\nc")
    assert first != text.fingerprint("a b")
    assert text.fingerprint("\ud800")


@pytest.mark.parametrize(
    "heading",
    [
        "In one minute",
        "Use `x`",
        "k-fold & more!",
        "Größe 2×",
        "a_b",
    ],
)
def test_slugs_are_the_engine_s(heading: str) -> None:
    assert text.slug(heading) == slugify(heading.replace("`", ""), "-")


def test_comments_are_found_in_one_pass() -> None:
    assert list(text.comments("a<!--b-->c<!-- d\n-->e<!-- open")) == [(1, 9), (10, 20)]
    assert list(text.comments("<!--" * 100_000)) == []
