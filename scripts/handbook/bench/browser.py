"""A built site served on this machine, and Chromium to look at it."""

from __future__ import annotations

import functools
import http.server
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from handbook.model import HandbookError

if TYPE_CHECKING:
    from playwright.sync_api import Browser

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
MISSING = "Chromium is missing: install Debian's package `chromium`."


class NoBrowserError(HandbookError):
    """There is no Chromium, or no Playwright to drive it."""


class _Handler(http.server.SimpleHTTPRequestHandler):
    extensions_map = {  # noqa: RUF012 - the base class declares it so
        **http.server.SimpleHTTPRequestHandler.extensions_map,
        ".js": "text/javascript",
        ".woff2": "font/woff2",
        ".svg": "image/svg+xml",
    }

    def log_message(self, format: str, *args: object) -> None:
        """Keep the output readable."""


@contextmanager
def served(site: Path) -> Iterator[str]:
    """The site's address, without a trailing slash."""
    handler = functools.partial(_Handler, directory=str(site))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def chromium() -> Iterator[Browser]:
    """The system's Chromium.

    Raises:
        NoBrowserError: it is missing, and what to do.
    """
    program = shutil.which("chromium") or shutil.which("google-chrome")
    if program is None:
        raise NoBrowserError(MISSING)
    try:
        from playwright.sync_api import sync_playwright
    except ImportError as error:
        raise NoBrowserError("Playwright is missing: run `make bench`.") from error
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()
