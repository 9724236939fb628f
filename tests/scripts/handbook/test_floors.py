"""A module imports lower floors only; the pure ones neither disk nor clock."""

import ast
from pathlib import Path

import pytest

import handbook

HOME = Path(handbook.__file__).parent
FLOORS = (
    {"model", "text"},
    {"parse", "check", "derive", "schedule", "ledger", "claims"},
    {"load", "write", "cache", "node", "template", "bootstrap"},
    {"finish", "export", "figures", "notebooks"},
    {"build"},
    {"hooks", "serve", "doctor", "canary", "bench"},
    {"cli"},
)
FLOOR = {name: number for number, names in enumerate(FLOORS) for name in names}
MODULES = sorted(HOME.rglob("*.py"))
IMPURE = {"os", "pathlib", "shutil", "subprocess", "tempfile", "time", "random", "io"}


def owner(path: Path) -> str:
    """The module or package a file belongs to."""
    return path.relative_to(HOME).parts[0].removesuffix(".py")


def imports(path: Path) -> set[str]:
    """Every dotted name a file imports, at any depth of its code."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path}: import by full name"
            found.update(f"{node.module}.{alias.name}" for alias in node.names)
    return found


@pytest.mark.parametrize("path", MODULES, ids=lambda p: p.relative_to(HOME).as_posix())
def test_imports_go_down(path: Path) -> None:
    own = owner(path)
    if own == "__init__":
        return
    assert own in FLOOR, f"give {own} a floor in this test"
    for name in imports(path):
        parts = name.split(".")
        if parts[0] == "handbook" and len(parts) > 1 and parts[1] != own:
            assert FLOOR[parts[1]] < FLOOR[own], f"{own} imports {parts[1]}"


@pytest.mark.parametrize(
    "path",
    [p for p in MODULES if FLOOR.get(owner(p), 9) < 2],
    ids=lambda p: p.relative_to(HOME).as_posix(),
)
def test_the_lower_floors_are_pure(path: Path) -> None:
    assert {name.split(".")[0] for name in imports(path)} & IMPURE == set()
    calls = {
        node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute | ast.Name)
    }
    assert calls & {"open", "print", "input", "today", "now", "utcnow"} == set()
