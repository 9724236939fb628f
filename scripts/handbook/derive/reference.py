"""Reference pages: for every module its API, its source and its test."""

from __future__ import annotations

import ast
import json

from handbook.derive.context import Context, label, link, site_path
from handbook.derive.indexes import GENERATED, front
from handbook.model import Page, PythonFile


def summary(file: PythonFile) -> str:
    """The first line of the module's docstring."""
    try:
        text = ast.get_docstring(ast.parse(file.text)) or ""
    except SyntaxError:
        text = ""
    return text.partition("\n")[0]


def pages(context: Context) -> dict[str, str]:
    """Staged path → Markdown of the index and of one page a module."""
    owners = {page.package: page for page in context.handbook.pages if page.id}
    out: dict[str, str] = {}
    listed: dict[str, list[PythonFile]] = {}
    for file in sorted(context.handbook.python, key=lambda f: f.path):
        folder, _, name = file.path.removeprefix("snippets/").rpartition("/")
        if folder not in owners or name == "__init__.py":
            continue
        listed.setdefault(folder, []).append(file)
        path = f"reference/{folder}/{name.removesuffix('.py')}.md"
        out[path] = _module(file, owners[folder], path, context)
    out["reference/index.md"] = _index(listed, owners)
    return out


def _module(file: PythonFile, owner: Page, path: str, context: Context) -> str:
    folder, _, name = file.path.removeprefix("snippets/").rpartition("/")
    stem = name.removesuffix(".py")
    meta = {
        "title": f"{stem} ({label(owner)})",
        "description": summary(file) or f"{name} of {owner.front.title}",
    }
    download = link(path, f"snippets/{folder}/{name}")
    lines = [
        "---",
        *(
            f"{key}: {json.dumps(text, ensure_ascii=False)}"
            for key, text in meta.items()
        ),
        "search:\n  boost: 0.2",
        "---",
        "",
        GENERATED,
        "",
        f"# {name}",
        "",
        f"Part of [{owner.front.title}]({link(path, site_path(owner))}) · "
        f'[Download]({download}){{ download="{name}" }}',
        "",
        f"::: snippets.{folder}.{stem}",
        "",
    ]
    test = f"tests/snippets/{folder}/test_{stem}.py"
    if test in context.handbook.tests:
        lines += [
            "## Test { #test }",
            "",
            "The test that holds this file to an independent oracle.",
            "",
            f'```python title="test_{stem}.py"',
            f'--8<-- "{test}"',
            "```",
            "",
        ]
    return "\n".join(lines)


def _index(listed: dict[str, list[PythonFile]], owners: dict[str, Page]) -> str:
    out = [front("Snippets", "Every tested file, by page: API, source and test.")]
    for folder, files in listed.items():
        owner = owners[folder]
        target = link("reference/index.md", site_path(owner))
        out.append(f"## {label(owner)} {owner.front.title} {{ #{owner.id} }}\n\n")
        out.append(f"Shown on [the page]({target}).\n\n")
        for file in files:
            name = file.path.rsplit("/", 1)[-1].removesuffix(".py")
            out.append(f"- [{name}]({folder}/{name}.md): {summary(file)}\n")
        out.append("\n")
    return "".join(out)
