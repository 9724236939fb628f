"""The sample handbook, fresh for every test."""

import pytest

from tests.scripts.handbook.sample import Book


@pytest.fixture(scope="session")
def _pristine() -> Book:
    return Book()


@pytest.fixture
def book(_pristine: Book) -> Book:
    """A handbook without a fault."""
    return _pristine.copy()
