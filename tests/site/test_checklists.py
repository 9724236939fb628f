"""Ticks that stay: across reloads, pages, tabs, edits, served or opened from disk."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

C06 = "concepts/c06-evaluation-and-metrics.html"
C08 = "concepts/c08-linear-and-logistic-regression.html"
pytestmark = [pytest.mark.browser, pytest.mark.site]


def box(ident: str) -> str:
    return f'input[data-ck="{ident}"]'


def follow(page: Page, target: str) -> None:
    """Go to a page of the site by a link, as instant navigation does it."""
    page.wait_for_load_state("networkidle")  # the theme reads the sitemap first
    title = page.evaluate("() => { window.stayed = true; return document.title }")
    page.locator(f'a[href$="{target}"]').first.evaluate("link => link.click()")
    page.wait_for_url(f"**/{target}")
    page.wait_for_function("title => document.title !== title", arg=title)


def test_a_tick_survives_reload_and_instant_navigation(
    page: Page, site_url: str
) -> None:
    page.goto(f"{site_url}/{C06}")
    page.locator(box("c06-define")).check()
    page.reload()
    expect(page.locator(box("c06-define"))).to_be_checked()
    follow(page, C08)
    expect(page.locator(box("c08-define"))).not_to_be_checked()
    page.locator(box("c08-when")).check()
    follow(page, C06)
    expect(page.locator(box("c06-define"))).to_be_checked()
    expect(page.locator(box("c06-when"))).not_to_be_checked()
    assert page.evaluate("window.stayed"), "the page was loaded, not exchanged"
    page.locator(box("c06-define")).uncheck()
    page.reload()
    expect(page.locator(box("c06-define"))).not_to_be_checked()


def test_the_label_is_part_of_the_target(page: Page, site_url: str) -> None:
    page.goto(f"{site_url}/{C06}")
    item = page.locator("li", has=page.locator(box("c06-when")))
    item.locator(".tick-text").click()
    expect(page.locator(box("c06-when"))).to_be_checked()
    assert page.locator(".checklist label.tick").first.bounding_box()["height"] >= 40  # type: ignore[index]
    name = item.get_by_role("checkbox").evaluate("box => box.labels[0].innerText")
    assert len(name) > 5


def test_keyboard_alone_ticks(page: Page, site_url: str) -> None:
    page.goto(f"{site_url}/{C06}")
    page.locator(box("c06-define")).focus()
    page.keyboard.press("Space")
    expect(page.locator(box("c06-define"))).to_be_checked()
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.reload()
    expect(page.locator(box("c06-define"))).to_be_checked()
    expect(page.locator(".checklist input:checked")).to_have_count(2)


def test_bars_count_page_part_and_whole(page: Page, site_url: str) -> None:
    page.goto(f"{site_url}/{C06}")
    total = page.locator(".checklist input[data-ck]").count()
    bar = page.locator('[data-progress="c06"]').first
    expect(bar).to_contain_text(f"0 of {total}")
    page.locator(box("c06-define")).check()
    page.locator(box("c06-when")).check()
    expect(bar).to_contain_text(f"2 of {total}")
    expect(bar.locator("progress")).to_have_attribute("value", "2")
    assert bar.locator("progress").get_attribute("aria-label")
    follow(page, "index.html")
    overall = page.locator('[data-progress="all"] .hb-bar__text')
    expect(overall).to_have_text(re.compile(r"^2 of \d+$"))
    expect(page.locator('[data-progress="c06"]')).to_contain_text(f"2 of {total}")
    part = page.locator('[data-progress="evaluation"] .hb-bar__text')
    expect(part).to_have_text(re.compile(r"^2 of \d+$"))


def test_the_master_list_shows_the_same_ticks(page: Page, site_url: str) -> None:
    page.goto(f"{site_url}/{C06}")
    page.locator(box("c06-failure-modes")).check()
    page.goto(f"{site_url}/checklists/index.html")
    expect(page.locator(box("c06-failure-modes"))).to_be_checked()
    page.locator(box("c08-define")).check()
    page.goto(f"{site_url}/{C08}")
    expect(page.locator(box("c08-define"))).to_be_checked()


def test_two_tabs_agree_and_neither_overwrites_the_other(
    context: BrowserContext, site_url: str
) -> None:
    one, two = context.new_page(), context.new_page()
    one.goto(f"{site_url}/{C06}")
    two.goto(f"{site_url}/{C06}")
    one.locator(box("c06-define")).check()
    expect(two.locator(box("c06-define"))).to_be_checked()
    two.locator(box("c06-when")).check()
    expect(one.locator(box("c06-when"))).to_be_checked()
    one.reload()
    expect(one.locator(box("c06-define"))).to_be_checked()
    expect(one.locator(box("c06-when"))).to_be_checked()


def test_ticks_hang_on_ids_not_on_words_or_order(page: Page, site_url: str) -> None:
    page.goto(f"{site_url}/{C06}")
    page.locator(box("c06-define")).check()

    def edited(route) -> None:  # type: ignore[no-untyped-def]
        response = route.fetch()
        text = response.text()
        items = re.findall(r'<li class="task-list-item" id="c06-.*?</li>', text, re.S)
        assert len(items) >= 3
        moved = text.replace(items[0], "@").replace(items[2], items[0])
        moved = moved.replace("@", items[2])
        words = r'(data-ck="c06-define">\s*<span class="tick-text">)'
        route.fulfill(response=response, body=re.sub(words, r"\1New words: ", moved))

    page.route(f"**/{C06}", edited)
    page.goto(f"{site_url}/{C06}")
    expect(page.locator("li", has_text="New words").locator("input")).to_be_checked()
    expect(page.locator(".checklist input:checked")).to_have_count(1)


def test_resetting_a_page_can_be_undone(page: Page, site_url: str) -> None:
    page.goto(f"{site_url}/{C08}")
    page.locator(box("c08-define")).check()
    page.goto(f"{site_url}/{C06}")
    page.locator(box("c06-define")).check()
    page.get_by_role("button", name="Reset this page").click()
    expect(page.locator(".checklist input:checked")).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(box("c06-define"))).to_be_checked()
    page.get_by_role("button", name="Reset this page").click()
    page.goto(f"{site_url}/{C08}")
    expect(page.locator(box("c08-define"))).to_be_checked()


def test_opened_as_a_file_ticks_stay_and_count(page: Page, site: Path) -> None:
    page.goto((site / C06).as_uri())
    page.locator(box("c06-define")).check()
    page.goto((site / "index.html").as_uri())
    expect(page.locator('[data-progress="c06"]')).to_contain_text("1 of")
    page.goto((site / C06).as_uri())
    expect(page.locator(box("c06-define"))).to_be_checked()


def test_without_scripts_the_list_can_be_read_and_ticked(
    browser: Browser, site_url: str
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site_url}/{C06}")
    page.locator(box("c06-define")).check()
    assert page.locator(".hb-tools, .card-tools, progress, .hb-button").count() == 0
    context.close()
