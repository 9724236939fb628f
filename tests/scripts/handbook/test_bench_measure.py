"""Runs are charged with all they start; ratios and growth are computed as said."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from handbook.bench import checkout, growth, measure
from handbook.bench.measure import Cost, Step
from handbook.model import HandbookError


def python(code: str) -> list[str]:
    return [sys.executable, "-c", code]


def test_steps_are_read_from_lines_of_json(tmp_path: Path) -> None:
    code = """
print("talk")
print('{"step": "check", "wall": 1.5, "cpu": 0.5}')
"""
    cost = measure.run(python(code), cwd=tmp_path)
    assert cost.steps == (Step("check", 1.5, 0.5),)
    assert cost.wall > 0
    assert cost.largest > 1_000_000


def test_a_failure_says_what_the_command_said(tmp_path: Path) -> None:
    with pytest.raises(HandbookError, match="no such page"):
        measure.run(python("import sys; sys.exit('no such page')"), cwd=tmp_path)


def test_settings_reach_the_command(tmp_path: Path) -> None:
    code = "import os, sys; sys.exit(os.environ['BENCH_X'] != 'yes')"
    measure.run(python(code), cwd=tmp_path, env={"BENCH_X": "yes"})


@pytest.mark.skipif(sys.platform != "linux", reason="needs Linux's subreaper")
def test_work_of_helpers_left_behind_counts(tmp_path: Path) -> None:
    helper = "import time\nwhile time.process_time() < 0.5: pass"
    code = (
        f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {helper!r}])"
    )
    assert measure.run(python(code), cwd=tmp_path).cpu >= 0.5


@pytest.mark.skipif(sys.platform != "linux", reason="needs Linux's /proc")
def test_memory_is_summed_over_processes(tmp_path: Path) -> None:
    helper = "import time; data = b'x' * 60_000_000; time.sleep(1.5)"
    code = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {helper!r}])"
    cost = measure.run(python(code), cwd=tmp_path, watch=True)
    assert cost.together > 60_000_000
    assert cost.largest > 60_000_000


def test_memory_of_a_tree_follows_parents(tmp_path: Path) -> None:
    for number, parent, kilobytes in ((1, 0, 10), (2, 1, 20), (3, 2, 30), (9, 0, 99)):
        folder = tmp_path / str(number)
        folder.mkdir()
        (folder / "stat").write_text(f"{number} (a) b) S {parent} 1 1")
        (folder / "smaps_rollup").write_text(f"x\nRss: 99 kB\nPss: {kilobytes} kB\n")
    (tmp_path / "self").mkdir()
    assert measure.memory_of_tree(1, tmp_path) == 60 * 1024
    assert measure.memory_of_tree(1, tmp_path / "nowhere") == 0


def test_paired_ratio_is_the_median_of_rounds() -> None:
    """The second round met a busy machine: both took longer, the ratio did not."""
    assert measure.paired_ratio([2, 20, 3], [1, 10, 1]) == 2
    with pytest.raises(ValueError):
        measure.paired_ratio([1], [1, 2])


def test_spread() -> None:
    assert measure.spread([1.5]) == "1.50"
    assert measure.spread([3.0, 1.0, 2.0]) == "2.00 (1.00–3.00)"


@pytest.mark.parametrize("power", [0.8, 1.0, 2.0])
def test_exponent_of_a_power_law(power: float) -> None:
    sizes = [60, 240, 960]
    assert measure.exponent(sizes, [3 * n**power for n in sizes]) == pytest.approx(
        power
    )


def test_marginal_cost_is_blind_to_the_fixed_one() -> None:
    sizes = [60, 240, 960]
    assert measure.marginal(sizes, [100 + 2 * n for n in sizes]) == pytest.approx(1)
    grown = measure.marginal(sizes, [100 + 2 * n + 0.01 * n * n for n in sizes])
    assert grown == pytest.approx((2 + 0.01 * 1200) / (2 + 0.01 * 300))


def cost(cpu: float) -> Cost:
    return Cost(cpu, cpu, 1, steps=(Step("engine", cpu, cpu), Step("swap", 0, 0.01)))


def test_growth_tells_exponent_and_steps() -> None:
    costs = {n: [cost(n / 10)] for n in (60, 240, 960)}
    outcome = dict.fromkeys(costs, (1_000, 2_000_000))
    found = growth.section(costs, outcome)
    assert found.ratios == {"exponent": "1.00", "per_page": "1.00"}
    steps = found.tables[1]
    assert [row[0] for row in steps.rows] == ["engine"]
    assert steps.rows[0][1:] == ("100.0 ms",) * 3 + ("1.00", "1.00")


def test_one_size_is_no_growth() -> None:
    found = growth.section({60: [cost(6)]}, {60: (1, 1)})
    assert found.ratios == {}
    assert "nothing about growth" in found.skipped


def test_copies_share_nothing_that_a_build_writes(tmp_path: Path) -> None:
    """A linked settings file or bundler would write into the place it links to."""
    root = tmp_path / "root"
    for name in (
        "mkdocs.yml",
        "docs/index.md",
        "snippets/a.py",
        "scripts/web/build.mjs",
    ):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("x")
    (root / "tests" / "snippets").mkdir(parents=True)
    (root / ".cache" / "handbook").mkdir(parents=True)
    copy = checkout.copy(root, tmp_path / "copy", caches=True)
    assert (copy.root / ".cache" / "handbook").is_dir()
    assert not (copy.root / "scripts" / "web" / "build.mjs").is_symlink()
    (copy.root / "build" / "docs").mkdir(parents=True)
    other = copy.beside(tmp_path / "other")
    assert not (other / "mkdocs.yml").is_symlink()
    assert not (other / "build" / "docs").is_symlink()
    copy.forget_all()
    assert (root / ".cache" / "handbook").is_dir()
    assert not (copy.root / ".cache").exists()
