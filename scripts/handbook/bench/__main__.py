"""`python -m handbook.bench`: measure, print, and renew BENCHMARKS.md."""

from __future__ import annotations

import argparse
import importlib
import json
import signal
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from handbook.bench import report
from handbook.bench.builds import Bench
from handbook.model import HandbookError

ORDER = {
    "build": "builds.measure",
    "memory": "builds.memory",
    "growth": "growth.measure",
    "weight": "weight.measure",
    "search": "searching.measure",
}
RESULTS = "BENCHMARKS.md"
ROOT = Path(__file__).resolve().parents[3]


def parser() -> argparse.ArgumentParser:
    """The options."""
    out = argparse.ArgumentParser(
        prog="handbook.bench",
        description="Measure the build, the pages and search of this checkout. Works "
        "in a temporary copy (about 1 GB): the site and caches here are not touched. "
        "Tables go to stdout, progress to stderr; the day's row and the details go to "
        f"{RESULTS}. A whole run takes up to ten minutes.",
        epilog="Sections: build (against plain MkDocs and zensical), memory (peak, by "
        "step), growth (made-up books of 60, 240 and 960 pages), weight (bytes and "
        "requests of pages, in Chromium), search (index size, time to first result). "
        "Wall times suffer from other work on the machine: trust ratios and CPU.",
    )
    out.add_argument(
        "--quick",
        action="store_true",
        help="fewer rounds, the smallest book only, caches copied; writes nothing",
    )
    out.add_argument(
        "--only",
        action="append",
        choices=sorted(ORDER),
        metavar="SECTION",
        help=f"one of {', '.join(ORDER)}; may be given several times",
    )
    out.add_argument("--json", action="store_true", help="print JSON, not tables")
    out.add_argument(
        "--no-write", action="store_true", help=f"leave {RESULTS} as it is"
    )
    return out


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the sections asked for; 0 when all ran, 1 when one failed."""
    options = parser().parse_args(arguments)
    started = time.perf_counter()

    def say(text: str) -> None:
        passed = time.perf_counter() - started
        print(f"{passed:6.0f} s  {text}", file=sys.stderr, flush=True)

    sections: list[report.Section] = []
    failed = False
    with tempfile.TemporaryDirectory(prefix="handbook-bench-") as folder:
        bench = Bench(ROOT, Path(folder).resolve(), options.quick, say)
        for name, place in ORDER.items():
            if options.only and name not in options.only:
                continue
            module, _, function = place.partition(".")
            say(f"section {name}")
            measure = getattr(
                importlib.import_module(f"handbook.bench.{module}"), function
            )
            try:
                section: report.Section = measure(bench)
            except HandbookError as error:
                print(f"{name}: {error}", file=sys.stderr)
                failed = True
                continue
            if section.skipped:
                say(section.skipped)
            sections.append(section)
            if not options.json:
                for table in section.tables:
                    print(report.as_text(table) + "\n", flush=True)
    if options.json:
        found = {s.name: {**s.data, "skipped": s.skipped} for s in sections}
        print(json.dumps(found, indent=1))
    if not (options.no_write or options.quick) and any(s.tables for s in sections):
        path = ROOT / RESULTS
        old = path.read_text("utf-8") if path.is_file() else ""
        path.write_text(report.renew(old, date.today(), sections), "utf-8")
        say(f"{RESULTS} renewed")
    say("done")
    return 1 if failed else 0


if __name__ == "__main__":
    # a polite end removes the copy and stops the build that runs in it
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
