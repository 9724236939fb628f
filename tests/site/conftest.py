"""The built site in a real browser: a server, Chromium, a page that tells on itself.

Every page opened through the `page` fixture fails its test when the console shows an
error, a script throws, the CSP is violated or a request leaves the site's origin.
"""

from __future__ import annotations

import functools
import http.server
import os
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
SITE = Path(os.environ.get("HANDBOOK_SITE", ROOT / "site"))
CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


class Handler(http.server.SimpleHTTPRequestHandler):
    """Serves the site; the sitemap names whatever origin it is asked at.

    Instant navigation trusts the sitemap, so a test server on a random port must look
    like the origin that the site was built for.
    """

    extensions_map = {  # noqa: RUF012 - the base class declares it so
        **http.server.SimpleHTTPRequestHandler.extensions_map,
        ".js": "text/javascript",
        ".woff2": "font/woff2",
        ".svg": "image/svg+xml",
    }

    def do_GET(self) -> None:
        if urlsplit(self.path).path != "/sitemap.xml":
            super().do_GET()
            return
        text = (SITE / "sitemap.xml").read_text()
        origin = f"http://{self.headers['Host']}/"
        body = text.replace("http://127.0.0.1:8000/", origin).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/xml")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Keep the test's output readable."""


@pytest.fixture(scope="session")
def site() -> Path:
    if not (SITE / "index.html").is_file():
        pytest.fail("no built site: run `make site` (make test does so by itself)")
    return SITE


@pytest.fixture(scope="session")
def site_url(site: Path) -> Iterator[str]:
    """The site's address on this machine, without a trailing slash."""
    handler = functools.partial(Handler, directory=str(site))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        message = "no Chromium: install Debian's package `chromium`, or see `make test`"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


class GuardedPage(NamedTuple):
    """A page and what it did wrong or asked for so far."""

    page: Page
    guard: Guard


class Guard:
    """Collects what a good page never does."""

    def __init__(self, origin: str) -> None:
        self.origin = origin
        self.faults: list[str] = []
        self.requests: list[str] = []

    def watch(self, page: Page) -> None:
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.faults.append(f"script: {error}"))
        page.on("request", self._request)

    def _console(self, message: object) -> None:
        if getattr(message, "type", "") in ("error", "warning"):
            location = getattr(message, "location", {})
            text = getattr(message, "text", "")
            self.faults.append(f"console: {text} ({location.get('url', '')})")

    def _request(self, request: Request) -> None:
        self.requests.append(request.url)
        parts = urlsplit(request.url)
        if parts.scheme in ("data", "blob", "file", "about"):
            return
        if f"{parts.scheme}://{parts.netloc}" != self.origin:
            self.faults.append(f"foreign request: {request.url}")


@pytest.fixture
def new_page(browser: Browser, site_url: str) -> Iterator[Callable[..., GuardedPage]]:
    """Make pages, each in a fresh profile; `new_page(width=390, scheme="dark")`.

    Further options go to Playwright's `new_context`. Faults fail the test at its end.
    """
    opened: list[tuple[BrowserContext, Guard]] = []

    def make(
        *, width: int = 1280, scheme: str = "light", **options: Any
    ) -> GuardedPage:
        guard = Guard(site_url)
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme="dark" if scheme == "dark" else "light",
            **options,
        )
        context.set_default_timeout(45_000)  # slow machines are no fault
        context.on("page", guard.watch)
        opened.append((context, guard))
        return GuardedPage(context.new_page(), guard)

    yield make
    for context, _ in opened:
        context.close()
    faults = [fault for _, guard in opened for fault in guard.faults]
    assert not faults, "\n".join(faults)


@pytest.fixture
def page(new_page: Callable[..., GuardedPage]) -> Page:
    """One guarded page of ordinary size in the light scheme."""
    return new_page().page


@pytest.fixture
def context(page: Page) -> BrowserContext:
    """The profile of `page`; pages opened in it are guarded too."""
    return page.context
