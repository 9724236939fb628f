"""Export, import, reset; and that nothing found in storage or a file is ever lost."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, FilePayload, Page, expect

C06 = "concepts/c06-evaluation-and-metrics.html"
LISTS = "checklists/index.html"
KEY = "mle-handbook:v1:/"
pytestmark = [pytest.mark.browser, pytest.mark.site]


def document(**sections: Any) -> dict[str, Any]:
    return {"schema": "mle-handbook/progress", "version": 1, **sections}


def file(value: Any, name: str = "backup.json") -> FilePayload:
    text = value if isinstance(value, str) else json.dumps(value)
    return {"name": name, "mimeType": "application/json", "buffer": text.encode()}


def stored(page: Page) -> dict[str, Any]:
    text = page.evaluate("key => localStorage.getItem(key)", KEY)
    return json.loads(text) if text else {}


def load(page: Page, payload: FilePayload) -> str:
    """Import a file and return what the page says about it."""
    page.locator(".progress-tools__said").evaluate("said => said.textContent = ''")
    page.locator('[data-handbook="progress-tools"] input[type=file]').set_input_files(
        payload
    )
    said = page.locator(".progress-tools__said")
    expect(said).not_to_be_empty()
    return said.inner_text()


def tick(page: Page, ident: str) -> None:
    page.locator(f'input[data-ck="{ident}"]').check()


def test_everything_lies_in_one_documented_key(page: Page, site_url: str) -> None:
    page.goto(f"{site_url}/{LISTS}")
    page.evaluate("localStorage.setItem('somebody-else', 'untouched')")
    tick(page, "c06-define")
    keys = page.evaluate("Object.keys(localStorage).filter(k => k.startsWith('mle-'))")
    assert keys == [KEY]
    found = stored(page)
    assert (found["schema"], found["version"]) == ("mle-handbook/progress", 1)
    assert found["ticks"]["c06-define"]["v"] == 1
    page.get_by_role("button", name="Reset everything").click()
    assert page.evaluate("localStorage.getItem('somebody-else')") == "untouched"


def test_export_then_import_elsewhere(
    page: Page, site_url: str, context: BrowserContext, tmp_path: Path
) -> None:
    page.goto(f"{site_url}/{LISTS}")
    tick(page, "c06-define")
    with page.expect_download() as download:
        page.get_by_role("button", name="Export").click()
    name = download.value.suggested_filename
    assert re.fullmatch(r"mle-handbook-progress-\d{4}-\d\d-\d\d\.json", name)
    path = tmp_path / name
    download.value.save_as(path)
    page.evaluate("localStorage.clear()")  # another browser, as it were
    page.reload()
    expect(page.locator(".checklist input:checked")).to_have_count(0)
    tick(page, "c08-define")
    said = load(page, file(path.read_text(), name))
    assert "1 tick" in said
    expect(page.locator(".checklist input:checked")).to_have_count(2)
    assert "nothing newer" in load(page, file(path.read_text(), name))


def test_the_export_fits_the_schema(page: Page, site_url: str) -> None:
    import jsonschema

    root = Path(__file__).resolve().parents[2]
    schema = json.loads((root / "scripts/handbook/schema/progress-v1.json").read_text())
    page.goto(f"{site_url}/{C06}")
    tick(page, "c06-define")
    card = page.locator("details.question").first
    card.locator("summary .card-question").click()
    for name in ("Good", "Star", "I know this", "Note"):
        card.get_by_role("button", name=name, exact=True).click()
    card.locator("textarea").fill("mine")
    card.locator("textarea").blur()
    found = stored(page)
    jsonschema.validate(found, schema)
    for section in ("ticks", "stars", "known", "notes", "log"):
        assert len(found[section]) == 1, section


BROKEN = {
    "empty": ("", "not a JSON file"),
    "cut off": ('{"schema": "mle-handbook/progress", "ver', "not a JSON file"),
    "a web page": ("<!doctype html><title>404</title>", "not a JSON file"),
    "a list": ([1, 2], "a list"),
    "another tool's": ({"cards": []}, '"schema" should be'),
    "newer": ({"schema": "mle-handbook/progress", "version": 2}, "newer handbook"),
    "a wrong section": (document(ticks=[1]), '"ticks" should be an object'),
    "a wrong entry": (
        document(ticks={"a": {"v": 1, "t": 1}, "b": {"v": "yes", "t": 1}}),
        'ticks["b"].v should be 0 or 1 but is "yes"',
    ),
    "a huge time": (
        document(ticks={"a": {"v": 1, "t": 1e300}}),
        'ticks["a"].t should be',
    ),
    "reserved names": (
        '{"schema":"mle-handbook/progress","version":1,'
        '"ticks":{"__proto__":{"v":1,"t":1}}}',
        "should be an id",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_malformed_file_is_named_and_nothing_is_lost(
    page: Page, site_url: str, name: str
) -> None:
    content, message = BROKEN[name]
    page.goto(f"{site_url}/{LISTS}")
    tick(page, "c06-define")
    before = stored(page)
    said = load(page, file(content, "odd.json"))
    assert message in said
    assert "odd.json was not imported" in said
    assert stored(page) == before
    expect(page.locator('input[data-ck="c06-define"]')).to_be_checked()


def test_import_merges_newest_wins_and_keeps_what_it_does_not_know(
    page: Page, site_url: str
) -> None:
    page.goto(f"{site_url}/{LISTS}")
    tick(page, "c06-define")
    tick(page, "c06-when")
    late = stored(page)["ticks"]["c06-when"]["t"] + 1
    load(
        page,
        file(
            document(
                ticks={
                    "c06-define": {"v": 0, "t": 1},
                    "c06-when": {"v": 0, "t": late},
                    "retired-id": {"v": 1, "t": 5},
                },
                log=[{"id": "c06-x", "g": 3, "t": 7}],
                tomorrow={"anything": {"t": 1, "deep": [1]}},
            )
        ),
    )
    expect(page.locator('input[data-ck="c06-define"]')).to_be_checked()
    expect(page.locator('input[data-ck="c06-when"]')).not_to_be_checked()
    page.reload()
    tick(page, "c08-define")
    found = stored(page)
    assert found["ticks"]["retired-id"] == {"v": 1, "t": 5}
    assert found["log"] == [{"id": "c06-x", "g": 3, "t": 7}]
    assert found["tomorrow"] == {"anything": {"t": 1, "deep": [1]}}


def test_resetting_everything_can_be_undone_even_after_a_reload(
    page: Page, site_url: str
) -> None:
    page.goto(f"{site_url}/{LISTS}")
    tick(page, "c06-define")
    tick(page, "c08-when")
    page.get_by_role("button", name="Reset everything").click()
    expect(page.locator(".checklist input:checked")).to_have_count(0)
    page.reload()
    expect(page.locator(".checklist input:checked")).to_have_count(0)
    tick(page, "c06-when")
    page.get_by_role("button", name="Undo reset").click()
    expect(page.locator(".checklist input:checked")).to_have_count(3)
    expect(page.get_by_role("button", name="Undo reset")).to_be_hidden()


def test_damaged_storage_is_kept_aside_and_told(page: Page, site_url: str) -> None:
    page.goto(f"{site_url}/{LISTS}")
    page.evaluate("key => localStorage.setItem(key, '{\"ticks\": oh')", KEY)
    page.reload()
    expect(page.get_by_role("alert")).to_contain_text("could not be read")
    tick(page, "c06-define")
    copies = page.evaluate(
        "key => Object.keys(localStorage).filter(k => k.startsWith(key + ':damaged-'))"
        ".map(k => localStorage.getItem(k))",
        KEY,
    )
    assert copies == ['{"ticks": oh']
    page.reload()
    expect(page.locator('input[data-ck="c06-define"]')).to_be_checked()
    expect(page.get_by_role("alert")).to_have_count(0)


def test_progress_of_a_newer_handbook_is_left_alone(page: Page, site_url: str) -> None:
    page.goto(f"{site_url}/{LISTS}")
    text = '{"schema":"mle-handbook/progress","version":9,"marvels":1}'
    page.evaluate("([key, text]) => localStorage.setItem(key, text)", [KEY, text])
    page.reload()
    expect(page.get_by_role("alert")).to_contain_text("newer handbook")
    tick(page, "c06-define")
    assert page.evaluate("key => localStorage.getItem(key)", KEY) == text


def test_a_full_storage_is_told(page: Page, site_url: str) -> None:
    page.goto(f"{site_url}/{LISTS}")
    page.evaluate(
        """() => {
          let size = 1 << 20;
          for (let i = 0; size >= 1; i++) {
            try { localStorage.setItem("filler" + i, "x".repeat(size)); }
            catch { size >>= 1; }
          }
        }"""
    )
    tick(page, "c06-define")
    expect(page.get_by_role("alert")).to_contain_text("full")
    expect(page.locator('input[data-ck="c06-define"]')).to_be_checked()
    page.evaluate("localStorage.removeItem('filler0')")
    tick(page, "c06-when")
    assert set(stored(page)["ticks"]) == {"c06-define", "c06-when"}


def test_blocked_storage_is_told_and_survived(page: Page, site_url: str) -> None:
    page.add_init_script(
        "Object.defineProperty(Storage.prototype, 'setItem', "
        "{ value() { throw new DOMException('blocked', 'SecurityError'); } })"
    )
    page.goto(f"{site_url}/{LISTS}")
    tick(page, "c06-define")
    expect(page.get_by_role("alert")).to_contain_text("not saved")
    expect(page.locator('[data-progress="all"]')).to_contain_text("1 of")


def test_opened_as_a_file_import_works_and_the_key_is_fixed(
    page: Page, site: Path
) -> None:
    page.goto((site / LISTS).as_uri())
    said = load(page, file(document(ticks={"c06-define": {"v": 1, "t": 5}})))
    assert "1 tick" in said
    keys = page.evaluate("Object.keys(localStorage).filter(k => k.startsWith('mle-'))")
    assert keys == ["mle-handbook:v1:file"]


def test_the_browser_is_asked_once_to_keep_the_storage(
    page: Page, site_url: str
) -> None:
    page.add_init_script(
        "window.asked = 0;"
        "navigator.storage.persist = async () => { window.asked += 1; return true; }"
    )
    page.goto(f"{site_url}/{LISTS}")
    assert page.evaluate("asked") == 0
    tick(page, "c06-define")
    tick(page, "c06-when")
    assert page.evaluate("asked") == 1
    page.reload()
    tick(page, "c08-when")
    assert page.evaluate("asked") == 0
