"""Pages and code hold together, both ways: snippets, tests, figures, claims."""

from __future__ import annotations

from collections.abc import Iterator

from handbook.check.report import error, meant
from handbook.model import Handbook, Page, Problem, PythonFile, SnippetUse

NOT_SNIPPETS = ("__init__.py", "figures.py", "claims.py")


def problems(handbook: Handbook) -> Iterator[Problem]:
    """Code that no page shows, and marks that no code backs."""
    files = {file.path: file for file in handbook.python}
    for page in handbook.pages:
        if page.front.status != "stub":
            for use in page.snippets:
                yield from _use(handbook, files, page, use)
            yield from _figures(files, page)
            yield from _claims(files, page)
    yield from _packages(handbook)


def _use(
    handbook: Handbook, files: dict[str, PythonFile], page: Page, use: SnippetUse
) -> Iterator[Problem]:
    if use.path not in handbook.files and use.path not in files:
        hint = meant(use.path, files) or ": correct the path"
        text = f"snippet `{use.path}` doesn't exist{hint}"
        yield error(page, use.line, text)
    elif use.section and not use.section.strip("0123456789:,-"):
        text = "snippet by line numbers: show it whole, or a named part of it"
        yield error(page, use.line, text)
    elif use.section and f"[start:{use.section}]" not in _text(files, use.path):
        text = f"{use.path} has no part `{use.section}`: mark it there, or show it all"
        yield error(page, use.line, text)


def _text(files: dict[str, PythonFile], path: str) -> str:
    return files[path].text if path in files else ""


def _figures(files: dict[str, PythonFile], page: Page) -> Iterator[Problem]:
    path = f"snippets/{page.package}/figures.py"
    drawn = files[path].functions if path in files else {}
    for image in page.images:
        name = image.target.removeprefix("figure:")
        if name != image.target and name not in drawn:
            hint = meant(name, drawn) or ": define it there"
            text = f"no function `{name}` in {path}{hint}"
            yield error(page, image.line, text)


def _claims(files: dict[str, PythonFile], page: Page) -> Iterator[Problem]:
    path = f"snippets/{page.package}/claims.py"
    computed = files[path].functions if path in files else {}
    for claim in page.claims:
        if not claim.printed:
            text = (
                f"claim `{claim.name}` has no number right before its mark: join them"
            )
            yield error(page, claim.line, text)
        if claim.name not in computed:
            hint = meant(claim.name, computed) or ": define it there"
            text = f"no function `{claim.name}` in {path}{hint}"
            yield error(page, claim.line, text)


def _packages(handbook: Handbook) -> Iterator[Problem]:
    """From the code's side: what no page shows, and what no test holds."""
    owners = {page.package: page for page in handbook.pages if page.id}
    shown = {use.path for page in handbook.pages for use in page.snippets}
    homeless: set[str] = set()
    for file in handbook.python:
        _, _, rest = file.path.partition("/")
        package, _, name = rest.partition("/")
        if not name:
            if package != "__init__.py":
                text = "a snippet lies in its page's folder: move it to snippets/cNN_…/"
                yield Problem(file.path, 1, text)
            continue
        owner = owners.get(package)
        if owner is None:
            if package not in homeless:
                text = (
                    f"folder `{package}` has no page: name it as the page, - becomes _"
                )
                yield Problem(file.path, 1, text)
            homeless.add(package)
        elif name in NOT_SNIPPETS:
            yield from _functions(file, name, owner)
        else:
            yield from _snippet(handbook, file, owner, shown)


def _snippet(
    handbook: Handbook, file: PythonFile, owner: Page, shown: set[str]
) -> Iterator[Problem]:
    if file.path.endswith("/__init__.py"):
        return
    unfinished = bool(owner.front.status)
    if file.path not in shown:
        text = f"no page shows this snippet: pull it into {owner.path}, or delete it"
        yield Problem(file.path, 1, text, warning=unfinished)
    folder, _, name = file.path.rpartition("/")
    test = f"tests/{folder}/test_{name}"
    if test not in handbook.tests:
        text = f"snippet without a test: write {test}"
        yield Problem(file.path, 1, text, warning=unfinished)


def _functions(file: PythonFile, name: str, owner: Page) -> Iterator[Problem]:
    if name == "figures.py":
        used = {i.target.removeprefix("figure:") for i in owner.images}
        mend = f"show it in {owner.path} as `![…](figure:NAME)`, or delete it"
    else:
        used = {claim.name for claim in owner.claims}
        mend = f"mark its number in {owner.path} with `<!-- claim: NAME -->`"
    for function, line in file.functions.items():
        if function not in used:
            text = f"no page uses `{function}`: {mend.replace('NAME', function)}"
            unfinished = bool(owner.front.status)
            yield Problem(file.path, line, text, warning=unfinished)
