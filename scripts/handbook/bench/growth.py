"""How a cold build grows with the book: made-up books of 60, 240 and 960 pages."""

from __future__ import annotations

import gzip
import shutil
import statistics
from collections.abc import Sequence

from handbook.bench import book, checkout
from handbook.bench.builds import Bench
from handbook.bench.measure import Cost, exponent, marginal
from handbook.bench.report import Section, Table, kilobytes, megabytes, seconds

Sized = dict[int, list[Cost]]
_AGAIN = {60: 2}  # small builds are noisy and cheap: so many runs


def measure(bench: Bench) -> Section:
    """Build a book of each size from nothing."""
    settings = (bench.root / "mkdocs.yml").read_text("utf-8")
    sizes = book.SIZES[:1] if bench.quick else book.SIZES
    costs: Sized = {}
    outcome: dict[int, tuple[int, int]] = {}
    for size in sizes:
        files = book.files(size, settings)
        place = checkout.write(bench.root, bench.folder / f"book-{size}", files)
        runs = 1 if bench.quick else _AGAIN.get(size, 1)
        for number in range(runs):
            bench.say(f"a book of {size} pages, build {number + 1} of {runs}")
            place.forget_all()
            costs.setdefault(size, []).append(place.build())
        index = (place.site / "search" / "index.js").read_bytes()
        weight = sum(p.stat().st_size for p in place.site.rglob("*") if p.is_file())
        outcome[size] = len(gzip.compress(index, 6, mtime=0)), weight
        shutil.rmtree(place.root)
    return section(costs, outcome)


def section(costs: Sized, outcome: dict[int, tuple[int, int]]) -> Section:
    """The findings as tables; growth itself needs three sizes."""
    sizes = sorted(costs)
    cpu = {size: statistics.median(c.cpu for c in costs[size]) for size in sizes}
    wall = {size: statistics.median(c.wall for c in costs[size]) for size in sizes}
    rows = []
    for size in sizes:
        index, weight = outcome[size]
        largest = max(cost.largest for cost in costs[size])
        rows.append(
            (
                f"{size} pages",
                f"{1000 * cpu[size] / size:.0f} ms",
                seconds(cpu[size]),
                seconds(wall[size]),
                megabytes(largest),
                megabytes(weight),
                kilobytes(index),
            )
        )
    columns = ("Book", "CPU a page", "CPU", "Wall", "Largest process", "Site", "Index")
    note = "Cold builds of made-up books, figures and notebooks apart."
    tables = [Table("Growth", columns, tuple(rows), note)]
    data: dict[str, object] = {
        str(size): {
            "cpu": [c.cpu for c in costs[size]],
            "wall": [c.wall for c in costs[size]],
            "steps": {s.name: s.cpu for s in costs[size][-1].steps},
            "largest": max(c.largest for c in costs[size]),
            "index_gzipped": outcome[size][0],
            "site": outcome[size][1],
        }
        for size in sizes
    }
    if len(sizes) < 3:
        skipped = "One size alone says nothing about growth."
        return Section("growth", tuple(tables), data=data, skipped=skipped)
    tables.append(_by_step(sizes, costs))
    power = exponent(sizes, [cpu[s] for s in sizes])
    least, most = sizes[0], sizes[-1]
    per_page = (cpu[most] / most) / (cpu[least] / least)
    late = marginal(sizes, [cpu[s] for s in sizes])
    tables.append(
        Table(
            "Linear growth is 1, the aim at most 1",
            ("Figure", "Value"),
            (
                ("exponent of CPU over pages", f"{power:.2f}"),
                (f"CPU a page, {most} ÷ {least} pages", f"{per_page:.2f}"),
                ("CPU of one more page, late ÷ early", f"{late:.2f}"),
            ),
            "The last figure is blind to the fixed cost of a build, the harshest test.",
        )
    )
    data |= {"exponent": power, "per_page": per_page, "marginal": late}
    ratios = {"exponent": f"{power:.2f}", "per_page": f"{per_page:.2f}"}
    context = {"book_s": seconds(cpu[most])}
    return Section("growth", tuple(tables), ratios, context, data)


def _by_step(sizes: Sequence[int], costs: Sized) -> Table:
    rows = []
    for step in costs[sizes[0]][-1].steps:
        used = []
        for size in sizes:
            found = [s.cpu for c in costs[size] for s in c.steps if s.name == step.name]
            used.append(statistics.median(found))
        if max(used) < 0.5:
            continue
        power = exponent(sizes, [max(u, 0.001) for u in used])
        each = (f"{1000 * u / n:.1f} ms" for n, u in zip(sizes, used, strict=True))
        late = marginal(sizes, used)
        rows.append((step.name, *each, f"{power:.2f}", f"{late:.2f}"))
    titles = tuple(f"{size} pages" for size in sizes)
    return Table(
        "CPU a page, by step",
        ("Step", *titles, "Exponent", "One more page, late ÷ early"),
        tuple(rows),
    )
