"""`make check`: every linter, the types and the content, side by side, in seconds.

Prints one line a check and, where one fails, its own words. Exit code 1 if any failed.
"""

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
PYTHON = ["scripts", "snippets", "tests", "docs/projects"]
WEB = ROOT / "scripts" / "web"

CHECKS: dict[str, list[str]] = {
    "types": [str(BIN / "mypy"), "--no-error-summary", "scripts/handbook", "snippets"],
    "content": [str(BIN / "handbook"), "check", "--quiet"],
    "lint": [str(BIN / "ruff"), "check", "--quiet", *PYTHON],
    "format": [str(BIN / "ruff"), "format", "--quiet", "--check", *PYTHON],
    "markdown": [str(BIN / "rumdl"), "check", "--silent", "docs", "README.md"],
    # tests misspell on purpose
    "spelling": [str(BIN / "codespell"), "docs", "scripts/handbook", "snippets"],
    "browser": [
        sys.executable,
        "-c",
        "import sys; from handbook import node; from pathlib import Path;"
        f"web = Path({str(WEB)!r});"
        "tsc = web / 'node_modules/typescript/bin/tsc';"
        "print(node.run(tsc, ['--noEmit'], cwd=web))",
    ],
}


def main() -> int:
    """Run every check, two at a time; 0 when all pass."""
    started = time.perf_counter()
    with ThreadPoolExecutor(max_workers=2) as pool:
        outcomes = list(pool.map(run, CHECKS))
    failed = [name for name, good in zip(CHECKS, outcomes, strict=True) if not good]
    seconds = time.perf_counter() - started
    verdict = f"failed: {', '.join(failed)}" if failed else "all checks pass"
    print(f"{verdict} ({seconds:.0f} s)")
    return 1 if failed else 0


def run(name: str) -> bool:
    """Run one check; True when it passes."""
    started = time.perf_counter()
    done = subprocess.run(CHECKS[name], cwd=ROOT, capture_output=True, text=True)
    good = done.returncode == 0
    said = "" if good else "\n" + (done.stdout + done.stderr).rstrip()
    seconds = time.perf_counter() - started
    print(
        f"{'ok    ' if good else 'FAILED'} {name:<10}{seconds:5.1f} s{said}", flush=True
    )
    return good


if __name__ == "__main__":
    sys.exit(main())
