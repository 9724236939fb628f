"""Every Python fence of the authored pages runs by itself."""

import subprocess
import sys
from pathlib import Path

import pytest

from handbook import load
from handbook.model import Fence

ROOT = Path(__file__).resolve().parents[2]


def fences() -> list[tuple[str, Fence]]:
    """Python fences with code of their own; included files have tests of their own."""
    return [
        (f"{page.path}:{fence.line}", fence)
        for page in load.handbook(ROOT)[0].pages
        for fence in page.fences
        if fence.language in ("python", "py") and "--8<--" not in fence.text
    ]


RUNNABLE = [(where, fence) for where, fence in fences() if not fence.no_run]
MARKED = [(where, fence) for where, fence in fences() if fence.no_run]


@pytest.mark.parametrize(("where", "fence"), RUNNABLE, ids=[w for w, _ in RUNNABLE])
def test_runs(where: str, fence: Fence, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-I", "-c", fence.text],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, f"{where}\n{done.stderr}"


def test_marks_give_a_reason(capsys: pytest.CaptureFixture[str]) -> None:
    with capsys.disabled():
        print(f"\nfences marked no-run: {len(MARKED)}")
        for where, fence in MARKED:
            print(f"  {where}: {fence.no_run}")
    assert all(len(fence.no_run) > 5 for _, fence in MARKED)
