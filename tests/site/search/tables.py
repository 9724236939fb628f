"""The tables of learner queries, and how a list of results is judged by them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
TUNED = HERE / "queries_tuned.tsv"
UNSEEN = HERE / "queries_unseen.tsv"
NOWHERE = 99


@dataclass(frozen=True)
class Link:
    """One result: where it leads within the site, and how it scored."""

    page: str
    anchor: str
    title: str
    score: float


@dataclass(frozen=True)
class Target:
    """What a query must find: a page, or a place on one."""

    page: str
    anchor: str

    @classmethod
    def parse(cls, text: str) -> Target:
        """`c06`, `c06#c06-roc`, `#c06-roc` or a path of the site."""
        page, _, anchor = text.strip().partition("#")
        return cls(re.sub(r"\.(?:md|html)$", "", page), anchor)

    def is_page(self, url: str) -> bool:
        name = url.removesuffix(".html")
        short = name.rsplit("/", 1)[-1]
        return (
            not self.page
            or self.page in (name, short)
            or short.startswith(f"{self.page}-")
        )

    def rank(self, groups: list[list[Link]]) -> int:
        """1 is best; a place on a page counts among single results, not pages."""
        if not self.anchor:
            ranks = (i for i, g in enumerate(groups, 1) if self.is_page(g[0].page))
            return next(ranks, NOWHERE)
        links = [link for group in groups for link in group if link.score > 0]
        links.sort(key=lambda link: -link.score)
        for i, link in enumerate(links, 1):
            if link.anchor == self.anchor and self.is_page(link.page):
                return i
        return NOWHERE


@dataclass(frozen=True)
class Query:
    """A line of a table."""

    text: str
    targets: tuple[Target, ...]
    expected: str

    def rank(self, groups: list[list[Link]]) -> int:
        """Where the place that was asked for stands: the card, if one is named."""
        return min(target.rank(groups) for target in self.targets)

    def page_rank(self, groups: list[list[Link]]) -> int:
        """Where its page stands, whatever place on it comes first."""
        pages = [Target(target.page, "") for target in self.targets if target.page]
        ranks = [page.rank(groups) for page in pages]
        return min(ranks) if ranks else self.rank(groups)


def read(path: Path) -> list[Query]:
    """Lines `query<TAB>target|target`; `# ` at the start makes a remark."""
    queries = []
    for line in path.read_text("utf-8").splitlines():
        if not line.strip() or line.startswith("# "):
            continue
        text, expected = line.split("\t")[:2]
        targets = tuple(Target.parse(part) for part in expected.split("|"))
        queries.append(Query(text, targets, expected.strip()))
    return queries
