"""The progress schema: valid itself, true to its page, and as strict as the reader."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest

ROOT = Path(__file__).resolve().parents[3]
SCHEMA = json.loads((ROOT / "scripts/handbook/schema/progress-v1.json").read_text())
PAGE = ROOT / "docs/guide/progress-file.md"
OK = {"schema": "mle-handbook/progress", "version": 1}


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


def test_the_documented_example_fits_and_shows_every_member() -> None:
    fence = re.search(r"```json\n(.*?)```", PAGE.read_text(), re.S)
    assert fence
    example = json.loads(fence[1])
    jsonschema.validate(example, SCHEMA)
    assert set(example) == set(SCHEMA["properties"])


@pytest.mark.parametrize(
    "document",
    [
        OK,
        {**OK, "ticks": {"retired-id": {"v": 0, "t": 0, "by": "a tool"}}},
        {**OK, "cards": {"x": {"t": 1, "anything": [1, {"deep": None}]}}},
        {**OK, "log": [{"id": "x", "g": 4, "t": 1, "was": 2, "seconds": 3.5}]},
        {**OK, "of-tomorrow": {"x": {"t": 1}}},
    ],
)
def test_accepts(document: dict[str, Any]) -> None:
    jsonschema.validate(document, SCHEMA)


@pytest.mark.parametrize(
    "document",
    [
        {},
        {"schema": "anki", "version": 1},
        {**OK, "version": 2},
        {**OK, "ticks": []},
        {**OK, "ticks": {"x": {"v": 2, "t": 1}}},
        {**OK, "ticks": {"x": {"v": 1}}},
        {**OK, "ticks": {"x": {"v": 1, "t": -1}}},
        {**OK, "ticks": {"x": {"v": 1, "t": 1e300}}},
        {**OK, "ticks": {"__proto__": {"v": 1, "t": 1}}},
        {**OK, "notes": {"x": {"v": 1, "t": 1}}},
        {**OK, "log": [{"id": "x", "g": 5, "t": 1}]},
        {**OK, "log": {}},
        {**OK, "plan": "soon"},
    ],
)
def test_refuses(document: dict[str, Any]) -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(document, SCHEMA)
