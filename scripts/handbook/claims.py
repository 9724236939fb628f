"""Holds a printed number against the value that recomputes it."""

from __future__ import annotations

import math
from decimal import Decimal, InvalidOperation


def agrees(printed: str, value: float) -> bool:
    """Whether `value` rounds to what is printed, at the printed precision.

    `printed` may carry a sign, thousands commas, an exponent and a percent sign; with
    the last one `value` is a fraction (0.873 for "87.3%"). Either neighbor of a tie is
    accepted: printing rounds halves both ways.

    Raises:
        ValueError: `printed` is not a number.
    """
    text = printed.replace(",", "").replace("−", "-")
    percent = text.endswith("%")
    try:
        number = Decimal(text.removesuffix("%"))
    except InvalidOperation:
        raise ValueError(f"{printed!r} is not a number") from None
    if not math.isfinite(value):
        return False
    exponent = number.as_tuple().exponent
    assert isinstance(exponent, int)  # finite, as it was parsed from digits
    half = Decimal(1).scaleb(exponent) / 2
    shown = Decimal(value) * (100 if percent else 1)
    # the last factor forgives the noise of binary fractions at an exact tie
    return abs(shown - number) <= half * (1 + Decimal("1e-9"))
