"""One whole build in a process of its own, telling its steps as lines of JSON.

`python -m handbook.bench.child ROOT TARGET` does what `handbook build` does.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from handbook import build


class Teller(build.Progress):
    """Progress for a program: seconds and processor seconds of each step."""

    @contextmanager
    def step(self, name: str) -> Iterator[list[str]]:
        """Time a step and print it."""
        started, before = time.perf_counter(), _cpu()
        yield []
        wall, cpu = time.perf_counter() - started, _cpu() - before
        print(json.dumps({"step": name, "wall": wall, "cpu": cpu}), flush=True)


def _cpu() -> float:
    kinds = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    used = [resource.getrusage(kind) for kind in kinds]
    return sum(one.ru_utime + one.ru_stime for one in used)


def main() -> None:
    """Build."""
    root, target = map(Path, sys.argv[1:3])
    os.environ.pop(build.STAGED, None)
    build.site(build.Place(root), target, Teller(quiet=True))


if __name__ == "__main__":
    main()
