"""The canary sees lost pages, headings and cards."""

from pathlib import Path

from handbook import canary

PAGE = (
    "<html><body><article><h1 id='t'>Title<a class='headerlink' href='#t'>¶</a></h1>"
    "<details class='question' id='{card}'><summary>Why?</summary></details>"
    "</article></body></html>"
)


def write(folder: Path, name: str, card: str) -> None:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(PAGE.format(card=card))


def test_same_sites_do_not_differ(tmp_path: Path) -> None:
    write(tmp_path / "a", "x.html", "c01-a")
    ours = canary.outlines(tmp_path / "a")
    report = canary.difference(ours, ours)
    assert ours["x.html"].headings == ("h1 Title #t",)
    assert report.missing == report.extra == ()
    assert report.differing == {}


def test_a_lost_page_and_a_lost_card_show(tmp_path: Path) -> None:
    write(tmp_path / "a", "x.html", "c01-a")
    write(tmp_path / "a", "y.html", "c01-b")
    write(tmp_path / "b", "x.html", "c01-z")
    write(tmp_path / "b", "new.html", "c01-q")
    report = canary.difference(
        canary.outlines(tmp_path / "a"), canary.outlines(tmp_path / "b")
    )
    assert report.missing == ("y.html",)
    assert report.extra == ("new.html",)
    assert "lost ['c01-a'], new ['c01-z']" in report.differing["x.html"][0]
    assert "only MkDocs: y.html" in str(report)
