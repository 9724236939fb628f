"""A former address leads to the page's present one."""

import pytest

from handbook.finish import csp, redirects

FRONT = "---\ntitle: T\naliases: [concepts/c08-old.md, start/]\n---\n\ntext\n"
TARGET = '<title>T</title><link rel="canonical" href="https://h.example/concepts/c08-x.html">'


@pytest.fixture
def site(tmp_path):
    (tmp_path / "site/concepts").mkdir(parents=True)
    (tmp_path / "site/concepts/c08-x.html").write_text(TARGET)
    return tmp_path / "site"


def write(site, text, **more):
    source = site.parent / "c08-x.md"
    source.write_text(text)
    sources = {"concepts/c08-x.html": source, **more}
    names = {url: path.name for url, path in sources.items()}
    return redirects.write(site, sources, names, csp.policy())


def test_redirects_are_written(site):
    assert write(site, FRONT) == (2, [])
    old = (site / "concepts/c08-old.html").read_text()
    assert '<a href="c08-x.html">T</a>' in old
    assert 'url=c08-x.html"' in old
    assert 'data-to="c08-x.html"' in old
    assert '<link rel="canonical" href="https://h.example/concepts/c08-x.html">' in old
    assert "Content-Security-Policy" in old
    assert "<script>" not in old
    assert 'href="../concepts/c08-x.html"' in (site / "start/index.html").read_text()
    assert (site / redirects.SCRIPT).is_file()


def test_an_address_that_is_taken_is_a_problem(site):
    text = "---\ntitle: T\naliases:\n  - concepts/c09-y.md\n---\n"
    taken = site.parent / "c09-y.md"
    taken.write_text("---\ntitle: U\n---\n")
    count, problems = write(site, text, **{"concepts/c09-y.html": taken})
    assert count == 0
    assert [(p.path, p.line) for p in problems] == [("c08-x.md", 4)]


def test_an_alias_cannot_leave_the_site(site):
    _, problems = write(site, "---\naliases: [../../x.md]\n---\n")
    assert problems


@pytest.mark.parametrize("text", ["", "aliases: [a.md]", "---\n: [\naliases\n---\n"])
def test_pages_without_aliases(text):
    assert redirects.aliases(text) == []
