"""Style attributes and elements leave the page, and mean the same afterwards."""

from hypothesis import given
from hypothesis import strategies as st

from handbook.finish import styles
from handbook.finish.page import INLINE


def test_no_style_is_left_in_the_page(page_of):
    page = page_of('<p class="a" style="color: red">x</p><p style="">y</p>')
    styles.apply(page)
    assert "style=" not in page.html()
    (key,) = page.styles[INLINE]
    assert page.tree.xpath("//p")[0].get("class") == f"a {key}"
    assert page.styles[INLINE][key] == "color:red"


def test_equal_declarations_share_a_class(page_of):
    page = page_of('<p style="COLOR:red;">x</p><i style=" color : red ">y</i>')
    styles.apply(page)
    assert len(page.styles[INLINE]) == 1


def test_a_style_element_becomes_a_file_in_its_place(page_of, store):
    page = page_of('<div><style media="print">p { color: red }</style></div>')
    styles.apply(page)
    (path,) = page.files
    assert store.get("files", page.files[path]) == b"p { color: red }\n"
    link = page.tree.xpath("//div/link")[0]
    assert link.get("href") == f"../{path}"
    assert link.get("media") == "print"
    assert not page.tree.xpath("//style")


def test_a_style_in_a_picture_moves_to_the_head(page_of):
    page = page_of("<svg><style>*{fill:red}</style><path d='M0 0'/></svg>")
    styles.apply(page)
    assert page.tree.xpath("//head/link[contains(@href, 'inline-')]")
    assert not page.tree.xpath("//svg//link")


def test_an_import_is_refused(page_of):
    page = page_of("<style>@import 'x.css';</style>")
    styles.apply(page)
    assert page.problems


def test_semicolons_in_strings_do_not_split():
    text = "background:url(\"a;b\");content:';'"
    assert styles.declarations(text).count(":") == 2
    sheet: dict[str, str] = {}
    styles.name("s", text, sheet)
    assert styles.rules(sheet).count("!important") == 2


words = st.text("abcdef-", min_size=1, max_size=8)


@given(st.dictionaries(words, words, min_size=1, max_size=5))
def test_a_written_sheet_reads_back(tmp_path_factory, given_styles):
    sheet: dict[str, str] = {}
    for prop, value in given_styles.items():
        styles.name("s", f"{prop}: {value}", sheet)
    path = tmp_path_factory.mktemp("sheet") / "x.css"
    path.write_text(styles.rules(sheet))
    assert styles.read(path) == sheet
