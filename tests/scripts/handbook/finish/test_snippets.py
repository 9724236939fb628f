"""A whole-file block is the file, byte for byte."""

import pytest

from handbook.finish import snippets

CODE = 'x = 1  # é\n\nif x < 2 and "a & b":\n    y = x\n'
SHOWN = (
    '<div class="snippet highlight" data-snippet="snippets/c08/x.py"><pre><span></span>'
    '<code><span class="n">x</span> = 1  # é\n\n'
    'if x &lt; 2 and "a &amp; b":\n    y = x\n</code></pre></div>'
)


def block(page_of, shown):
    page = page_of(shown, '# T\n\n```python\n--8<-- "snippets/c08/x.py"\n```\n')
    path = page.root / "snippets/c08/x.py"
    path.parent.mkdir(parents=True)
    path.write_text(CODE, "utf-8")
    snippets.apply(page)
    return page


def test_the_tested_bytes_are_shown(page_of):
    page = block(page_of, SHOWN)
    assert page.problems == []
    assert page.counts["snippets"] == 1
    assert list(page.inputs) == ["root:snippets/c08/x.py"]


@pytest.mark.parametrize(
    "change", [("y = x\n", "y = x"), ("= 1", "= 2"), ("\n\n", "\n")]
)
def test_any_difference_is_a_problem(page_of, change):
    page = block(page_of, SHOWN.replace(*change))
    (problem,) = page.problems
    assert (problem.path, problem.line) == ("docs/concepts/c08-x.md", 4)


def test_a_missing_file_is_a_problem(page_of):
    page = page_of(SHOWN)
    snippets.apply(page)
    assert "does not exist" in page.problems[0].text
