"""Builds the handbook."""
