"""All rules together."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from handbook import check, load, template
from handbook.check.nav import GENERATED, patterns
from handbook.derive import stage
from handbook.derive.context import Context
from tests.scripts.handbook.sample import C1, C2, MK, TODAY, Book, answer, concept

BROKEN = Path(__file__).with_name("broken.txt")
ROOT = Path(__file__).resolve().parents[4]

# A text of the line, words of the message: what the broken page must be told.
FAULTS = [
    ("minutes:", "`minutes` has another type"),
    ("needs:", "needs `c77`"),
    ("tags:", "`tags` is empty"),
    ("reviewed:", "`reviewed` is in the future"),
    ("speed:", "unknown front matter key `speed`"),
    ("# A title", "title comes from its front matter"),
    ("It is crucial", "`analyse` is British: write `analyze`"),
    ("It is crucial", "`behaviour` is British: write `behavior`"),
    ("It is crucial", "`crucial` is filler"),
    ("It is crucial", "`delve` is filler"),
    ("It is crucial", "`landscape` is filler"),
    ("## How it works", "out of order: `When to use it` comes here"),
    ("See [the wrong", "link to `#no-such-heading`"),
    ("See [the wrong", "link to `c99-nowhere.md`"),
    ("and ![](", "image `../assets/none.png` doesn't exist"),
    ("and ![](", "image without alt text"),
    ("It scores 0.9", "claim `gap` has no number right before its mark"),
    ("It scores 0.9", "no function `gap`"),
    ("It scores 0.9", "no function `nobody`"),
    ("The window is", "fact `context` is `128,000`"),
    ("The window is", "unknown fact `price`"),
    ("gone.py", "snippet `snippets/c02_beta/gone.py` doesn't exist"),
    ("```mermaid", "diagram without accDescr"),
    ("```mermaid", "diagram without accTitle"),
    ("In a text", "$$ formula inside a text"),
    ("In a text", "blocks `style=` attributes"),
    ("| $P(a|b)$", "splits the table cell"),
    ("TODO", "`TODO` is left in the text"),
    ("## Failure modes", "section `Failure modes` is empty"),
    ("## Pitfalls", "unknown section `Pitfalls`"),
    ("/// detail |", "unknown block `/// detail`: did you mean `/// details`?"),
    ("## Questions", "cards of level hard, 0 so far: write at least 5"),
    ("## Questions", "figures of our own, 0 so far: draw at least 2"),
    ("## Questions", "full cards, 0 so far: write at least 12"),
    ("## Questions", "applied cards, 1 so far"),
    ("## Questions", "theory cards, 1 so far"),
    ("## Questions", "claims, 2 so far"),
    ("## Questions", "question cards, 3 so far: write at least 20"),
    ("## Questions", "no card covers `definition`"),
    ("## Questions", "section `## In production` is missing"),
    ("## Questions", "words before the cards"),
    ("/// details | What is it?", "`deployment` is not for a card of kind theory"),
    ("/// details | What is it?", "card has unknown data-level `easy`"),
    ("/// details | What is it?", "full card `c02-what` lacks **Red flag.**"),
    ("**In 2 minutes.**", "the two-minute answer has 2 words"),
    ("**In 2 minutes.**", "write it exactly as **In two minutes.**"),
    ("**Must say**", "every fact under **Must say** is ticked"),
    ("**Follow-ups**", "**Follow-ups** has 1"),
    ("**Follow-ups**", "follow-up `*Why?*` has no answer"),
    ("/// details | What is it, again?", "card has unknown data-kind `riddle`"),
    ("/// details | What is it, again?", "id `c02-what` is taken by"),
    ("/// details | What is it, again?", "short card `c02-what` lacks **Red flag.**"),
    ("/// details | Whose is it?", "card parts are out of order"),
    ("/// details | Whose is it?", "id `c07-whose` must start with its page's id"),
    ("/// details | Whose is it?", "this details block is never closed"),
    ("```text", "this ``` fence is never closed"),
    ("## Checklist", "the checklist has 1 items"),
    ("- [ ] Define it", "other first ids of the checklist"),
    ("- [ ] Without an id", "checklist item without an id"),
    ("- [ ] Without an id", "section `## Cheat sheet` is missing"),
    ("- [ ] Without an id", "section `## Sources` is missing"),
]


def test_the_sample_has_no_fault(book: Book) -> None:
    assert book.problems() == []


def test_a_broken_page_reports_each_fault_in_one_run(book: Book) -> None:
    book.pages[C2] = BROKEN.read_text(encoding="utf-8")
    found = [p for p in book.problems() if p.path == C2]
    expected = [(book.line(C2, where), words) for where, words in FAULTS]
    for line, words in expected:
        assert [p for p in found if p.line == line and words in p.text], (line, words)
    told = [p for p in found if any(p.line == n and w in p.text for n, w in expected)]
    assert [str(p) for p in found if p not in told] == []
    assert not any(p.warning for p in found)


def test_the_command_line_reports_them_all(book: Book, tmp_path: Path) -> None:
    book.pages[C2] = BROKEN.read_text(encoding="utf-8")
    book.write(tmp_path)
    done = subprocess.run(
        [Path(sys.executable).with_name("handbook"), "check", "--json"],
        cwd=tmp_path,
        env={**os.environ, "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 3, done.stderr
    shown = json.dumps(json.loads(done.stdout))
    for where, _ in FAULTS:
        assert f'"line": {book.line(C2, where)}' in shown


@pytest.mark.parametrize("status", ["draft", "stub"])
def test_what_a_draft_may_lack_and_a_stub_is_not_asked(book: Book, status: str) -> None:
    book.edit(C1, "minutes: 30", f"minutes: 30\nstatus: {status}")
    book.edit(C1, "## Failure modes\n\nIt breaks when the data moves.\n", "")
    book.edit(C1, answer(book), "Too short.")
    book.edit(C1, "![A curve that rises](figure:first_curve)", "")
    book.edit(C1, "- [ ] Draw it <!-- ck: c01-draw -->\n", "")
    book.tests.remove("tests/snippets/c01_alpha/test_rule.py")
    found = book.problems()
    assert {p.warning for p in found} == {True}
    own = [p for p in found if p.path == C1]
    assert len(own) == (4 if status == "draft" else 0)
    assert len(found) - len(own) == 2  # the figure and the test, on the code's side


def test_a_draft_keeps_its_structural_errors(book: Book) -> None:
    book.edit(C1, "minutes: 30", "minutes: 30\nstatus: draft")
    book.edit(C1, "id: c01-q00,", "id: c01-q01,")
    assert [p.warning for p in book.problems()] == [False]


@pytest.mark.parametrize("slug", ["c26-time-series", "d02-ctr"])
def test_a_new_page_lacks_only_what_is_to_be_written(book: Book, slug: str) -> None:
    files = template.files(slug, "A new page", TODAY)
    page = next(iter(files))
    for path, text in files.items():
        if path.startswith("tests/"):
            book.tests.add(path)
        else:
            (book.pages if path.endswith(".md") else book.python)[path] = text
    errors = [p for p in book.problems() if not p.warning]
    assert [(p.path, p.text.split(":")[0]) for p in errors] == [
        (page, "page missing from nav")
    ]
    book.edit(MK, "  - Home:", f"  - {page.removeprefix('docs/')}\n  - Home:")
    assert {p.warning for p in book.problems()} == {True}


def test_generated_pages_are_known_to_nav_and_links(book: Book) -> None:
    """Whatever the build adds, pages may link to."""
    handbook, _ = book.handbook()
    authored = {page.path.removeprefix("docs/") for page in handbook.pages}
    generated = patterns(GENERATED)
    for path in stage.pages(Context(handbook)):
        assert path in authored or generated.match_file(path), path


def test_forty_full_pages_take_a_second(book: Book, tmp_path: Path) -> None:
    for number in range(3, 42):
        text = concept("c01").replace("c01", f"c{number:02}")
        path = f"docs/concepts/c{number:02}-alpha.md"
        book.pages[path] = text
    book.write(tmp_path)
    started = time.process_time()
    handbook, _ = load.handbook(tmp_path)
    check.check(handbook, today=TODAY)
    assert time.process_time() - started < 5  # 1 s on an idle machine
