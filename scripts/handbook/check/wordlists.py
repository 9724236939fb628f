"""Words that don't belong: filler of no meaning, and spellings from across the sea.

Words that are terms of the field stay: robust standard errors, the leverage of a point,
a loss landscape, a pivotal quantity.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

_OBJECT = r"(?:the|a|an|our|your|this|these|those|its|their|existing|advanced|modern)"
_THING = (
    r"(?:solution|system|pipeline|framework|approach|architecture|platform|foundation|"
    r"strategy|process|infrastructure|answer|workflow|suite|monitoring|production)s?"
)
_QUALITY = r"(?:scalable|reliable|efficient|secure|flexible|maintainable)"
_NOT_A_TERM = "".join(
    rf"(?<!{word}[ -])(?<!{word}\n)"
    for word in (
        *("loss", "error", "cost", "energy", "objective", "optimization", "risk"),
        *("fitness", "likelihood"),
    )
)

# A piece that any match contains (looked for first, it is cheap) and the whole pattern.
_FILLER: dict[str, str] = {
    "delv": r"\bdelv(?:e|es|ed|ing)\b",
    "crucial": r"\bcrucial(?:ly)?\b",
    "leverag": rf"\bleverages?\s+{_OBJECT}\b|\bleverag(?:ed|ing)\b|\bto\s+leverage\b",
    "seamless": r"\bseamless(?:ly)?\b",
    "comprehensive": r"\bcomprehensive(?:ly)?\b",
    "pivotal": r"\bpivotal\b"
    r"(?!\s+(?:quantit|statistic|bootstrap|interval|distribution))",
    "realm": r"\brealms?\b",
    "landscape": rf"{_NOT_A_TERM}\blandscapes?\b(?!\s+(?:orientation|mode|format))",
    "tapestry": r"\btapestry\b",
    "robust": rf"\brobust\s+{_THING}\b|\brobust(?:,|\s+and)\s+{_QUALITY}\b"
    rf"|\b{_QUALITY}(?:,|\s+and)\s+robust\b",
    "it": r"\bit(?:['’]s|\s+is)\s+(?:important|essential|vital|worth)\s+"
    r"(?:to\s+)?(?:not(?:e|ing)|mention(?:ing)?|remember(?:ing)?)\b",
    "today": r"\bin\s+today['’]s\b",
    "into": r"\b(?:dive|dives|diving|dove)\s+(?:deep(?:er)?\s+)?into\b",
    "let": r"\blet(?:['’]s|\s+us)\s+(?:explore|dive|take\s+a\s+(?:closer\s+)?look)\b",
    "explore": r"\bwe\s+will\s+explore\b",
    "chang": r"\bgame[-\s]chang(?:er|ers|ing)\b",
    "edge": r"\bcutting[-\s]edge\b",
    "practice": r"\bbest\s+practices?\b",
    "paced": r"\bfast[-\s]paced\b",
    "ever": r"\bever[-\s](?:evolving|changing|growing)\b",
    "unlock": r"\bunlock(?:s|ing)?\s+the\s+(?:full\s+)?(?:power|potential)\b",
    "harness": r"\bharness(?:es|ing)?\s+the\s+(?:full\s+)?(?:power|potential)\b",
    "role": r"\bplays?\s+an?\s+(?:vital|key|essential|central|important)\s+role\b",
    "testament": r"\b(?:a\s+)?testament\s+to\b",
    "needless": r"\bneedless\s+to\s+say\b",
    "conclusion": r"\bin\s+conclusion\b",
}
_FILLER_PATTERNS = {key: re.compile(p, re.IGNORECASE) for key, p in _FILLER.items()}


def filler(text: str) -> Iterator[tuple[int, str]]:
    """(position, words) of every stretch that says nothing."""
    low = text.lower()
    for piece, pattern in _FILLER_PATTERNS.items():
        if piece in low:
            for match in pattern.finditer(text):
                yield match.start(), " ".join(match[0].split())


_WORD = re.compile(r"[A-Za-z]{4,}")
_ISE = re.compile(r"([a-z]+)is(e|es|ed|er|ers|ing|ation|ations|able)", re.I)
_WORD_STEMS = (
    "anonym author binar capital categor central character critic custom diagonal "
    "digit discret emphas equal factor final formal general harmon hypothes ideal "
    "initial item linear local marginal maxim memor minim modern neutral normal optim "
    "organ orthogonal parallel parametr penal personal polar priorit quant random "
    "real recogn regular serial special stabil standard summar symbol symmetr "
    "synchron synthes token util vector visual"
)
_STEMS = tuple(_WORD_STEMS.split())
_OUR = "behavi col fav flav hon neighb lab rum"
_SWAPS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.I), american)
    for pattern, american in (
        (rf"({'|'.join(_OUR.split())})our(\w*)", r"\1or\2"),
        (r"(anal|paral|catal)ys(e|ed|er|ers|ing)", r"\1yz\2"),
        (r"(cent|fib|met|lit)re(s?)", r"\1er\2"),
        (r"centred", "centered"),
        (
            r"(label|model|travel|cancel|signal|channel|level|tunnel)l(ed|ing|er|ers)",
            r"\1\2",
        ),
        (r"learnt", "learned"),
        (r"whilst", "while"),
        (r"amongst", "among"),
        (r"(def|off|lic)ence(s?)", r"\1ense\2"),
        (r"(un)?practis(e|es|ed|ing)", r"\1practic\2"),
        (r"grey(s|ed)?", r"gray\1"),
        (r"artefact(s?)", r"artifact\1"),
        (r"programme(s?)", r"program\1"),
        (r"sceptic(al|ally|ism|s)?", r"skeptic\1"),
        (r"maths", "math"),
        (r"ageing", "aging"),
        (r"fulfil(s?)", r"fulfill\1"),
    )
)


def british(text: str) -> Iterator[tuple[int, str, str]]:
    """(position, word, American spelling) of every surely British word."""
    for word in set(_WORD.findall(text)):
        if spelling := american(word):
            for match in re.finditer(rf"\b{word}\b", text):
                yield match.start(), word, spelling


@lru_cache(maxsize=100_000)
def american(word: str) -> str | None:
    """The American spelling of a British word, None for any other."""
    match = _ISE.fullmatch(word)
    if match and match[1].lower().endswith(_STEMS):
        return f"{match[1]}iz{match[2]}"
    for pattern, spelling in _SWAPS:
        if match := pattern.fullmatch(word):
            return match.expand(spelling)
    return None
