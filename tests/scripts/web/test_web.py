"""The browser code: types, unit tests, weight, and that a build repeats itself."""

from __future__ import annotations

import gzip
import shutil
import subprocess
from pathlib import Path

import pytest

from handbook import node

WEB = Path(__file__).resolve().parents[3] / "scripts" / "web"
ROOT = WEB.parents[1]

pytestmark = pytest.mark.skipif(
    not (WEB / "node_modules").is_dir(),
    reason="npm packages are not installed: make site",
)


def run(*arguments: str) -> str:
    done = subprocess.run(
        [str(node.binary()), *arguments], cwd=WEB, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    return done.stdout


def test_types() -> None:
    run("node_modules/typescript/bin/tsc", "--noEmit")


def test_unit_and_property_tests() -> None:
    run("build.mjs", "--tests")
    files = sorted((ROOT / "build" / "web-tests").glob("*.test.mjs"))
    assert files
    run("--test", *map(str, files))


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, bytes]]:
    """What two builds write."""
    results = []
    for name in ("first", "second"):
        out = tmp_path_factory.mktemp(name) / "web"
        run("build.mjs", "--out", str(out))
        files = (path for path in sorted(out.rglob("*")) if path.is_file())
        results.append({p.relative_to(out).as_posix(): p.read_bytes() for p in files})
        shutil.rmtree(out)
    return results


def test_the_build_repeats_itself(built: list[dict[str, bytes]]) -> None:
    assert built[0] == built[1]


def test_a_plain_page_carries_at_most_15_kb_of_script(
    built: list[dict[str, bytes]],
) -> None:
    pages = ("js/handbook.js", "js/search.js", "js/disk.js")
    assert sum(len(gzip.compress(built[0][name])) for name in pages) <= 15_000


def test_fonts_weigh_at_most_120_kb(built: list[dict[str, bytes]]) -> None:
    fonts = [len(data) for name, data in built[0].items() if name.endswith(".woff2")]
    assert fonts
    assert sum(fonts) <= 120_000


def test_scripts_are_classic_and_evaluate_nothing(
    built: list[dict[str, bytes]],
) -> None:
    for name, data in built[0].items():
        if name.endswith(".js"):
            assert b"eval(" not in data, name
            assert b"new Function" not in data, name
            assert not data.startswith((b"import", b"export")), name


def test_lock_file_names_no_registry() -> None:
    assert '"resolved"' not in (WEB / "package-lock.json").read_text()
