"""A whole site: final, the same every time, nothing done twice, all problems shown."""

import re
import struct
from collections.abc import Callable
from pathlib import Path

import pytest

from handbook import finish
from handbook.cache import Cache
from handbook.finish import csp, maths
from handbook.model import ContentError

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + struct.pack(">II", 40, 30)
CARD = (
    '<details class="question" id="c08-q" data-kind="theory"><summary>Q?</summary>'
    "<p><strong>In 30 seconds.</strong> So.</p></details>"
)
BODY = (
    '<h1 style="color:red">T</h1>'
    '<p>\\$ <span class="arithmatex">\\(x_{n}^2\\)</span></p>'
    '<pre class="mermaid"><code>flowchart LR\n accTitle: T\n accDescr: D\n A --&gt; B'
    f'</code></pre><img src="a.png" alt="a">{CARD}'
)
MARKDOWN = "---\ntitle: T\naliases: [old.md]\n---\n\n$x_{n}^2$\n"


class Book:
    """A root with docs, a built site and a cache of its own."""

    def __init__(self, root: Path, shell: Callable[..., str]) -> None:
        self.shell = shell
        self.root, self.site = root, root / "site"
        self.cache = Cache(root / "cache")
        for folder in ("docs", "site"):
            (root / folder).mkdir()
        self.write("c08-x", BODY, MARKDOWN)
        self.write("index", "<p>plain</p>", "plain\n")
        (self.site / "a.png").write_bytes(PNG)
        (self.site / "404.html").write_text("<!doctype html><html><head></head></html>")

    def write(self, name: str, body: str, markdown: str = "") -> None:
        (self.root / "docs" / f"{name}.md").write_text(markdown, "utf-8")
        (self.site / f"{name}.html").write_text(
            self.shell(body, f"{name}.html"), "utf-8"
        )

    def source(self, url: str) -> Path | None:
        path = self.root / "docs" / url.replace(".html", ".md")
        return path if path.is_file() else None

    def run(self, **more: object) -> finish.Report:
        return finish.run(
            self.site, source=self.source, root=self.root, cache=self.cache, **more
        )

    def bytes(self) -> dict[str, bytes]:
        files = sorted(path for path in self.site.rglob("*") if path.is_file())
        return {
            path.relative_to(self.site).as_posix(): path.read_bytes() for path in files
        }


@pytest.fixture
def book(tmp_path: Path, shell: Callable[..., str]) -> Book:
    return Book(tmp_path, shell)


def test_a_site_is_finished(book):
    seen = []
    report = book.run(progress=lambda done, total: seen.append((done, total)))
    html = (book.site / "c08-x.html").read_text("utf-8")
    assert ' style="' not in html
    assert "<style" not in html
    assert 'class="katex"' in html
    assert '<div class="card-part" data-part="30s">' in html
    assert 'width="40" height="30"' in html
    assert (report.pages, report.changed, report.redirects) == (3, 3, 1)
    assert report.counts == {"formulas": 1, "diagrams": 1, "cards": 1}
    assert "3 pages (3 changed), 1 formulas" in str(report)
    assert seen[-1] == (3, 3)
    for name in re.findall(r'(?:href|src)="(assets/[^"#]+)', html):
        assert (book.site / name).is_file()


def test_only_pages_with_formulas_link_their_sheet(book):
    book.run()
    assert maths.SHEET in (book.site / "c08-x.html").read_text("utf-8")
    assert maths.SHEET not in (book.site / "index.html").read_text("utf-8")


def test_the_policy_is_the_same_on_all_pages_and_covers_each_script(book):
    book.run()
    policies = {
        csp._META.search(page.decode())[1]
        for name, page in book.bytes().items()
        if name.endswith(".html")
    }
    assert len(policies) == 1
    assert csp.hash_of("var ready = 1 < 2 && true") in policies.pop()


def test_finishing_twice_changes_nothing(book):
    book.run()
    once = book.bytes()
    report = book.run()
    assert book.bytes() == once
    assert report.changed == 0


def test_a_new_page_joins_a_finished_site(book):
    book.run()
    book.write("c09-y", '<p><span class="arithmatex">\\(\\sqrt{y}\\)</span></p>', "$y$")
    before = (book.site / maths.SHEET).read_text("utf-8")
    book.run()
    after = (book.site / maths.SHEET).read_text("utf-8")
    assert set(before.splitlines()) < set(after.splitlines())


def test_nothing_is_done_again_for_unchanged_pages(book, tmp_path, monkeypatch):
    raw = book.bytes()
    book.run()
    final = book.bytes()
    for name in final:
        (book.site / name).unlink()
    for name, data in raw.items():
        (book.site / name).write_bytes(data)
    monkeypatch.setattr(finish, "_finish", lambda *a: pytest.fail("finished again"))
    assert book.run().changed == 0
    assert book.bytes() == final


def test_a_new_picture_makes_its_page_new(book):
    raw = book.bytes()
    book.run()
    (book.site / "c08-x.html").write_bytes(raw["c08-x.html"])
    (book.site / "a.png").write_bytes(PNG[:16] + struct.pack(">II", 80, 60))
    assert book.run().changed == 1
    assert 'width="80" height="60"' in (book.site / "c08-x.html").read_text("utf-8")


def test_all_problems_of_all_pages_come_at_once(book):
    book.write("c09-y", '<span class="arithmatex">\\(\\nope\\)</span>', "a\n$\\nope$")
    book.write("c10-z", '<p onclick="x()">a</p><img src="no.png" alt="">', "b")
    with pytest.raises(ContentError) as error:
        book.run()
    lines = [str(problem) for problem in error.value.problems]
    assert [line.split(":")[0] for line in lines] == [
        "docs/c09-y.md",
        "docs/c10-z.md",
        "docs/c10-z.md",
    ]
    assert lines[0].startswith("docs/c09-y.md:2: KaTeX cannot set $\\nope$")


def test_a_warning_is_reported_each_time_and_stops_nothing(book, monkeypatch):
    def warn(page):
        page.problem(1, "odd", warning=True)

    monkeypatch.setattr(finish.snippets, "apply", warn)
    raw = book.bytes()
    assert len(book.run().warnings) == 3
    for name, data in raw.items():
        (book.site / name).write_bytes(data)
    report = book.run()
    assert report.changed == 0
    assert len(report.warnings) == 3


def test_two_processes_write_what_one_writes(tmp_path, shell):
    books = []
    for jobs in (1, 2):
        root = tmp_path / str(jobs)
        root.mkdir()
        book = Book(root, shell)
        for number in range(8):
            body = f'<span class="arithmatex">\\(x^{number}\\)</span>'
            book.write(f"p{number}", body)
        book.run(jobs=jobs)
        books.append(book.bytes())
    assert books[0] == books[1]


def test_one_page_at_a_time_gives_the_same_page(book):
    html = (book.site / "c08-x.html").read_text("utf-8")
    context = finish.Context(book.site, book.root, book.cache)
    one = finish.page(html, "c08-x.html", context, book.source("c08-x.html"))
    assert (book.site / maths.SHEET).is_file()
    assert list((book.site / "assets/diagrams").iterdir())
    assert finish.page(one, "c08-x.html", context) == one
    book.run()
    final = (book.site / "c08-x.html").read_text("utf-8")
    assert re.sub("script-src [^;]*", "", one) == re.sub("script-src [^;]*", "", final)


def test_a_preview_keeps_the_sheets_of_the_other_pages(book):
    book.run()
    before = (book.site / maths.SHEET).read_text("utf-8")
    book.write("c09-y", '<p><span class="arithmatex">\\(\\sqrt{y}\\)</span></p>')
    context = finish.Context(book.site, book.root, book.cache, policy=False)
    html = (book.site / "c09-y.html").read_text("utf-8")
    final = finish.page(html, "c09-y.html", context)
    assert "Content-Security-Policy" not in final
    after = (book.site / maths.SHEET).read_text("utf-8")
    assert set(before.splitlines()) < set(after.splitlines())


def test_a_preview_says_what_is_wrong(book):
    context = finish.Context(book.site, book.root, book.cache)
    with pytest.raises(ContentError):
        finish.page(book.shell('<p onclick="x()">a</p>'), "x.html", context)


def test_compressed_twins_are_made_when_asked(book):
    assert book.run().compressed == 0
    assert book.run(compress=True).compressed > 0
    assert (book.site / "c08-x.html.gz").is_file()
