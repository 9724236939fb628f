"""A printed number agrees with the value that rounds to it, and with no other."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handbook.claims import agrees


@pytest.mark.parametrize(
    ("printed", "value", "expected"),
    [
        ("0.873", 0.8731, True),
        ("0.873", 0.8736, False),
        ("87.3%", 0.8731, True),
        ("87.3%", 87.31, False),
        ("1,234", 1234.4, True),
        ("1,234", 1235.0, False),
        ("−0.5", -0.52, True),
        ("-0.5", 0.5, False),
        ("2.0e-5", 2.04e-5, True),
        ("2.0e-5", 2.06e-5, False),
        ("3", 2.5, True),
        ("2", 2.5, True),
        ("0.1", math.nan, False),
        ("0.1", math.inf, False),
        (".5", 0.5, True),
    ],
)
def test_by_hand(printed: str, value: float, expected: bool) -> None:
    assert agrees(printed, value) is expected


def test_words_are_refused() -> None:
    with pytest.raises(ValueError, match="not a number"):
        agrees("many", 1.0)


@given(st.floats(-1e9, 1e9), st.integers(0, 6))
def test_python_own_printing_agrees(value: float, digits: int) -> None:
    assert agrees(f"{value:,.{digits}f}", value)


@given(st.floats(-1e6, 1e6), st.integers(0, 4))
def test_one_unit_off_disagrees(value: float, digits: int) -> None:
    off = value + 1.51 * 10.0**-digits
    assert not agrees(f"{off:.{digits}f}", value)
