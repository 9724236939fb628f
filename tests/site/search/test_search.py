"""Search as a learner uses it: in the theme's box, in a browser, on the built site."""

from __future__ import annotations

import functools
import gzip
import http.server
import importlib.util
import sys
import threading
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

import pytest
from playwright.sync_api import Browser, CDPSession, Page, expect

from handbook.cache import Cache
from handbook.finish import search

pytestmark = [pytest.mark.browser, pytest.mark.site]

HERE = Path(__file__).parent


def _sibling(name: str):  # type: ignore[no-untyped-def]
    spec = importlib.util.spec_from_file_location(f"search_{name}", HERE / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


tables = _sibling("tables")
synthetic = _sibling("synthetic")

BOX = "[data-md-component=search-query]"
# The right page among the first and the first three; the same for the very place
# (the card) where the table names one. The unseen table's aims are 90 % and 97 %.
FLOORS = {
    tables.TUNED: ((0.95, 0.98), (0.95, 0.98)),
    tables.UNSEEN: ((0.86, 0.95), (0.77, 0.92)),
}
INDEX_LIMIT = 600_000  # bytes, gzipped, for a book of 250,000 words
START = "concepts/c06-evaluation-and-metrics.html"

# Types a query and waits for the theme to show its results.
ASK = """
query => new Promise((resolve, reject) => {
  const started = performance.now();
  const input = document.querySelector("[data-md-component=search-query]");
  const meta = document.querySelector(".md-search-result__meta");
  const done = new MutationObserver(() => {
    if (/Initializing/.test(meta.textContent)) return;
    done.disconnect();
    clearTimeout(late);
    const seconds = (performance.now() - started) / 1000;
    const items = [...document.querySelectorAll(".md-search-result__item")];
    resolve([seconds, items.map(item =>
      [...item.querySelectorAll(".md-search-result__link")].map(link => {
        const article = link.querySelector("article");
        return [link.href, link.querySelector("h1, h2").textContent,
                Number(article.dataset.mdScore)];
      }))]);
  });
  const late = setTimeout(() => reject(new Error("no answer: " + query)), 10000);
  done.observe(meta, { childList: true, characterData: true, subtree: true });
  input.focus();
  input.value = query;
  input.dispatchEvent(new Event("input", { bubbles: true }));
})
"""


def ask(page: Page, query: str, base: str) -> list[list[object]]:
    """The results as the list shows them: groups of links."""
    return ask_timed(page, query, base)[1]


def ask_timed(page: Page, query: str, base: str) -> tuple[float, list[list[object]]]:
    """Results, and the seconds from focus to seeing them."""
    groups = []
    seconds, items = page.evaluate(ASK, query)
    for links in items:
        group = []
        for href, title, score in links:
            path = unquote(urlsplit(href).path).removeprefix(urlsplit(base).path)
            anchor = unquote(urlsplit(href).fragment)
            group.append(tables.Link(path.lstrip("/"), anchor, title, score))
        groups.append(group)
    return seconds, groups


def _wait_until_ready(page: Page) -> None:
    meta = page.locator(".md-search-result__meta")
    expect(meta).not_to_contain_text("Initializing", timeout=10_000)


@pytest.fixture(scope="module")
def book() -> bytes:
    """The index of a book of 250,000 words."""
    cache = Cache(Path(__file__).resolve().parents[3] / ".cache" / "handbook")
    return search.compile_index(synthetic.book(250_000), cache)


@pytest.mark.parametrize("table", [tables.TUNED, tables.UNSEEN], ids=lambda p: p.stem)
def test_learner_queries_find_their_page(
    page: Page, site_url: str, table: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    if not table.is_file():
        pytest.skip(f"{table.name} is not written yet")
    page.goto(f"{site_url}/{START}")
    queries = tables.read(table)
    ranked = []
    for query in queries:
        groups = ask(page, query.text, site_url)
        ranked.append((query, query.page_rank(groups), query.rank(groups), groups))
    pages = _rates([page for _, page, _, _ in ranked])
    places = _rates([place for _, _, place, _ in ranked])
    misses = [
        f"  {_shown(on_page):>2} {_shown(place):>2}  {query.text}"
        f"  → {query.expected}  (first: {_name(groups)})"
        for query, on_page, place, groups in ranked
        if place > 1
    ]
    report = (
        f"{table.name}: {len(ranked)} queries; right page top-1 {pages[0]:.1%}, top-3 "
        f"{pages[1]:.1%}; right place top-1 {places[0]:.1%}, top-3 {places[1]:.1%}"
    )
    with capsys.disabled():
        print("\n" + "\n".join([report, "  (rank of the page, of the place)", *misses]))
    for rates, floors in zip((pages, places), FLOORS[table], strict=True):
        assert rates[0] >= floors[0], report
        assert rates[1] >= floors[1], report


def _rates(ranks: list[int]) -> tuple[float, float]:
    return tuple(sum(r <= best for r in ranks) / len(ranks) for best in (1, 3))


def _shown(rank: int) -> str:
    return "–" if rank == tables.NOWHERE else str(rank)


def _name(groups: list[list[object]]) -> str:
    if not groups:
        return "nothing"
    best = max(groups[0], key=lambda link: link.score)  # type: ignore[attr-defined]
    return f"{best.page}#{best.anchor}" if best.anchor else best.page  # type: ignore[attr-defined]


def test_every_question_finds_its_own_card(
    page: Page, site_url: str, site: Path
) -> None:
    """The text of a question leads to it, for every card of the site."""
    page.goto(f"{site_url}/{START}")
    missed, asked = [], 0
    for path in sorted(site.glob("*/[cdp][0-9]*.html")):
        tree = search.parse(path.read_text("utf-8"))
        url = path.relative_to(site).as_posix()
        for entry in search.questions(tree):
            asked += 1
            target = tables.Target(url.removesuffix(".html"), entry.anchor)
            if target.rank(ask(page, entry.title, site_url)) > 1:
                missed.append(f"{entry.anchor}: {entry.title}")
    assert asked
    # two pages may ask the same in almost the same words
    assert len(missed) <= 0.02 * asked, "\n".join(missed)


def test_nothing_is_fetched_before_the_first_focus(page: Page, site_url: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{site_url}/{START}")
    page.wait_for_load_state("networkidle")
    assert [url for url in asked if _is_search(url)] == []
    page.keyboard.press("/")
    _wait_until_ready(page)
    later = sorted(url.rsplit("/", 1)[-1] for url in asked if _is_search(url))
    assert later == ["index.js", "search-engine.js"]


def _is_search(url: str) -> bool:
    path = urlsplit(url).path
    return "/search/" in path or "workers" in path or path.endswith("search-engine.js")


def test_keyboard_alone(page: Page, site_url: str) -> None:
    """The theme's keys: open, type, walk the list, leave, and enter for the best."""
    page.goto(f"{site_url}/index.html")
    for key in ("f", "s", "/"):
        page.keyboard.press(key)
        assert page.locator(BOX).evaluate("box => box === document.activeElement")
        expect(page.locator("#__search")).to_be_checked()
        page.keyboard.press("Escape")
        expect(page.locator("#__search")).not_to_be_checked()
        page.wait_for_timeout(100)  # the theme takes note of a lost focus with a delay
    page.keyboard.press("/")
    page.keyboard.type("confusion matr")
    page.wait_for_selector(".md-search-result__link")
    ask(page, "confusion matrix", site_url)  # the answers to all keys have come by now
    page.keyboard.press("ArrowDown")
    expect(page.locator(".md-search-result__link:focus")).to_have_count(1)
    page.keyboard.press("ArrowUp")
    assert page.locator(BOX).evaluate("box => box === document.activeElement")
    page.keyboard.press("Enter")
    page.wait_for_url("**/c06-evaluation-and-metrics.html*")


def test_result_opens_the_card(page: Page, site_url: str) -> None:
    page.goto(f"{site_url}/index.html")
    page.keyboard.press("/")
    page.keyboard.type("Explain transformers at a high level.")
    page.wait_for_selector(".md-search-result__link[href*='#c18-']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/c18-llms-and-transformers.html#c18-explain-transformers")
    page.wait_for_selector("details#c18-explain-transformers[open]")


def test_results_say_what_they_are(page: Page, site_url: str) -> None:
    page.goto(f"{site_url}/{START}")
    ask(page, "confusion matrix", site_url)
    assert page.locator(".md-search-result mark").count() > 1
    meta = page.locator(".md-search-result__meta")
    assert "matching" in meta.inner_text()
    assert meta.get_attribute("aria-live") == "polite"
    ask(page, "zzzzqqqq", site_url)
    assert meta.inner_text() == "No matching documents"


HOSTILE = [
    "<img src=x onerror=window.pwned=1>",
    '"><script>window.pwned=1</script>',
    "<mark>precision</mark> & recall",
    "&lt;b&gt; precision",
    "constructor __proto__ hasOwnProperty",
    "(?:[",
    "\\",
    "%",
    "' OR 1=1 --",
    "precision " * 400,
    "😀 \u202e",
]


@pytest.mark.parametrize("query", HOSTILE[:3])
def test_hostile_addresses_stay_text(page: Page, site_url: str, query: str) -> None:
    page.goto(f"{site_url}/{START}?q={quote(query)}")
    _wait_until_ready(page)
    assert page.locator(BOX).input_value() == query
    _assert_harmless(page)


def test_hostile_queries_stay_text(page: Page, site_url: str) -> None:
    page.goto(f"{site_url}/{START}")
    for query in HOSTILE:
        ask(page, query, site_url)
        _assert_harmless(page)
        ask(page, f"{query} recall", site_url)
        _assert_harmless(page)


def _assert_harmless(page: Page) -> None:
    result = page.locator(".md-search-result")
    assert result.locator("img, script, iframe, b").count() == 0
    assert page.evaluate("window.pwned") is None


def test_works_from_a_file(browser: Browser, site: Path) -> None:
    context = browser.new_context()
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda m: errors.append(m.text) if m.type == "error" else None)
    page.goto((site / START).as_uri())
    groups = ask(page, "roc auc", site.as_uri())
    assert tables.Target.parse("c06").rank(groups) == 1
    page.keyboard.press("Enter")
    page.wait_for_url("**/c06-evaluation-and-metrics.html*")
    context.close()
    assert [e for e in errors if "search" in e.lower()] == []


@pytest.mark.parametrize("path", ["404.html", "index.html", "guide/index.html"])
def test_works_at_every_depth(page: Page, site_url: str, path: str) -> None:
    page.goto(f"{site_url}/{path}")
    groups = ask(page, "confusion matrix", site_url)
    assert tables.Target.parse("c06").rank(groups) == 1


def test_index_of_a_long_book_is_small(book: bytes) -> None:
    size = len(gzip.compress(book, 6, mtime=0))
    assert size <= INDEX_LIMIT, f"{size} bytes gzipped"


@pytest.fixture(scope="module")
def long_site(
    site: Path, book: bytes, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The site with the index of the long book."""
    folder = tmp_path_factory.mktemp("long")
    for path in site.iterdir():
        if path.name != "search":
            (folder / path.name).symlink_to(path.resolve())
    (folder / "search").mkdir()
    (folder / "search" / "index.js").write_bytes(book)
    return folder


@pytest.mark.parametrize("scheme", ["http", "file"])
def test_first_result_of_a_long_book(
    browser: Browser,
    long_site: Path,
    book: bytes,
    scheme: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Printed, for the clock of a shared machine proves nothing: the aim is 300 ms.

    The page's processor time counts no waiting for others; from a file it holds all the
    work, from a server the worker's share is missing.
    """
    handler = functools.partial(Quiet, directory=str(long_site))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_address[1]}"
    base = address if scheme == "http" else long_site.as_uri()
    query = " ".join(synthetic.title_of(book).split()[:3])
    first, second, processor = [], [], []
    for slowed in (4, 4, 1, 1):
        context = browser.new_context()
        page = context.new_page()
        page.goto(f"{base}/{START}")
        page.wait_for_load_state("networkidle")
        client = context.new_cdp_session(page)
        client.send("Performance.enable", {"timeDomain": "threadTicks"})
        client.send("Emulation.setCPUThrottlingRate", {"rate": slowed})
        before = _busy(client)
        seconds, groups = ask_timed(page, query, base)
        assert groups
        if slowed == 1:
            processor.append(_busy(client) - before)
        else:
            first.append(seconds)
            second.append(ask_timed(page, query[:-3] + "x", base)[0])
        context.close()
    server.shutdown()
    server.server_close()
    with capsys.disabled():
        print(
            f"\n{scheme}, book of 250,000 words: focus to first result "
            f"{min(first) * 1000:.0f} ms on a page slowed 4×, the next query "
            f"{min(second) * 1000:.0f} ms; processor time of the page for the first "
            f"{min(processor) * 1000:.0f} ms (× 4 = {min(processor) * 4000:.0f} ms)"
        )


def _busy(client: CDPSession) -> float:
    """Seconds that the page's main thread has worked so far."""
    metrics = client.send("Performance.getMetrics")["metrics"]
    return next(m["value"] for m in metrics if m["name"] == "TaskDuration")


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Keep the test's output readable."""
