"""A small book of its own, with the real theme, scripts and lock files behind it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]

PAGE = """\
---
title: Means
summary: One number for many.
minutes: 5
---

## Formula

The mean is $\\frac{1}{n}\\sum_i x_i$.

```mermaid
flowchart LR
    accTitle: From data to mean
    accDescr: Data goes into the mean.
    A[Data] --> B[Mean]
```

- [ ] Say it <!-- ck: extra-say -->
"""


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A root with two plain pages: index.md and guide/means.md."""
    root = tmp_path / "book"
    for folder in ("docs/guide", "docs/plan", "docs/projects", "snippets", "tests"):
        (root / folder).mkdir(parents=True)
    (root / "snippets/__init__.py").write_text('"""Snippets."""\n')
    for name in ("docs/overrides", "docs/assets", "scripts"):
        (root / name).symlink_to(ROOT / name)
    for name in ("requirements.lock", "README.md"):
        shutil.copy(ROOT / name, root / name)
    text = (ROOT / "mkdocs.yml").read_text("utf-8")
    start, end = text.index("    parts: #"), text.index("extra_css:")
    text = text[:start] + "    parts: {}\n\n" + text[end:]
    text = text[: text.index("nav:\n")] + (
        "nav:\n"
        "  - Home: index.md\n"
        "  - Guide:\n"
        "      - guide/means.md\n"
        "      - guide/licenses.md\n"
        "  - Practice:\n"
        "      - practice/index.md\n"
        "      - checklists/index.md\n"
        "      - plan/index.md\n"
        "      - reference/index.md\n"
    )
    (root / "mkdocs.yml").write_text(text)
    (root / "docs/index.md").write_text(
        "---\ntitle: Book\nsummary: A book.\n---\n\n[Means](guide/means.md)\n"
    )
    (root / "docs/guide/means.md").write_text(PAGE)
    for name in ("licenses", "progress-file"):
        (root / f"docs/guide/{name}.md").write_text(
            f"---\ntitle: {name}\nsummary: What else.\n---\n\nText.\n"
        )
    text = (root / "mkdocs.yml").read_text()
    (root / "mkdocs.yml").write_text(
        text.replace(
            "      - guide/licenses.md\n",
            "      - guide/licenses.md\n      - guide/progress-file.md\n",
        )
    )
    return root
