"""Rewrites the marks of authored Markdown: claims, facts, figures, snippets, cards.

Every rewrite keeps fences and inline code as they are; a mark the checks would refuse
is left in place, so that a draft still shows.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator

from handbook.derive.context import Context, link, site_path
from handbook.model import Page

CLAIM = re.compile(
    r"(?P<number>[-+−]?(?:\d[\d,]*\.?\d*|\.\d+)(?:[eE][-+]?\d+)?%?)"
    r"<!--\s*claim:\s*(?P<name>\w+)\s*-->"
)
FACT = re.compile(r"<!--\s*fact:\s*(?P<key>[\w.-]+)\s*-->")
FIGURE = re.compile(r"!\[(?P<alt>[^\]]*)\]\(figure:(?P<name>\w+)\)(?:\{[^}]*\})?")
FENCE = re.compile(r"^(?P<indent>[ \t]*)(?P<mark>`{3,}|~{3,})(?P<info>[^`\n]*)$")
INCLUDE = re.compile(r"^[ \t]*--8<--[ \t]+\"(?P<path>[^\"]+)\"[ \t]*$")
NO_RUN = re.compile(r"^[ \t]*(<!--\s*no-run:.*?-->)[ \t]*\n", re.MULTILINE)
INLINE_CODE = re.compile(r"(`+)(?!`)(.+?)(?<!`)\1(?!`)")


def blocks(text: str) -> Iterator[tuple[bool, str]]:
    """Split Markdown into runs of (is a fence, lines with their line ends)."""
    prose: list[str] = []
    fence: list[str] = []
    closer = ""
    for line in text.splitlines(keepends=True):
        found = FENCE.match(line.rstrip("\r\n"))
        if closer:
            fence.append(line)
            stripped = line.strip()
            if (
                stripped
                and set(stripped) == {closer[0]}
                and len(stripped) >= len(closer)
            ):
                yield True, "".join(fence)
                fence, closer = [], ""
        elif found:
            if prose:
                yield False, "".join(prose)
                prose = []
            closer = found["mark"]
            fence = [line]
        else:
            prose.append(line)
    rest = fence or prose
    if rest:
        yield bool(fence), "".join(rest)


def outside_code(text: str, rewrite: Callable[[str], str]) -> str:
    """Apply `rewrite` to the stretches of prose that are not inline code."""
    out: list[str] = []
    end = 0
    for code in INLINE_CODE.finditer(text):
        out += [rewrite(text[end : code.start()]), code[0]]
        end = code.end()
    return "".join(out) + rewrite(text[end:])


def staged_body(page: Page, context: Context) -> str:
    """The page's Markdown below the front matter, ready for the engine."""
    lines = page.text.splitlines(keepends=True)[page.body_line - 1 :]
    out: list[str] = []
    for is_fence, block in blocks("".join(lines)):
        if is_fence:
            out.append(_snippet(block, page, context))
        else:
            # a comment is a block of its own only between blank lines
            block = NO_RUN.sub(r"\n\1\n\n", block)
            out.append(outside_code(block, lambda text: _prose(text, page, context)))
    return "".join(out)


def _prose(text: str, page: Page, context: Context) -> str:
    here = site_path(page)
    module = f"snippets.{page.package}.claims"

    def claim(found: re.Match[str]) -> str:
        target = f"reference/{page.package}/claims.md#{module}.{found['name']}"
        title = f"Recomputed by {found['name']}() in claims.py, and tested"
        return f'[{found["number"]}]({link(here, target)}){{ .claim title="{title}" }}'

    def figure(found: re.Match[str]) -> str:
        size = context.figures.get((page.package, found["name"]))
        if size is None:
            return found[0]
        width, height = size
        images = []
        for scheme in ("light", "dark"):
            target = f"assets/figures/{page.package}/{found['name']}-{scheme}.svg"
            images.append(
                f"![{found['alt']}]({link(here, target)}#only-{scheme})"
                f"{{ .figure loading=lazy width={width} height={height} }}"
            )
        return "".join(images)

    text = _facts(text, context)
    text = CLAIM.sub(claim, text)
    return FIGURE.sub(figure, text)


def _facts(text: str, context: Context) -> str:
    """`128,000<!-- fact: key -->` becomes the value with its source on hover."""
    out = ""
    rest = text
    while found := FACT.search(rest):
        before, rest = rest[: found.start()], rest[found.end() :]
        fact = context.handbook.facts.get(found["key"], {})
        value = str(fact.get("value", ""))
        if not value or not before.endswith(value):
            out += before + found[0]
            continue
        title = html.escape(
            f"As of {fact.get('reviewed', '')}: {fact.get('source', '')}", quote=True
        )
        span = f'<span class="fact" title="{title}">{value}</span>'
        out += before[: -len(value)] + span
    return out + rest


def included(block: str) -> str | None:
    """The path of a fence that shows exactly one whole file, else None."""
    inner = [line for line in block.splitlines()[1:-1] if line.strip()]
    found = INCLUDE.match(inner[0]) if len(inner) == 1 else None
    return found["path"] if found else None


def _snippet(block: str, page: Page, context: Context) -> str:
    """Title the fence with its file's name and follow it with the file's links."""
    path = included(block)
    if path is None or not path.startswith("snippets/"):
        return block
    here = site_path(page)
    folder, _, name = path.removeprefix("snippets/").rpartition("/")
    stem = name.removesuffix(".py")
    header, _, body = block.partition("\n")
    found = FENCE.match(header.rstrip("\r\n"))
    indent = found["indent"] if found else ""
    if found and not found["info"].strip().count(" "):
        language = found["info"].strip() or "python"
        header = (
            f"{indent}{found['mark']}{{ .{language} .snippet "
            f'title="{name}" data-snippet="{path}" }}'
        )
    reference = f"reference/{folder}/{stem}.md"
    links = [
        f"[Download]({link(here, 'snippets/' + folder + '/' + name)})"
        f'{{ download="{name}" }}',
        f"[Test]({link(here, reference + '#test')})",
        f"[API]({link(here, reference)})",
    ]
    body = body if body.endswith("\n") else body + "\n"
    return (
        f"{header}\n{body}\n{indent}{' · '.join(links)}\n{indent}{{ .snippet-links }}\n"
    )
