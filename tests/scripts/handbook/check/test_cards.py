"""Question cards."""

import pytest

from tests.scripts.handbook.sample import C1, Q0, answer, edit, judge

CASES = [
    (
        "no kind",
        edit(C1, Q0, "id: c01-q00, data-level: core"),
        C1,
        "/// details | Question c01-q00?",
        "card has no data-kind: use `theory`, `applied`",
    ),
    (
        "unknown level",
        edit(C1, Q0, Q0.replace("core", "easy")),
        C1,
        "/// details | Question c01-q00?",
        "card has unknown data-level `easy`: use `core`, `hard`",
    ),
    (
        "no covers",
        edit(C1, Q0 + ', data-covers: "definition"', Q0),
        C1,
        "/// details | Question c01-q00?",
        "card has no data-covers",
    ),
    (
        "covers of the other kind",
        edit(C1, f'{Q0}, data-covers: "', f'{Q0}, data-covers: "trade-offs '),
        C1,
        "/// details | Question c01-q00?",
        "`trade-offs` is not for a card of kind theory",
    ),
    (
        "unknown covers",
        edit(C1, f'{Q0}, data-covers: "', f'{Q0}, data-covers: "definitions '),
        C1,
        "/// details | Question c01-q00?",
        "unknown data-covers `definitions`: did you mean `definition`?",
    ),
    (
        "card without an id",
        edit(C1, "id: c01-q00, ", ""),
        C1,
        "/// details | Question c01-q00?",
        "card has no id: add `attrs: {id: c01-…}`",
    ),
    (
        "card without a question",
        edit(C1, "/// details | Question c01-q00?", "/// details"),
        C1,
        "/// details\n",
        "card without a question",
    ),
    (
        "part missing",
        edit(C1, "**Red flag.** Saying the opposite, since it is wrong.\n", ""),
        C1,
        "/// details | Question c01-q00?",
        "full card `c01-q00` lacks **Red flag.**",
    ),
    (
        "part missing from a short card",
        lambda b: b.edit(
            C1,
            "- [ ] Third fact\n\n**Red flag.** Saying the opposite, since it is wrong.",
            "- [ ] Third fact",
        ),
        C1,
        "/// details | Quick question c01-q02?",
        "short card `c01-q02` lacks **Red flag.**",
    ),
    (
        "parts out of order",
        lambda b: (
            b.edit(C1, "**Red flag.** Saying the opposite, since it is wrong.", "SWAP"),
            b.edit(C1, "**Must say**\n", "**Red flag.** No.\n\n**Must say**\n"),
            b.edit(C1, "SWAP\n", ""),
        ),
        C1,
        "/// details | Question c01-q00?",
        "card parts are out of order: write **In 30 seconds.**, **In two minutes.**",
    ),
    (
        "part twice",
        edit(C1, "**Must say**", "**In two minutes.** Again.\n\n**Must say**"),
        C1,
        "**In two minutes.** Again.",
        "**In two minutes.** stands twice in this card",
    ),
    (
        "part empty",
        edit(C1, "**In 30 seconds.** It is short and it passes.", "**In 30 seconds.**"),
        C1,
        "**In 30 seconds.**",
        "**In 30 seconds.** is empty",
    ),
    (
        "label misspelled",
        edit(C1, "**In two minutes.**", "**In 2 minutes:**"),
        C1,
        "**In 2 minutes:**",
        "label in another spelling: write it exactly as **In two minutes.**",
    ),
    (
        "text before the first part",
        edit(C1, "**In 30 seconds.**", "By the way.\n\n**In 30 seconds.**"),
        C1,
        "By the way.",
        "text before the card's first part",
    ),
    (
        "answer too short",
        lambda b: b.edit(C1, answer(b), "No."),
        C1,
        "**In two minutes.** No.",
        "the two-minute answer has 1 words, not 90 to 220: say more",
    ),
    (
        "answer too long",
        edit(C1, "**In two minutes.** ", "**In two minutes.** " + "word " * 150),
        C1,
        "**In two minutes.** word",
        "words, not 90 to 220: cut, or move detail to a deep dive",
    ),
    (
        "too few facts",
        edit(C1, "- [ ] First fact\n", ""),
        C1,
        "**Must say**",
        "**Must say** has 2 facts: make it 3 to 6",
    ),
    (
        "too many facts",
        edit(C1, "- [ ] First fact\n", "- [ ] First fact\n" * 5),
        C1,
        "**Must say**",
        "**Must say** has 7 facts",
    ),
    (
        "fact without a box",
        edit(C1, "- [ ] First fact\n", "- First fact\n"),
        C1,
        "**Must say**",
        "every fact under **Must say** is ticked",
    ),
    (
        "one follow-up on a full card",
        edit(C1, "- *Why so?* Because of this.\n", ""),
        C1,
        "**Follow-ups**",
        "**Follow-ups** has 1: give at least 2",
    ),
    (
        "follow-up without an answer",
        edit(C1, "- *Why so?* Because of this.\n", "- *Why so?*\n"),
        C1,
        "**Follow-ups**",
        "follow-up `*Why so?*` has no answer",
    ),
    (
        "follow-up in another form",
        edit(C1, "- *Why so?* Because of this.\n", "- Why so? Because.\n"),
        C1,
        "**Follow-ups**",
        "in another form: write `- *Question?* Answer.`",
    ),
    (
        "card in another section",
        lambda b: (
            b.edit(C1, "## Questions\n", "", 1),
            b.edit(
                C1,
                "/// details | Question c01-q01?",
                "## Questions\n\n/// details | Question c01-q01?",
            ),
        ),
        C1,
        "/// details | Question c01-q00?",
        "belongs under `## Questions`",
    ),
    (
        "card out of order",
        edit(C1, Q0, Q0.replace("core", "hard")),
        C1,
        "/// details | Question c01-q01?",
        "cards run theory, applied, hard: move this theory card up",
    ),
]

SEVERAL = [
    (
        "two faults of one card",
        edit(C1, Q0, "id: c07-q00, data-kind: theory, data-level: easy"),
        [
            (
                C1,
                "/// details | Question c01-q00?",
                "card has unknown data-level `easy`",
            ),
            (C1, "/// details | Question c01-q00?", "must start with its page's id"),
        ],
    ),
]


@pytest.mark.parametrize(
    ("change", "expected"), [pytest.param(c[1], c[2:], id=c[0]) for c in CASES]
)
def test_one_fault_is_one_problem(book, change, expected) -> None:
    judge(book, change, expected)


@pytest.mark.parametrize(
    ("change", "expected"), [pytest.param(c[1], c[2], id=c[0]) for c in SEVERAL]
)
def test_some_faults_are_seen_from_both_ends(book, change, expected) -> None:
    judge(book, change, *expected)
