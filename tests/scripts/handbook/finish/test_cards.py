"""Cards and task lists keep the promises that the scripts are written against."""

from hypothesis import given
from hypothesis import strategies as st

from handbook.finish import cards, tasks
from handbook.finish.page import by_class, elements

CARD = """
<details class="question" data-covers="definition" data-kind="theory"
 data-level="core" id="c09-l1">
<summary>Why <em>L1</em> and <code>L2</code> differ?</summary>
<p><strong>In 30 seconds.</strong> The kink.</p>
<p><strong>In two minutes.</strong> First.</p>
<p>Second.</p>
<p><strong>Must say</strong></p>
<ul class="task-list">
<li class="task-list-item"><input type="checkbox"/> The <em>kink</em> at zero</li>
<li class="task-list-item"><input type="checkbox"/> Soft-thresholding</li>
</ul>
<p><strong>Follow-ups</strong></p>
<ul>
<li><em>Why?</em> So.</li>
</ul>
<p><strong>Red flag.</strong> "Slower".</p>
</details>
"""
LIST = """
<ul class="task-list">
<li class="task-list-item"><input type="checkbox" disabled/> Define <em>it</em>
 <!-- ck: c08-define --></li>
<li class="task-list-item"><input type="checkbox"/> Plain</li>
<li class="task-list-item"><p><input type="checkbox" checked/> Loose
 <!-- ck: c08-when --></p>
<p>More.</p></li>
</ul>
"""


def finished(page):
    cards.apply(page)
    tasks.apply(page)
    cards.describe(page)
    return page


def text(element):
    return " ".join(element.text_content().split())


def test_parts_are_found_in_order_and_lose_their_labels(page_of):
    card = by_class(finished(page_of(CARD)).tree, "card")[0]
    parts = by_class(card, "card-part")
    names = ["30s", "2m", "must-say", "follow-ups", "red-flag"]
    assert [part.get("data-part") for part in parts] == names
    assert text(parts[0]) == "In 30 seconds The kink."
    assert text(parts[1]) == "In two minutes First. Second."
    assert text(parts[4]) == 'Red flag "Slower".'


def test_a_card_says_what_it_is(page_of):
    page = finished(page_of(CARD))
    card = by_class(page.tree, "card")[0]
    assert card.get("data-size") == "full"
    assert card.get("data-must") == "2"
    assert "open" not in card.attrib
    chips = [chip.text for chip in by_class(card, "card-chip")]
    assert chips == ["theory", "core"]
    assert page.content.get("data-page") == "c08"
    assert page.content.get("data-cards") == "1"


def test_the_question_keeps_its_markup_and_its_spaces(page_of):
    question = by_class(finished(page_of(CARD)).tree, "card-question")[0]
    assert question.text_content() == "Why L1 and L2 differ?"
    assert [child.tag for child in question] == ["em", "code"]


def test_the_permalink_is_no_control_within_a_control(page_of):
    card = by_class(finished(page_of(CARD)).tree, "card")[0]
    link = by_class(card, "card-link")[0]
    assert link.get("href") == "#c09-l1"
    assert link.getparent() is card
    assert not card.xpath("./summary//a")


def test_a_card_without_two_minutes_is_short(page_of):
    body = CARD.replace("In two minutes", "Something else")
    card = by_class(finished(page_of(body)).tree, "card")[0]
    assert card.get("data-size") == "short"
    assert "Something else" in text(by_class(card, "card-part")[0])


def test_must_say_boxes_are_labeled_and_numbered(page_of):
    card = by_class(finished(page_of(CARD)).tree, "card")[0]
    boxes = card.xpath(".//label[@class='tick']/input[@type='checkbox']")
    assert [box.get("id") for box in boxes] == ["c09-l1-must-1", "c09-l1-must-2"]
    assert [box.get("data-must") for box in boxes] == ["1", "2"]
    assert text(boxes[0].getparent()) == "The kink at zero"
    assert not card.xpath(".//*[@data-ck]")


def test_checklist_boxes_carry_their_permanent_id(page_of):
    page = finished(page_of(LIST))
    box = page.tree.xpath("//input[@data-ck='c08-define']")[0]
    assert box.get("id") == "ck-c08-define"
    assert box.get("autocomplete") == "off"
    assert "disabled" not in box.attrib
    assert page.tree.xpath("//li[@id='c08-define']")
    assert text(box.getparent()) == "Define it"
    assert "ck:" not in page.html()
    checklist = by_class(page.tree, "checklist")[0]
    assert checklist.get("data-count") == "2"
    assert page.content.get("data-checks") == "2"


def test_blocks_of_an_item_stay_outside_the_label(page_of):
    page = finished(page_of(LIST))
    label = page.tree.xpath("//input[@data-ck='c08-when']/..")[0]
    assert label.tag == "label"
    assert text(label) == "Loose"
    assert "checked" in label.find("input").attrib


def test_a_box_without_id_is_labeled_all_the_same(page_of):
    page = finished(page_of(LIST))
    assert text(page.tree.xpath("//label[not(input/@data-ck)]")[0]) == "Plain"


def test_every_id_is_given_once(page_of):
    page = finished(page_of(CARD + LIST))
    ids = [e.get("id") for e in elements(page.tree) if e.get("id")]
    assert len(ids) == len(set(ids))


@given(st.lists(st.sampled_from([*cards.PARTS, "note", "Must Say:"]), max_size=8))
def test_no_text_is_lost_whatever_the_labels(page_of_text, labels):
    body = "".join(
        f"<p><strong>{label}.</strong> text{number}</p>"
        for number, label in enumerate(labels)
    )
    page = page_of_text(
        f'<details class="question" id="q"><summary>Q</summary>{body}</details>'
    )
    finished(page)
    said = page.content.text_content()
    assert all(f"text{number}" in said for number in range(len(labels)))


def test_shaping_twice_changes_nothing(page_of):
    page = finished(page_of(CARD + LIST))
    once = page.html()
    finished(page)
    assert page.html() == once
