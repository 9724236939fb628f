"""A small site that an engine might have built, and one page of it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from handbook.cache import Cache
from handbook.finish.page import Page, parse

SHELL = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>{title}</title>
<link rel="canonical" href="https://handbook.example/{url}">
<link rel="stylesheet" href="theme.css">
</head>
<body>
<article>
{body}
</article>
<script>var ready = 1 < 2 && true</script>
</body>
</html>
"""


def whole(
    body: str, url: str = "concepts/c08-x.html", title: str = "Regression"
) -> str:
    """A whole page around a body."""
    return SHELL.format(body=body, url=url, title=title)


@pytest.fixture(scope="session")
def shell() -> Callable[..., str]:
    """Puts a body into a whole page."""
    return whole


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Cache:
    """One cache for all tests: Node and merman draw each thing once."""
    return Cache(tmp_path_factory.mktemp("cache"))


@pytest.fixture
def page_of(tmp_path: Path, store: Cache) -> Callable[..., Page]:
    """Makes a page from its body and the Markdown it came from."""

    def build(body: str, markdown: str = "", url: str = "concepts/c08-x.html") -> Page:
        site, root = tmp_path / "site", tmp_path
        source = root / "docs" / url.replace(".html", ".md")
        source.parent.mkdir(parents=True, exist_ok=True)
        source.write_text(markdown, "utf-8")
        (site / url).parent.mkdir(parents=True, exist_ok=True)
        return Page(url, parse(whole(body, url)), site, root, store, source)

    return build


@pytest.fixture(scope="session")
def page_of_text(
    tmp_path_factory: pytest.TempPathFactory, store: Cache
) -> Callable[[str], Page]:
    """Makes a page without a source; may be asked many times in one test."""
    site = tmp_path_factory.mktemp("site")
    return lambda body: Page("x.html", parse(whole(body)), site, site, store)
