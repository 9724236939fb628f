"""Placeholder."""

from handbook.finish.page import Page


def apply(page: Page) -> None:
    """Nothing yet."""
