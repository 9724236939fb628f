"""Lets plain `mkdocs build` and `mkdocs serve` show what `handbook build` builds."""

import os
from pathlib import Path

from handbook import build


def on_pre_build(config: dict[str, str]) -> None:
    """Stage build/docs, unless `handbook build` has just done so."""
    if not os.environ.get(build.STAGED):
        build.prepare(build.Place(Path(config["config_file_path"]).parent))


def on_post_build(config: dict[str, str]) -> None:
    """Finish the built pages, unless `handbook build` is about to."""
    if not os.environ.get(build.STAGED):
        place = build.Place(Path(config["config_file_path"]).parent)
        build.finish_site(place, Path(config["site_dir"]))
