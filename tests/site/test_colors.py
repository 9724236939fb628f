"""The palette can be read: WCAG contrast of every color on the grounds it meets."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

CSS = Path(__file__).resolve().parents[2] / "docs/assets/css/handbook.css"
TEXT = (
    "--md-default-fg-color",
    "--md-default-fg-color--light",
    "--md-typeset-a-color",
    "--md-accent-fg-color",
    "--hb-muted",
    "--hb-accent",
    "--hb-good",
    "--hb-bad",
)


def palette(selector: str) -> dict[str, str]:
    """The custom properties of the first block under that selector."""
    block = CSS.read_text().split(selector, 1)[1].split("}", 1)[0]
    return dict(re.findall(r"(--[\w-]+):\s*(#[0-9a-f]{6});", block))


def luminance(color: str) -> float:
    channels = (int(color[i : i + 2], 16) / 255 for i in (1, 3, 5))
    linear = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    bright, dim = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def test_contrast_is_computed_as_wcag_says() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize(
    "selector", ['[data-md-color-scheme="default"]', '[data-md-color-scheme="slate"]']
)
def test_every_text_color_has_4_5_to_1(selector: str) -> None:
    colors = palette(selector)
    code = [
        name for name in colors if re.fullmatch(r"--md-code-(fg|hl-\w+)-color", name)
    ]
    assert len(code) >= 13
    pairs = [(name, "--md-code-bg-color") for name in code]
    grounds = ("--md-default-bg-color", "--hb-raised", "--hb-sunken")
    pairs += [(name, ground) for name in TEXT for ground in grounds]
    pairs += [("--hb-bad", "--hb-bad-tint"), ("--md-default-fg-color", "--hb-bad-tint")]
    pairs += [
        ("--md-primary-bg-color", "--md-primary-fg-color"),
        ("--md-primary-bg-color--light", "--md-primary-fg-color"),
    ]
    found = {pair: contrast(colors[pair[0]], colors[pair[1]]) for pair in pairs}
    low = {pair: round(value, 2) for pair, value in found.items() if value < 4.5}
    assert not low
