"""Snippets of the page Fundamentals of ML, AI, and Data Science."""
