"""Live preview: stages an edit, renders and finishes its page, reloads the browser.

Uses MkDocs' own live-reload server. Only pages whose staged text changed are rendered
again, so other pages keep an old navigation until mkdocs.yml is saved.
"""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Callable
from pathlib import Path

from handbook import build
from handbook.finish import search
from handbook.model import ContentError, HandbookError


def run(place: build.Place, host: str, port: int, say: Callable[[str], None]) -> None:
    """Build once, then serve and rebuild until interrupted.

    Raises:
        HandbookError: the port is taken, or the first build failed.
    """
    from mkdocs.livereload import LiveReloadServer

    os.environ[build.STAGED] = "1"
    os.environ["NO_MKDOCS_2_WARNING"] = "1"
    target = place.root / "build" / "serve"
    preview = Preview(place, target, say, f"http://{host}:{port}/")
    preview.rebuild()
    server = LiveReloadServer(preview.rebuild, host, port, str(target))
    for name in ("docs", "snippets", "scripts/web/src", "mkdocs.yml"):
        server.watch(str(place.root / name))
    say(f"preview on {server.url}  (Ctrl+C ends it)")
    try:
        server.serve()  # type: ignore[no-untyped-call]
    except OSError as error:
        raise HandbookError(
            f"cannot listen on {host}:{port} ({error.strerror}); try --port {port + 1}"
        ) from None
    except KeyboardInterrupt:
        say("preview ended")
    finally:
        server.shutdown()


class Preview:
    """The preview's site and what it was last built from."""

    def __init__(
        self, place: build.Place, target: Path, say: Callable[[str], None], url: str
    ) -> None:
        self.place = place
        self.target = target
        self.say = say
        self.url = url
        self.settings = b""

    def rebuild(self) -> None:
        """Bring the preview up to date; content problems are told, not fatal."""
        started = time.perf_counter()
        before = {p: p.stat().st_mtime_ns for p in self.target.rglob("*.html")}
        try:
            progress = build.Progress(quiet=True, say=self.say)
            handbook = build.prepare(self.place, progress, lenient=True)
            self._render(full=not before)
        except ContentError as error:
            for problem in error.problems:
                self.say(str(problem))
            return
        except HandbookError as error:
            self.say(f"error: {error}")
            return
        changed = [
            path
            for path in sorted(self.target.rglob("*.html"))
            if before.get(path) != path.stat().st_mtime_ns
        ]
        urls = [path.relative_to(self.target).as_posix() for path in changed]
        try:
            build.finish_pages(self.place, self.target, handbook, urls)
            search.build(self.target, handbook, self.place)
        except ContentError as error:
            for problem in error.problems:
                self.say(str(problem))
        seconds = time.perf_counter() - started
        self.say(f"{len(changed)} pages rebuilt in {seconds:.1f} s")

    def _render(self, *, full: bool) -> None:
        from mkdocs.commands.build import build as render
        from mkdocs.config import load_config

        logging.getLogger("mkdocs").setLevel(logging.ERROR)
        settings = (self.place.root / "mkdocs.yml").read_bytes()
        full = full or settings != self.settings
        config = load_config(
            str(self.place.root / "mkdocs.yml"),
            site_dir=str(self.target),
            site_url=self.url,
            strict=False,
        )
        config.plugins.on_startup(command="serve", dirty=not full)
        render(config, dirty=not full)
        self.settings = settings
