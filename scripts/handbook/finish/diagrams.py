"""Draws mermaid fences at build time, as a light and a dark SVG, without a browser.

merman lays out and draws; text is measured with Arimo, whose widths equal those of
Arial, Helvetica and Liberation Sans, so that labels fit whichever of them a reader has.
"""

from __future__ import annotations

import atexit
import json
import re
from collections.abc import Callable
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from typing import Any

from lxml.html import HtmlElement

from handbook.cache import Cache, digest
from handbook.finish.page import Page, by_class, make, replace
from handbook.text import short_coordinates

FAMILY = "Arimo, Arial, Helvetica, 'Liberation Sans', sans-serif"
THEMES: dict[str, dict[str, Any]] = {  # the colors of docs/assets/css/handbook.css
    "light": {
        "primaryColor": "#e6f0ef",
        "primaryBorderColor": "#1c5f6a",
        "primaryTextColor": "#1d2a2c",
        "secondaryColor": "#f4f0e6",
        "tertiaryColor": "#f4f0e6",
        "lineColor": "#55615f",
        "textColor": "#1d2a2c",
        "clusterBkg": "#f4f0e6",
        "clusterBorder": "#8a8271",
        "edgeLabelBackground": "#fbf9f4",
        "noteBkgColor": "#f4f0e6",
        "noteBorderColor": "#8a8271",
        "noteTextColor": "#1d2a2c",
    },
    "dark": {
        "darkMode": True,
        "primaryColor": "#17343a",
        "primaryBorderColor": "#7fb3bb",
        "primaryTextColor": "#dde5e3",
        "secondaryColor": "#1b2629",
        "tertiaryColor": "#1b2629",
        "lineColor": "#a6b3b2",
        "textColor": "#dde5e3",
        "clusterBkg": "#192326",
        "clusterBorder": "#71817f",
        "edgeLabelBackground": "#12191b",
        "noteBkgColor": "#1b2629",
        "noteBorderColor": "#71817f",
        "noteTextColor": "#dde5e3",
    },
}
_TITLE = re.compile(r"^[ \t]*accTitle[ \t]*:[ \t]*(.+?)[ \t]*$", re.M)
_DESCRIPTION = re.compile(
    r"^[ \t]*accDescr[ \t]*(?::[ \t]*(.+?)[ \t]*$|\{([^}]*)\})", re.M
)


class DiagramError(Exception):
    """merman cannot draw this source; the text says why."""


class Renderer:
    """Mermaid source to SVG, remembered by source, theme and version."""

    def __init__(self, cache: Cache) -> None:
        self._cache = cache
        self._version = digest(
            version("merman"), Path(__file__).read_bytes(), version("fontpkg-arimo")
        )

    def key(self, source: str) -> str:
        """What the files of a diagram are named after."""
        return digest(self._version, source)

    def render(self, source: str) -> dict[str, bytes]:
        """The SVG of each theme.

        Raises:
            DiagramError: the source is not valid Mermaid.
        """
        drawn = {}
        for theme in THEMES:
            key = digest(self.key(source), theme)
            svg = self._cache.get("diagrams", key)
            if svg is None:
                svg = self._draw(source, theme)
                self._cache.put("diagrams", key, svg)
            drawn[theme] = svg
        return drawn

    def _draw(self, source: str, theme: str) -> bytes:
        ident = f"m{digest(theme, source)[:10]}"
        try:
            svg = self._engines[theme](
                source, json.dumps({"svg": {"diagram_id": ident}})
            )
        except Exception as error:  # merman's own class is generated, not exported
            raise DiagramError(_message(error)) from error
        box = re.search(r'viewBox="([-\d. e]+)"', svg)
        if not box:
            raise DiagramError("the drawing has no size")
        width, height = map(float, box[1].split()[2:])
        sized = rf'\1 width="{width:.0f}" height="{height:.0f}"'
        svg = re.sub(r'(<svg[^>]*?) width="100%"', sized, svg, count=1)
        svg = svg.replace(" </text>", "</text>")  # a break leaves its space: off-center
        return short_coordinates(svg).encode()

    @cached_property
    def _engines(self) -> dict[str, Callable[[str, str], str]]:
        import merman

        services = merman.MermanEngineServices().with_text_measurer(_measurer())
        engines = {}
        for theme, variables in THEMES.items():
            config = {
                "theme": "base",
                "look": "classic",
                "fontFamily": FAMILY,
                "themeVariables": {
                    **variables,
                    "fontSize": "15px",
                    "fontFamily": FAMILY,
                },
            }
            options = {"svg": {"pipeline": "resvg-safe"}, "site_config": config}
            engine = merman.MermanEngine(json.dumps(options), services)
            engines[theme] = engine.render_svg
        atexit.register(self.close)  # later, merman's own modules are gone
        return engines

    def close(self) -> None:
        """Let merman go; drawing again starts it anew."""
        self.__dict__.pop("_engines", None)


def _message(error: Exception) -> str:
    text = getattr(error, "message", None) or str(error) or type(error).__name__
    return " ".join(str(text).split())


def apply(page: Page, renderer: Renderer) -> None:
    """Replace every mermaid fence of the page by its two pictures."""
    for block in by_class(page.tree, "mermaid", "pre"):
        source = block.text_content().strip("\n")
        first = source.strip().split("\n")[0]
        alt = description(source)
        anchor = next((m[0] for m in [_TITLE.search(source)] if m), first)
        if not alt:
            page.problem(
                source,
                "the diagram has no description: add accTitle and accDescr lines "
                "that say what it shows",
            )
        try:
            pictures = renderer.render(source)
        except DiagramError as error:
            page.problem(anchor, f"the diagram cannot be drawn: {error}")
            continue
        figure = _figure(page, renderer.key(source)[:16], pictures, alt)
        outer = block.getparent()
        replace(block, figure)
        if outer is not None and outer.tag == "figure":  # it brings the caption
            outer.set("class", "diagram")
            figure.drop_tag()
        page.count("diagrams")


def description(source: str) -> str:
    """What the diagram's author says it shows: accTitle, then accDescr."""
    title = _TITLE.search(source)
    text = _DESCRIPTION.search(source)
    parts = [title[1] if title else "", (text[1] or text[2]) if text else ""]
    parts = [" ".join(part.split()) for part in parts]
    return (
        ". ".join(part.rstrip(".") for part in parts if part) + "."
        if any(parts)
        else ""
    )


def _figure(page: Page, name: str, pictures: dict[str, bytes], alt: str) -> HtmlElement:
    images = []
    for theme, svg in pictures.items():
        path = f"assets/diagrams/{name}-{theme}.svg"
        page.add_file(path, svg)
        size = re.search(rb'<svg[^>]* width="(\d+)" height="(\d+)"', svg)
        image = make("img", src=f"{page.link(path)}#only-{theme}", alt=alt)
        if size:
            image.set("width", size[1].decode())
            image.set("height", size[2].decode())
        image.set("loading", "lazy")
        image.tail = "\n"
        images.append(image)
    figure = make("figure", class_="diagram")
    figure.text = "\n"
    figure.extend(images)
    return figure


def _measurer() -> Any:
    """A text measurer for merman that asks Arimo's tables."""
    import merman

    kinds = merman.MermanTextMeasurementResultKind
    widths = {False: _advances(400), True: _advances(700)}

    def width(text: str, size: float, weight: object) -> float:
        table = widths[str(weight) in ("bold", "bolder", "600", "700", "800", "900")]
        plain = re.sub(r"<[^>]+>", "", text)
        return sum(table.get(ord(sign), table[0]) for sign in plain) * size

    def result(kind: Any, **values: Any) -> Any:
        fields: dict[str, Any] = {
            "width": 0.0,
            "height": 0.0,
            "length": 0.0,
            "line_count": 1,
            "bbox_left": None,
            "bbox_right": None,
            "raw_width": None,
        }
        return merman.MermanTextMeasureResult(result_kind=kind, **{**fields, **values})

    def wrap(lines: list[str], limit: float | None, measure: Any) -> list[str]:
        wrapped = []
        for line in lines:
            current = ""
            for word in line.split(" "):
                longer = f"{current} {word}".strip()
                if limit and current and measure(longer) > limit:
                    wrapped.append(current)
                    current = word
                else:
                    current = longer
            wrapped.append(current)
        return wrapped

    class Measurer(merman.MermanTextMeasurer):  # type: ignore[misc]
        def measure(self, request: Any) -> Any:
            name = request.operation.name.replace("B_BOX", "BBOX")
            lines = re.split(r"<br\s*/?>|\n", request.text)

            def one(text: str) -> float:
                return width(text, request.font_size, request.font_weight)

            widest = max(map(one, lines))
            if name == "COMPUTED_LENGTH" or (
                name.endswith("WIDTH") and not name.startswith("WRAPPED")
            ):
                return result(kinds.LENGTH, length=widest)
            if name in ("BBOX_X", "BBOX_X_WITH_ASCII_OVERHANG", "TITLE_BBOX_X"):
                half = widest / 2
                return result(kinds.HORIZONTAL_EXTENTS, bbox_left=half, bbox_right=half)
            if name in ("MEASURE", "MERMAID_CALCULATE_TEXT_DIMENSIONS"):
                return result(
                    kinds.METRICS,
                    width=widest,
                    height=len(lines) * request.line_height,
                    line_count=len(lines),
                )
            if name in ("WRAPPED", "WRAPPED_WITH_RAW_WIDTH"):
                wrapped = wrap(lines, request.max_width, one)
                sizes = {
                    "width": max(map(one, wrapped)),
                    "height": len(wrapped) * request.line_height,
                    "line_count": len(wrapped),
                }
                if name == "WRAPPED":
                    return result(kinds.METRICS, **sizes)
                return result(kinds.WRAPPED_WITH_RAW_WIDTH, raw_width=widest, **sizes)
            return None  # merman measures it itself

    return Measurer()


def _advances(weight: int) -> dict[int, float]:
    """Advance widths of Arimo in em by code point; 0 holds the missing sign's."""
    import fontpkg_arimo
    from fontTools.ttLib import TTFont
    from fontTools.varLib.models import normalizeLocation
    from fontTools.varLib.varStore import VarStoreInstancer

    path = Path(fontpkg_arimo.__file__).parent / "files" / "Arimo[wght].ttf"
    with TTFont(path, lazy=True) as font:
        axes = font["fvar"].axes
        spans = {a.axisTag: (a.minValue, a.defaultValue, a.maxValue) for a in axes}
        place = normalizeLocation({"wght": weight}, spans)
        variation = font["HVAR"].table
        deltas = VarStoreInstancer(variation.VarStore, axes, place)
        units = font["head"].unitsPerEm
        metrics = font["hmtx"]

        def advance(glyph: str) -> float:
            index = (
                variation.AdvWidthMap.mapping[glyph]
                if variation.AdvWidthMap
                else font.getGlyphID(glyph)
            )
            return float(metrics[glyph][0] + deltas[index]) / float(units)

        table = {code: advance(name) for code, name in font.getBestCmap().items()}
        table[0] = advance(".notdef")
    return table
