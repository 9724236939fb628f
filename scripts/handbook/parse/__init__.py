"""Text → model: pages, navigation, facts, tracks, Python files. Pure, never raises."""

from handbook.parse.data import facts, python, tracks
from handbook.parse.navigation import nav
from handbook.parse.pages import identify, page

__all__ = ["facts", "identify", "nav", "page", "python", "tracks"]
