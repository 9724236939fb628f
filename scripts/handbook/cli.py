"""The `handbook` command: thin adapters over the build tool.

Data goes to stdout, talk to stderr. Exit codes: 0 fine, 1 failure, 2 usage,
3 content invalid.
"""

from __future__ import annotations

import json
import os
import sys
from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape

from handbook.model import ContentError, Handbook, HandbookError, Problem

app = typer.Typer(
    help="Build, check and use the ML Engineer Interview Handbook.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
snippet_app = typer.Typer(
    help="List or print the tested snippets.", no_args_is_help=True
)
ids_app = typer.Typer(
    help="Keep docs/ids.tsv, the ledger of permanent ids.",
    invoke_without_command=True,
)
app.add_typer(snippet_app, name="snippet")
app.add_typer(ids_app, name="ids")

JsonFlag = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing on success.")]


def talk() -> Console:
    """The console for people; rich follows NO_COLOR by itself."""
    return Console(stderr=True, highlight=False, soft_wrap=True)


def checkout() -> Path:
    """The nearest folder upwards that holds the handbook's sources."""
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / "mkdocs.yml").is_file() and (folder / "docs").is_dir():
            return folder
    raise HandbookError(
        f"no mkdocs.yml above {here}: run this inside a checkout of the handbook"
    )


def load_handbook(root: Path) -> tuple[Handbook, tuple[Problem, ...]]:
    """The content with every problem, the ledger's included."""
    from handbook import build, ledger

    handbook, problems = build.read(build.Place(root))
    return handbook, tuple(sorted({*problems, *ledger.problems(handbook)}))


@app.command()
def check(as_json: JsonFlag = False, quiet: Quiet = False) -> None:
    """Report everything wrong with the content; exit code 3 if anything is."""
    handbook, problems = load_handbook(checkout())
    errors = sum(not p.warning for p in problems)
    if as_json:
        rows = [
            {"path": p.path, "line": p.line, "text": p.text, "warning": p.warning}
            for p in problems
        ]
        print(json.dumps(rows, ensure_ascii=False, indent=1))
    else:
        for problem in problems:
            print(problem)
    if not quiet:
        cards = sum(1 for _ in handbook.cards())
        talk().print(
            f"{len(handbook.pages)} pages, {cards} cards: {errors} errors, "
            f"{len(problems) - errors} warnings"
        )
    raise typer.Exit(3 if errors else 0)


@app.command(name="build")
def build_command(
    site: Annotated[Path, typer.Option(help="Where the site goes.")] = Path("site"),
    jobs: Annotated[int, typer.Option(help="How many processes to use.")] = 2,
    quiet: Quiet = False,
) -> None:
    """Build the site: prepare, engine, finish. Redoes only what changed."""
    from handbook import build

    root = checkout()
    console = talk()
    progress = build.Progress(quiet=quiet, say=lambda text: console.print(escape(text)))
    target = site if site.is_absolute() else root / site
    build.site(build.Place(root, jobs), target, progress)
    if not quiet:
        total = sum(seconds for _, seconds in progress.steps)
        console.print(f"[bold]site is in {escape(str(site))}[/] after {total:.1f} s")
        console.print(f"open {escape((target / 'index.html').as_uri())}")


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on.")] = 8000,
) -> None:
    """Live preview: rebuilds what you edit and reloads the browser."""
    from handbook import build
    from handbook import serve as server

    console = talk()
    server.run(
        build.Place(checkout()), host, port, lambda text: console.print(escape(text))
    )


@app.command()
def new(
    slug: Annotated[str, typer.Argument(help="Such as c26-time-series or d02-ctr.")],
    title: Annotated[str, typer.Argument(help='Such as "Time Series".')],
) -> None:
    """Write a new page, its snippets folder and a first test from the template."""
    from handbook import template, write

    root = checkout()
    files = template.files(slug, title, date.today())
    taken = [path for path in files if (root / path).exists()]
    if taken:
        raise HandbookError(f"{taken[0]} exists already; nothing was written")
    for path, text in files.items():
        write.text(root / path, text)
        print(path)
    console = talk()
    page = next(iter(files))
    console.print(f"Now add {escape(page.removeprefix('docs/'))} to nav in mkdocs.yml,")
    console.print("write it, and run: handbook check")


@app.command()
def doctor(as_json: JsonFlag = False) -> None:
    """Show what is installed, what is missing and how to get it."""
    from handbook import doctor as doctor_module

    rows = doctor_module.examine(checkout())
    if as_json:
        print(json.dumps([row.__dict__ for row in rows], indent=1))
    else:
        for row in rows:
            mark = "ok     " if row.found else "MISSING"
            print(f"{mark} {row.name:<24} {row.found or row.get}")
    raise typer.Exit(0 if all(row.found or row.optional for row in rows) else 1)


@app.command()
def canary(as_json: JsonFlag = False) -> None:
    """Build with zensical and print how its pages differ; never fails the build."""
    from handbook import canary as canary_module
    from handbook.build import Place

    report = canary_module.compare(Place(checkout()))
    if as_json:
        print(json.dumps(report.as_dict(), ensure_ascii=False, indent=1))
    else:
        print(report)


@snippet_app.command("list")
def snippet_list(as_json: JsonFlag = False) -> None:
    """List every snippet: name, page, first line of its docstring."""
    from handbook.derive.indexes import is_snippet
    from handbook.derive.reference import summary

    handbook, _ = _loaded()
    rows = [
        {"name": snippet_name(f.path), "path": f.path, "summary": summary(f)}
        for f in handbook.python
        if is_snippet(f.path)
    ]
    if as_json:
        print(json.dumps(rows, ensure_ascii=False, indent=1))
    else:
        for row in rows:
            print(f"{row['name']:<44} {row['summary']}")


@snippet_app.command("show")
def snippet_show(
    name: Annotated[str, typer.Argument(help="roc_auc, or c06/roc_auc.")],
) -> None:
    """Print one snippet, byte for byte, to stdout."""
    from handbook.derive.indexes import is_snippet

    handbook, _ = _loaded()
    every = {snippet_name(f.path): f for f in handbook.python if is_snippet(f.path)}
    wanted = name.removesuffix(".py")
    found = [key for key in every if wanted in (key, key.split("/")[1])]
    if not found:
        import difflib

        near = difflib.get_close_matches(
            wanted.split("/")[-1], [key.split("/")[1] for key in every], n=3
        )
        hint = f"; did you mean {', '.join(near)}?" if near else ""
        raise HandbookError(
            f"no snippet {name!r}{hint} `handbook snippet list` has all"
        )
    if len(found) > 1:
        raise HandbookError(f"{name!r} is on several pages: {', '.join(found)}")
    sys.stdout.write(every[found[0]].text)


def snippet_name(path: str) -> str:
    """snippets/c06_evaluation_and_metrics/roc_auc.py → c06/roc_auc."""
    folder, _, name = path.removeprefix("snippets/").rpartition("/")
    return f"{folder.split('_')[0]}/{name.removesuffix('.py')}"


@ids_app.callback()
def ids_update(context: typer.Context) -> None:
    """Record new and changed ids in docs/ids.tsv."""
    if context.invoked_subcommand:
        return
    from handbook import ledger, write

    root = checkout()
    handbook, _ = _loaded()
    lost = [p for p in ledger.problems(handbook) if not ledger.mendable(p)]
    if lost:
        raise ContentError(tuple(lost))
    entries = ledger.update(handbook, today=date.today())
    changed = write.text(root / "docs" / "ids.tsv", ledger.render(entries))
    talk().print("docs/ids.tsv " + ("updated" if changed else "was up to date"))


@ids_app.command("retire")
def ids_retire(
    page_id: Annotated[str, typer.Argument(help="The id that leaves for good.")],
) -> None:
    """Retire an id whose card, item or page is gone; it is never used again."""
    from handbook import ledger, write

    root = checkout()
    handbook, _ = _loaded()
    entries = ledger.retire(handbook.ledger, page_id, today=date.today())
    write.text(root / "docs" / "ids.tsv", ledger.render(entries))
    talk().print(f"{page_id} retired")


@app.command()
def counts(
    as_json: JsonFlag = False,
    write_readme: Annotated[
        bool, typer.Option("--write", help="Put the counts into README.md.")
    ] = False,
) -> None:
    """Print what the handbook holds, counted from its content."""
    from handbook import write
    from handbook.derive import readme
    from handbook.derive.indexes import counts as count

    root = checkout()
    handbook, _ = _loaded()
    numbers = count(handbook)
    if write_readme:
        path = root / "README.md"
        text = readme.filled(path.read_text(encoding="utf-8"), numbers)
        changed = write.text(path, text)
        talk().print("README.md " + ("updated" if changed else "was up to date"))
    elif as_json:
        print(json.dumps(numbers, indent=1))
    else:
        for name, number in numbers.items():
            print(f"{name:<18}{number:>7,}")


def _loaded() -> tuple[Handbook, tuple[Problem, ...]]:
    from handbook import load

    return load.handbook(checkout())


def main() -> None:
    """Run the command; turn this tool's own errors into messages and exit codes."""
    # Before NumPy comes in: on small matrices BLAS threads only stall each other.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        app()
    except ContentError as error:
        errors = [p for p in error.problems if not p.warning]
        for problem in errors:
            print(problem, file=sys.stderr)
        talk().print(f"{len(errors)} errors; the last good site stays as it was")
        sys.exit(3)
    except HandbookError as error:
        talk().print(f"[red]error:[/] {escape(str(error))}")
        sys.exit(1)
    except BrokenPipeError:  # `handbook snippet show x | head` is no failure
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)


if __name__ == "__main__":
    main()
