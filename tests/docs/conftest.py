"""The content, loaded once for all tests of this folder."""

from pathlib import Path

import pytest

from handbook import load
from handbook.model import Handbook

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def handbook() -> Handbook:
    return load.handbook(ROOT)[0]
