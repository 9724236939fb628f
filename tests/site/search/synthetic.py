"""A book of any length whose words are spread like those of a real one."""

from __future__ import annotations

import itertools
import json
import random
from pathlib import Path
from typing import Any

from handbook.finish import search

TOPICS = Path(__file__).resolve().parents[3] / search.TOPICS
ONSETS = [*"bdfgklmnprst", "tr", "pl", "st", "gr", "ch"]
ENDS = ["", "n", "r", "s", "t", "l", "tion", "ing", "ed"]
STOP = ["the", "a", "of", "to", "and", "in", "is", "for", "it", "as", "with", "on"]


def book(words: int, *, vocabulary: int = 14_000, seed: int = 1) -> dict[str, Any]:
    """Pages of 24 sections and 24 questions; words as frequent as Zipf says."""
    rng = random.Random(seed)
    syllables = [onset + vowel for onset in ONSETS for vowel in "aeiou"]
    known: dict[str, None] = {}
    while len(known) < vocabulary:
        parts = rng.choices(syllables, k=rng.choice((2, 2, 3, 3, 3, 4)))
        known["".join(parts) + rng.choice(ENDS)] = None
    names = list(known)
    weights = list(itertools.accumulate(1 / (rank + 20) for rank in range(vocabulary)))

    def text(count: int) -> str:
        drawn = rng.choices(names, cum_weights=weights, k=count)
        mixed = [rng.choice(STOP) if rng.random() < 0.4 else word for word in drawn]
        sentences = [mixed[i : i + 14] for i in range(0, count, 14)]
        return " ".join(" ".join(s).capitalize() + "." for s in sentences)

    pages: list[search.Page] = []
    left = words
    while left > 0:
        number = len(pages)
        title = text(7)[:-1]
        entries = [search.Entry("page", "", title, text(30))]
        for i in range(24):
            entries.append(
                search.Entry("section", f"part-{i}", text(4)[:-1], text(120))
            )
            anchor = f"c{number:02}-card-{i}"
            entries.append(search.Entry("question", anchor, text(11), text(150)))
        left -= 37 + 24 * (124 + 161)
        topics = [text(2)[:-1] for _ in range(40)]
        pages.append(
            search.Page(f"concepts/c{number:02}-page.html", title, topics, 1.0, entries)
        )
    return search.book(pages, search.load_topics(TOPICS))


def title_of(script: bytes) -> str:
    """The title of one of the book's questions."""
    text = script.decode()
    literal = text[text.index("'") + 1 : text.rindex("'")]
    for escaped, plain in (("\\x3c", "<"), ("\\'", "'"), ("\\\\", "\\")):
        literal = literal.replace(escaped, plain)
    titles: list[str] = json.loads(literal)["title"]
    return titles[700]
