"""Question cards as a reader uses them: links, ticks, grades, notes, keys, paper."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

C06 = "concepts/c06-evaluation-and-metrics.html"
C08 = "concepts/c08-linear-and-logistic-regression.html"
FULL = 'details.question[data-size="full"]'
pytestmark = [pytest.mark.browser, pytest.mark.site]


def first(page: Page) -> Locator:
    return page.locator(FULL).first


def opened(page: Page) -> Locator:
    card = first(page)
    card.locator(".card-question").click()
    expect(card.locator(".card-tools")).to_be_visible()
    return card


def press(card: Locator, name: str) -> None:
    card.get_by_role("button", name=name, exact=True).click()


def expect_in_view(page: Page, ident: str) -> None:
    """The card's top comes to rest below the header, in the window's upper half."""
    page.wait_for_function(
        """id => {
          const { top } = document.getElementById(id).getBoundingClientRect();
          const header = document.querySelector(".md-header");
          const { bottom } = header.getBoundingClientRect();
          return top >= bottom - 1 && top < innerHeight / 2;
        }""",
        arg=ident,
    )


def last_id(page: Page) -> str:
    return str(page.locator(FULL).last.get_attribute("id"))


def test_a_link_opens_its_card_on_load_on_hash_change_and_after_instant_navigation(
    page: Page, site_url: str
) -> None:
    page.goto(f"{site_url}/{C06}")
    ident, other = last_id(page), str(first(page).get_attribute("id"))
    page.goto("about:blank")
    page.goto(f"{site_url}/{C06}#{ident}")
    expect(page.locator(f"#{ident}")).to_have_attribute("open", "")
    expect_in_view(page, ident)

    page.evaluate("id => { location.hash = id }", other)
    expect(page.locator(f"#{other}")).to_have_attribute("open", "")
    expect_in_view(page, other)

    page.goto(f"{site_url}/{C08}")
    page.wait_for_load_state("networkidle")  # the theme reads the sitemap first
    page.evaluate(
        """([target]) => {
          window.stayed = true;
          const link = document.createElement("a");
          link.href = target;
          document.querySelector("article").append(link);
          link.click();
        }""",
        [f"{site_url}/{C06}#{ident}"],
    )
    expect(page.locator(f"#{ident}")).to_have_attribute("open", "", timeout=20_000)
    expect(page.locator(f"#{ident} .card-tools")).to_be_visible()
    assert page.evaluate("window.stayed")
    expect_in_view(page, ident)


def test_must_say_is_scored_and_not_kept(page: Page, site_url: str) -> None:
    page.goto(f"{site_url}/{C06}")
    card = opened(page)
    total = int(card.get_attribute("data-must") or 0)
    boxes = card.locator('[data-part="must-say"] input')
    score = card.locator(".card-score [role=status]")
    expect(score).to_have_text(f"You said 0 of {total}")
    boxes.nth(0).check()
    boxes.nth(1).check()
    expect(score).to_have_text(f"You said 2 of {total}")
    press(card, "Clear ticks")
    expect(score).to_have_text(f"You said 0 of {total}")
    boxes.nth(0).check()
    page.reload()
    expect(first(page).locator('[data-part="must-say"] input:checked')).to_have_count(0)
    keys = page.evaluate("Object.keys(localStorage).filter(k => k.startsWith('mle-'))")
    assert keys == []


def test_a_grade_is_kept_shown_corrected_and_withdrawn(
    page: Page, site_url: str
) -> None:
    page.goto(f"{site_url}/{C06}")
    card = opened(page)
    log = "JSON.parse(localStorage['mle-handbook:v1:/']).log.map(entry => entry.g)"
    press(card, "Hard")
    expect(card.locator(".card-last")).to_contain_text(
        re.compile(r"Last grade: Hard, \w+ \d+")
    )
    press(card, "Good")  # a second thought, in the same attempt
    assert page.evaluate(log) == [3]
    page.reload()
    card = opened(page)
    expect(card.locator(".card-last")).to_contain_text("Last grade: Good")
    pressed = card.locator(".card-grades [aria-pressed=true]")
    expect(pressed).to_have_count(0)  # a new attempt
    press(card, "Easy")
    assert page.evaluate(log) == [3, 4]
    press(card, "Easy")
    assert page.evaluate(log) == [3]
    expect(card.locator(".card-last")).to_contain_text("Last grade: Good")


def test_star_known_and_note_are_kept_and_shown_on_the_closed_card(
    page: Page, site_url: str
) -> None:
    page.goto(f"{site_url}/{C06}")
    card = opened(page)
    for name in ("Star", "I know this", "Note"):
        press(card, name)
    area = card.get_by_label("Private note")
    expect(area).to_be_focused()
    note = "1 < 2 & <img src=x onerror=alert(1)>"
    area.fill(note)
    expect(card.locator(".card-note__state")).to_have_text("Saved")
    page.reload()
    card = first(page)
    expect(card).not_to_have_attribute("open", "")
    state = card.locator("summary .card-state")
    expect(state).to_have_text("★ starred · known · note")
    card = opened(page)
    expect(card.get_by_label("Private note")).to_have_value(note)
    press(card, "Star")
    expect(state).to_have_text("known · note")


def test_a_note_is_saved_when_the_page_is_left_in_the_middle_of_it(
    page: Page, site_url: str
) -> None:
    page.goto(f"{site_url}/{C06}")
    card = opened(page)
    press(card, "Note")
    card.get_by_label("Private note").press_sequentially("half a thou")
    page.goto(f"{site_url}/{C08}")
    page.goto(f"{site_url}/{C06}")
    expect(opened(page).get_by_label("Private note")).to_have_value("half a thou")


def test_copy_link_and_report_an_error(page: Page, site_url: str) -> None:
    page.context.grant_permissions(
        ["clipboard-read", "clipboard-write"], origin=site_url
    )
    page.goto(f"{site_url}/{C06}?x=1")
    card = opened(page)
    ident = card.get_attribute("id")
    press(card, "Copy link")
    expect(card.locator(".card-last")).to_have_text("Link copied")
    assert (
        page.evaluate("navigator.clipboard.readText()") == f"{site_url}/{C06}#{ident}"
    )
    configured = page.locator('meta[name="handbook:report"]').count()
    assert card.get_by_role("link", name="Report an error").count() == configured
    page.evaluate(
        """() => {
          document.querySelector('meta[name="handbook:report"]')?.remove();
          const meta = document.createElement("meta");
          meta.name = "handbook:report";
          meta.content = "https://example.org/new?title={title}&body={url}%20{id}";
          document.head.append(meta);
        }"""
    )
    other = page.locator(FULL).nth(1)
    other.locator(".card-question").click()
    href = other.get_by_role("link", name="Report an error").get_attribute("href") or ""
    assert re.fullmatch(
        r"https://example\.org/new\?title=[^&?\s]+&body=http%3A[^\s]+", href
    )
    assert href.endswith(f"%20{other.get_attribute('id')}")


def test_keys_work_inside_a_card_only(page: Page, site_url: str) -> None:
    page.goto(f"{site_url}/{C06}")
    card = first(page)
    card.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(card).to_have_attribute("open", "")
    expect(card.locator(".card-keys")).to_be_visible()
    page.keyboard.press("3")
    expect(card.locator(".card-last")).to_contain_text("Good")
    page.keyboard.press("s")
    expect(card.get_by_role("button", name="Star")).to_have_attribute(
        "aria-pressed", "true"
    )
    page.keyboard.press("k")
    page.keyboard.press("n")
    expect(card.get_by_label("Private note")).to_be_focused()
    page.keyboard.type("s1 in a note is text")
    expect(card.get_by_label("Private note")).to_have_value("s1 in a note is text")
    expect(card.get_by_role("button", name="Star")).to_have_attribute(
        "aria-pressed", "true"
    )
    assert f"/{C06}" in page.url, "a key of the theme got through"
    page.locator("summary").nth(2).focus()
    page.keyboard.press("1")
    expect(card.locator(".card-last")).to_contain_text("Good")


def test_the_whole_loop_by_keyboard(page: Page, site_url: str) -> None:
    page.goto(f"{site_url}/{C06}")
    card = first(page)
    card.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(card.locator(".card-tools")).to_be_visible()
    reached: set[str] = set()
    for _ in range(40):
        page.keyboard.press("Tab")
        name = page.evaluate(
            """id => {
              const element = document.activeElement;
              if (!element.closest("#" + id)) return null;
              return element.type === "checkbox" ? "tick" : element.innerText;
            }""",
            card.get_attribute("id"),
        )
        if name is None:
            break
        reached.add(name.strip())
        if name == "tick":
            page.keyboard.press("Space")
        elif name == "Good":
            page.keyboard.press("Enter")
    assert {
        "tick",
        "Again",
        "Hard",
        "Good",
        "Easy",
        "Star",
        "I know this",
        "Note",
    } <= reached
    total = card.get_attribute("data-must")
    expect(card.locator(".card-score")).to_contain_text(f"You said {total} of {total}")
    expect(card.locator(".card-last")).to_contain_text("Good")


def test_open_all_close_all_questions_only(page: Page, site_url: str) -> None:
    page.goto(f"{site_url}/{C06}")
    count = page.locator("details.question").count()
    page.get_by_role("button", name="Open all").click()
    expect(page.locator("details.question[open]")).to_have_count(count)
    page.get_by_role("button", name="Close all").click()
    expect(page.locator("details.question[open]")).to_have_count(0)
    only = page.get_by_role("button", name="Questions only", exact=True)
    only.click()
    expect(only).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#checklist")).to_be_hidden()
    expect(page.locator(".checklist")).to_be_hidden()
    expect(first(page)).to_be_visible()
    only.click()
    expect(page.locator("#checklist")).to_be_visible()


def test_touch_targets(page: Page, site_url: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{site_url}/{C06}")
    card = opened(page)
    controls = card.locator("button:visible, summary, label.tick:visible").all()
    assert len(controls) > 8
    for control in controls:
        box = control.bounding_box()
        assert box is not None
        assert box["height"] >= 40, control.inner_text()
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= 390


def printed(page: Page, path: Path) -> str:
    page.pdf(path=path, format="A4")
    done = subprocess.run(
        ["pdftotext", "-layout", str(path), "-"],
        capture_output=True,
        text=True,
        check=True,
    )
    return " ".join(done.stdout.split())


def words(card: Locator, part: str) -> str:
    """Some plain words of a card's part, as they should stand on paper."""
    text = card.locator(f'[data-part="{part}"] > p:not(.card-label)').first.evaluate(
        """p => [...p.childNodes].find(
             node => node.nodeType === 3 && node.data.trim().length > 12).data"""
    )
    return " ".join(str(text).split()[:3])


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_paper_shows_the_answers_of_cards_never_opened(
    browser: Browser, site_url: str, tmp_path: Path, scripts: bool
) -> None:
    context = browser.new_context(java_script_enabled=scripts)
    page = context.new_page()
    page.goto(f"{site_url}/{C06}")
    if scripts:
        page.wait_for_selector(".hb-tools")
    text = printed(page, tmp_path / "page.pdf")
    with_script = browser.new_page()  # to read the words; the other may have no scripts
    with_script.goto(f"{site_url}/{C06}")
    for index in (0, -1):
        card = with_script.locator(FULL).nth(index)
        assert words(card, "30s") in text
        assert words(card, "red-flag") in text
    with_script.close()
    assert "Copy link" not in text
    if scripts:
        expect(page.locator("details.question[open]")).to_have_count(0)
    context.close()


def test_paper_with_questions_only(page: Page, site_url: str, tmp_path: Path) -> None:
    page.goto(f"{site_url}/{C06}")
    question = " ".join(first(page).locator(".card-question").inner_text().split()[:4])
    answer = words(first(page), "30s")
    page.get_by_role("button", name="Questions only", exact=True).click()
    text = printed(page, tmp_path / "questions.pdf")
    assert question in text
    assert answer not in text
    assert "Must say" not in text


def test_the_print_button_prints_questions_and_restores_the_page(
    page: Page, site_url: str
) -> None:
    page.goto(f"{site_url}/{C06}")
    page.evaluate(
        """() => {
          window.print = () => {
            window.seen = document.body.className;
            dispatchEvent(new Event("afterprint"));
          };
        }"""
    )
    page.get_by_role("button", name="Print questions only").click()
    assert "questions-only" in page.evaluate("seen")
    expect(page.locator("#checklist")).to_be_visible()


def test_opened_as_a_file(page: Page, site: Path) -> None:
    page.goto((site / C06).as_uri())
    card = opened(page)
    press(card, "Good")
    page.reload()
    expect(first(page).locator(".card-state")).to_have_text("last: good")
    # The theme's own parts live too, though its instant navigation can't.
    expect(page.locator(".highlight [data-md-type=copy]").first).to_be_attached()


def test_without_scripts_a_card_is_a_plain_disclosure(
    browser: Browser, site_url: str
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site_url}/{C06}")
    card = first(page)
    card.locator(".card-question").click()
    expect(card.locator('[data-part="2m"]')).to_be_visible()
    assert page.locator(".card-tools, .card-score, .hb-tools").count() == 0
    context.close()
