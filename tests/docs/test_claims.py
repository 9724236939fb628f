"""Every number a page computed is recomputed here, at the printed precision."""

import importlib
from pathlib import Path

import pytest

from handbook import load
from handbook.claims import agrees

ROOT = Path(__file__).resolve().parents[2]
MARKS = sorted(
    {
        (page.package, claim.name, claim.printed, f"{page.path}:{claim.line}")
        for page in load.handbook(ROOT)[0].pages
        for claim in page.claims
    }
)


@pytest.mark.parametrize(
    ("package", "name", "printed", "where"), MARKS, ids=lambda value: str(value)[:60]
)
def test_claim(package: str, name: str, printed: str, where: str) -> None:
    module = importlib.import_module(f"snippets.{package}.claims")
    value = getattr(module, name)()
    assert agrees(printed, value), f"{where} prints {printed}, {name}() gives {value!r}"


def test_there_are_claims() -> None:
    assert len(MARKS) >= 10
