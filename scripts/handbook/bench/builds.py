"""The whole build beside plain MkDocs and zensical, and the memory of its steps."""

from __future__ import annotations

import importlib.util
import os
import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from handbook.bench import checkout
from handbook.bench.measure import Cost, paired_ratio, spread
from handbook.bench.report import Section, Table, megabytes, seconds
from handbook.model import HandbookError

Say = Callable[[str], None]


@dataclass
class Bench:
    """What the sections share: the checkout, a folder to work in, the options."""

    root: Path
    folder: Path
    quick: bool
    say: Say

    @cached_property
    def copy(self) -> checkout.Checkout:
        """A copy of the checkout; quick runs start with its caches."""
        self.say("copying the checkout")
        return checkout.copy(self.root, self.folder / "copy", caches=self.quick)

    @property
    def cached(self) -> bool:
        """Whether the copy starts with what earlier builds of the checkout kept."""
        return self.quick and (self.root / ".cache" / "handbook").is_dir()

    @cached_property
    def first(self) -> Cost:
        """The first build of the copy: cold, but in quick runs."""
        self.say(f"first build, {'caches copied' if self.cached else 'nothing cached'}")
        return self.copy.build(watch=True)

    @cached_property
    def site(self) -> Path:
        """A built site of the copy."""
        if not self.copy.site.is_dir():
            _ = self.first
        return self.copy.site

    @cached_property
    def pages(self) -> int:
        """How many pages the site has."""
        return sum(1 for _ in self.site.rglob("*.html"))


@dataclass
class _Rounds:
    """Costs by what was run, one a round."""

    costs: dict[str, list[Cost]] = field(default_factory=dict)

    def add(self, name: str, cost: Cost) -> None:
        self.costs.setdefault(name, []).append(cost)

    def wall(self, name: str) -> list[float]:
        return [cost.wall for cost in self.costs[name]]

    def cpu(self, name: str) -> list[float]:
        return [cost.cpu for cost in self.costs[name]]


NAMES = {
    "cold": "handbook build, cold",
    "warm": "handbook build, pages anew",
    "unchanged": "handbook build, no change",
    "mkdocs": "mkdocs build",
    "zensical": "zensical build, clean",
    "zensical_again": "zensical build, cached",
}


def measure(bench: Bench) -> Section:
    """Run the programs in turn and hold them together."""
    rounds = _Rounds()
    if not bench.cached:
        rounds.add("cold", bench.first)
    place = bench.copy
    _ = bench.site
    other: Path | None = None
    skipped = "zensical is not installed, so its rows are missing: run `make canary`."
    if importlib.util.find_spec("zensical"):
        other = place.beside(bench.folder / "zensical")
        skipped = ""
    count = 2 if bench.quick else 3
    for number in range(1, count + 1):
        bench.say(f"round {number} of {count}: ours, MkDocs, zensical, no change")
        place.forget_engine()
        rounds.add("warm", place.build())
        rounds.add("mkdocs", place.plain())
        if other:
            try:
                clean = place.zensical(other, clean=True)
                again = place.zensical(other, clean=False)
            except HandbookError as error:
                other, last = None, str(error).rpartition("\n")[2]
                skipped = f"zensical failed ({last}): its rows are missing or short."
            else:
                rounds.add("zensical", clean)
                rounds.add("zensical_again", again)
        rounds.add("unchanged", place.build())
    return _section(rounds, bench.pages, skipped)


def _section(rounds: _Rounds, pages: int, skipped: str) -> Section:
    theirs = rounds.wall("zensical") if "zensical" in rounds.costs else []
    mkdocs, warm = rounds.wall("mkdocs"), rounds.wall("warm")
    middle = statistics.median
    rows, ratios, context = [], {"pages": str(pages)}, {}
    data: dict[str, object] = {"pages": pages}
    for name, title in NAMES.items():
        if name not in rounds.costs:
            continue
        wall, cpu = rounds.wall(name), rounds.cpu(name)
        if len(wall) == len(mkdocs):
            times = [a / b for a, b in zip(wall, mkdocs, strict=True)]
            work = [a / b for a, b in zip(cpu, rounds.cpu("mkdocs"), strict=True)]
        else:  # the cold build was run once
            times = [middle(wall) / middle(mkdocs)]
            work = [middle(cpu) / middle(rounds.cpu("mkdocs"))]
        rows.append(
            (
                title,
                spread(times),
                spread(work),
                seconds(middle(wall)),
                seconds(middle(cpu)),
                megabytes(max(cost.largest for cost in rounds.costs[name])),
            )
        )
        ratios[name] = f"{middle(times):.2f}"
        context[f"{name}_s"] = f"{seconds(middle(wall))} ({seconds(middle(cpu))} CPU)"
        data[name] = {"wall": wall, "cpu": cpu}
    ratios["warm_cpu"] = f"{paired_ratio(rounds.cpu('warm'), rounds.cpu('mkdocs')):.2f}"
    if theirs:
        ratio = paired_ratio(warm[: len(theirs)], theirs)
        ratios["zensical"] = f"{ratio:.1f}"
        data["warm_over_zensical"] = ratio
    else:
        ratios.pop("zensical", None)
    context["cores"] = str(cores())
    tables = (
        Table(
            f"Builds of {pages} pages against plain MkDocs",
            ("Program", "÷ MkDocs", "CPU ÷ MkDocs", "Wall", "CPU", "Largest process"),
            tuple(rows),
            "Median and range of rounds run in turn. `Pages anew` renders every page "
            "again, with figures, notebooks and finished pages cached; MkDocs gets the "
            "same staged Markdown; zensical has no API reference.",
        ),
        _steps(rounds.costs["warm"], "Steps of the build with pages anew"),
    )
    return Section("build", tables, ratios, context, data, skipped)


def _steps(costs: Sequence[Cost], title: str) -> Table:
    middle = statistics.median
    rows = []
    whole = middle(c.wall for c in costs)
    for index, step in enumerate(costs[0].steps):
        wall = middle(c.steps[index].wall for c in costs)
        cpu = middle(c.steps[index].cpu for c in costs)
        rows.append((step.name, f"{wall / whole:.0%}", seconds(wall), seconds(cpu)))
    return Table(title, ("Step", "Share", "Wall", "CPU"), tuple(rows))


def memory(bench: Bench) -> Section:
    """Peak memory of the first build, step by step."""
    cost = bench.first
    rows = [(s.name, megabytes(s.together)) for s in cost.steps if s.together]
    if not rows:
        return Section("memory", skipped="Memory of all processes needs Linux's /proc.")
    rows.append(("whole build", megabytes(cost.together)))
    rows.append(("largest single process", megabytes(cost.largest)))
    how = "with copied caches" if bench.cached else "with nothing cached"
    table = Table(
        f"Peak memory of a build {how}",
        ("Step", "All processes"),
        tuple(rows),
        "Shared pages are split among processes; looked at ten times a second.",
    )
    data = {step.name: step.together for step in cost.steps}
    return Section(
        "memory",
        (table,),
        context={"memory": megabytes(cost.together), "cores": str(cores())},
        data={"steps": data, "together": cost.together, "largest": cost.largest},
    )


def cores() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
