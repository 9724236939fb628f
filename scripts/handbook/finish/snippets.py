"""Holds that a whole-file code block is the tested file, byte for byte.

`data-snippet="snippets/…/x.py"` on the block names the file. What stands in `code` is
what a script should copy; Material's own button trims the end, see `cards`' contract.
"""

from __future__ import annotations

from handbook.finish.page import Page


def apply(page: Page) -> None:
    """Compare every marked block with its file."""
    for block in page.tree.xpath("//*[@data-snippet]"):
        name = block.get("data-snippet")
        code = block.xpath(".//pre/code")
        data = page.read("root", name)
        if data is None:
            page.problem(name, f"{name} is shown but does not exist: mend the path")
            continue
        if not code or code[0].text_content().encode() != data:
            page.problem(
                name,
                f"{name} is not shown as it is: let it be the fence's only line and "
                "start and end without a blank line; if it was edited meanwhile, "
                "build again",
            )
        page.count("snippets")
