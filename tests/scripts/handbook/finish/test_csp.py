"""The policy lets the page's own scripts run and nothing else."""

import base64
import hashlib

import pytest

from handbook.finish import csp

SCRIPT = "var ready = 1 < 2 && true"  # the one of the sample page


def test_the_hash_is_that_of_the_bytes_between_the_tags(page_of):
    digest = hashlib.sha256(SCRIPT.encode()).digest()
    expected = "sha256-" + base64.b64encode(digest).decode()
    assert csp.apply(page_of("<p>x</p>")) == [expected]


def test_line_ends_are_hashed_as_the_browser_reads_them():
    assert csp.hash_of("a\r\nb\rc") == csp.hash_of("a\nb\nc")


def test_the_policy_stands_before_anything_that_loads(page_of):
    page = page_of("<p>x</p>")
    csp.apply(page)
    html = csp.resolve(page.html(), csp.policy(["sha256-x="]))
    assert html.index("charset") < html.index("Content-Security-Policy") < 200
    assert html.index("Content-Security-Policy") < html.index("<title")
    assert csp.found_in(html) == ["sha256-x="]


def test_a_page_that_has_a_policy_gets_the_new_one(page_of):
    page = page_of("<p>x</p>")
    csp.apply(page)
    once = csp.resolve(page.html(), csp.policy(["sha256-x="]))
    twice = csp.resolve(once, csp.policy(["sha256-y="]))
    assert csp.found_in(twice) == ["sha256-y="]
    assert twice.count("Content-Security-Policy") == 1


def test_data_blocks_and_files_need_no_hash(page_of):
    page = page_of(
        '<script type="application/json">{}</script><script src="a.js"></script>'
    )
    assert len(csp.apply(page)) == 1


@pytest.mark.parametrize(
    "markup",
    [
        '<p onclick="x()">a</p>',
        '<a href="javascript:x()">a</a>',
        '<script src="https://cdn.example/x.js"></script>',
        '<script src="//cdn.example/x.js"></script>',
        '<link rel="stylesheet" href="https://fonts.example/css">',
        '<link rel="preconnect" href="https://fonts.example">',
        '<img src="https://x.example/a.png" alt="">',
        '<img src="a.png" srcset="a.png 1x, https://x.example/b.png 2x" alt="">',
        '<iframe src="https://x.example"></iframe>',
        '<video poster="http://x.example/a.png"></video>',
    ],
)
def test_what_would_be_blocked_or_foreign_is_a_problem(page_of, markup):
    page = page_of(markup, f"line one\n\n{markup}")
    csp.apply(page)
    assert page.problems
    assert page.problems[0].path == "docs/concepts/c08-x.md"


def test_links_and_own_files_are_no_problem(page_of):
    page = page_of(
        '<a href="https://x.example">a</a><img src="a.png" alt="">'
        '<img src="data:image/png;base64,AA==" alt=""><script src="../a.js"></script>'
        '<link rel="next" href="https://handbook.example/x">'
    )
    csp.apply(page)
    assert page.problems == []


def test_sheets_that_load_from_elsewhere_are_found(tmp_path):
    css = "a{}\n@import 'https://x.example/a.css';\nb{src:url(//x.example/f.woff2)}"
    (tmp_path / "a.css").write_text(css)
    (tmp_path / "b.css").write_text("a{background:url(data:image/png;base64,AA==)}")
    problems = csp.check_sheets(tmp_path)
    assert [(p.path, p.line) for p in problems] == [("a.css", 2), ("a.css", 3)]
