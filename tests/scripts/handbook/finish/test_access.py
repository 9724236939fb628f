"""What the theme leaves unnamed gets a name."""

from handbook.finish import access


def test_the_search_dialog_has_a_name(page_of):
    page = page_of('<div data-md-component="search" role="dialog"></div>')
    access.apply(page)
    assert page.tree.xpath("//*[@role='dialog']")[0].get("aria-label") == "Search"


def test_no_two_landmarks_share_a_name(page_of):
    page = page_of(
        '<nav aria-label="Contents"></nav><nav aria-label="Contents"></nav>'
        '<b id="t"> Contents </b><nav aria-labelledby="t"></nav><nav></nav><nav></nav>'
    )
    access.apply(page)
    names = [nav.get("aria-label") for nav in page.tree.iter("nav")]
    assert names == [
        "Contents",
        "Contents (2)",
        "Contents (3)",
        None,
        "Navigation (2)",
    ]


def test_empty_headers_become_cells(page_of):
    page = page_of(
        "<table><tr><th></th><th> </th><th>a</th><th><b>c</b></th></tr></table>"
    )
    access.apply(page)
    cells = page.tree.xpath("//tr/*")
    assert [cell.tag for cell in cells] == ["td", "td", "th", "th"]


def test_headings_are_announced_without_a_gap(page_of):
    page = page_of("<h1>a</h1><h2>b</h2><h4>c</h4><h2>d</h2><h3>e</h3>")
    access.apply(page)
    levels = [h.get("aria-level") for h in page.content if h.tag.startswith("h")]
    assert levels == [None, None, "3", None, None]


def test_outgoing_links_keep_the_window_to_us(page_of):
    page = page_of(
        '<a href="https://x.example" rel="nofollow">a</a><a href="../b.html">b</a>'
    )
    access.apply(page)
    away, home = page.tree.iter("a")
    assert away.get("rel") == "nofollow noopener"
    assert "rel" not in home.attrib


def test_mending_twice_changes_nothing(page_of):
    page = page_of(
        '<nav aria-label="C"></nav><nav aria-label="C"></nav><h1>a</h1><h3>b</h3>'
    )
    access.apply(page)
    once = page.html()
    access.apply(page)
    assert page.html() == once
