"""Runs a program and tells its seconds, its processor seconds and its memory.

A run is charged with everything it started, also with helpers that outlive it by a
moment (Node leaves when its input closes): on Linux they fall to us and are awaited.
"""

from __future__ import annotations

import ctypes
import json
import math
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from handbook.model import HandbookError

_SUBREAPER = 36  # prctl: orphaned descendants become our children
_RSS_UNIT = 1 if sys.platform == "darwin" else 1024
_PAUSE = 0.1  # seconds between two looks at the memory


@dataclass(frozen=True)
class Step:
    """A step of a build, as the child told it."""

    name: str
    wall: float
    cpu: float
    together: int = 0  # bytes, see Cost


@dataclass(frozen=True)
class Cost:
    """What a run took. `largest` is its largest process, `together` all at once."""

    wall: float
    cpu: float
    largest: int  # bytes
    together: int = 0  # bytes, 0 where nobody looked
    steps: tuple[Step, ...] = field(default=())


def run(
    command: Sequence[str],
    *,
    cwd: Path,
    env: Mapping[str, str] | None = None,
    watch: bool = False,
) -> Cost:
    """Run to the end; lines of JSON on stdout become steps; `watch` sums memory up.

    Raises:
        HandbookError: the command failed; holds the end of what it said.
    """
    _adopt_orphans()
    with tempfile.TemporaryFile("w+") as said:
        started = time.perf_counter()
        process = subprocess.Popen(
            list(command),
            cwd=cwd,
            env={**os.environ, **(env or {})},
            stdout=subprocess.PIPE,
            stderr=said,
            text=True,
            process_group=0,
        )
        watcher = _Watcher(process.pid) if watch else None
        try:
            assert process.stdout is not None  # a pipe, above
            steps = _read_steps(process.stdout, watcher)
            _, status, usage = os.wait4(process.pid, 0)
            wall = time.perf_counter() - started
        except BaseException:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            raise
        finally:
            if watcher:
                watcher.stop()
        process.returncode = os.waitstatus_to_exitcode(status)
        cpu, largest = usage.ru_utime + usage.ru_stime, usage.ru_maxrss
        for left in _leftover(process.pid):
            cpu += left[0]
            largest = max(largest, left[1])
        if process.returncode:
            said.seek(0)
            raise HandbookError(
                f"{' '.join(command)} failed:\n{said.read()[-3000:].strip()}"
            )
    together = max((step.together for step in steps), default=0)
    if watcher:
        together = max(together, watcher.take())
    return Cost(wall, cpu, largest * _RSS_UNIT, together, tuple(steps))


def _read_steps(lines: IO[str], watcher: _Watcher | None) -> list[Step]:
    steps = []
    for line in lines:
        if line.startswith('{"step"'):
            told = json.loads(line)
            together = watcher.take() if watcher else 0
            steps.append(Step(told["step"], told["wall"], told["cpu"], together))
    return steps


def _adopt_orphans() -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_SUBREAPER, 1, 0, 0, 0)


def _leftover(group: int) -> list[tuple[float, int]]:
    """Processor seconds and memory of what the run left behind, once it has ended."""
    found: list[tuple[float, int]] = []
    while True:
        try:
            _, _, usage = os.wait4(-group, 0)
        except ChildProcessError:
            return found
        found.append((usage.ru_utime + usage.ru_stime, usage.ru_maxrss))


class _Watcher(threading.Thread):
    """Looks at the memory of a process and its descendants; remembers the peak."""

    def __init__(self, root: int) -> None:
        super().__init__(daemon=True)
        self._root = root
        self._peak = 0
        self._done = threading.Event()
        self._lock = threading.Lock()
        self.start()

    def run(self) -> None:
        """Look until told to stop."""
        while not self._done.wait(_PAUSE):
            with self._lock:  # a look belongs to one step, to its end
                self._peak = max(self._peak, memory_of_tree(self._root))

    def take(self) -> int:
        """The peak since the last call."""
        with self._lock:
            peak, self._peak = max(self._peak, memory_of_tree(self._root)), 0
        return peak

    def stop(self) -> None:
        """End the thread."""
        self._done.set()
        self.join()


def memory_of_tree(root: int, proc: Path = Path("/proc")) -> int:
    """Bytes of a process and its descendants, shared pages split; 0 off Linux."""
    children: dict[int, list[int]] = {}
    for entry in proc.iterdir() if proc.is_dir() else ():
        if entry.name.isdecimal():
            try:
                stat = (entry / "stat").read_text()
            except OSError:
                continue  # ended meanwhile
            parent = int(stat.rpartition(")")[2].split()[1])
            children.setdefault(parent, []).append(int(entry.name))
    total, open_ = 0, [root]
    while open_:
        number = open_.pop()
        open_ += children.get(number, [])
        total += _proportional(proc / str(number) / "smaps_rollup")
    return total


def _proportional(path: Path) -> int:
    try:
        for line in path.read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    except OSError:
        pass  # ended meanwhile
    return 0


def paired_ratio(costs: Sequence[float], others: Sequence[float]) -> float:
    """The median of the rounds' ratios: both of a pair met the same noise."""
    return statistics.median(a / b for a, b in zip(costs, others, strict=True))


def spread(values: Sequence[float]) -> str:
    """`1.42 (1.39–1.50)`: median and range."""
    middle = f"{statistics.median(values):.2f}"
    if len(values) < 2:
        return middle
    return f"{middle} ({min(values):.2f}–{max(values):.2f})"


def exponent(sizes: Sequence[float], costs: Sequence[float]) -> float:
    """The slope of log cost over log size: 1 is linear, 2 quadratic."""
    xs, ys = [math.log(s) for s in sizes], [math.log(c) for c in costs]
    return statistics.linear_regression(xs, ys).slope


def marginal(sizes: Sequence[float], costs: Sequence[float]) -> float:
    """Cost of one more page at the large end over that at the small end.

    Unlike cost per page, it is blind to what a build costs before its first page.
    """
    (n0, n1), (m0, m1) = sizes[:2], sizes[-2:]
    (c0, c1), (d0, d1) = costs[:2], costs[-2:]
    return ((d1 - d0) / (m1 - m0)) / ((c1 - c0) / (n1 - n0))
