"""Outlier fences from quartiles (Tukey) and from the MAD: O(n) time."""

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

NORMAL_MAD = 0.6744897501960817  # MAD of N(0, 1): its 75th percentile


def iqr_fences(x: ArrayLike, *, k: float = 1.5) -> tuple[float, float]:
    """(Q1 - k * IQR, Q3 + k * IQR) of the training values x (Tukey, 1977)."""
    values = _values(x)
    _positive(k, "k")
    first, third = (float(q) for q in np.quantile(values, [0.25, 0.75]))
    if third == first:
        raise ValueError("the interquartile range is 0: fences would flag any change")
    return first - k * (third - first), third + k * (third - first)


def mad_fences(x: ArrayLike, *, cutoff: float = 3.5) -> tuple[float, float]:
    """Median -+ cutoff * MAD / 0.6745, the limits of the modified z-score.

    The cutoff 3.5 is the advice of Iglewicz and Hoaglin (1993); the divisor makes
    the spread estimate the standard deviation when the values are normal.
    """
    values = _values(x)
    _positive(cutoff, "cutoff")
    median = float(np.median(values))
    mad = float(np.median(np.abs(values - median)))
    if mad == 0.0:
        raise ValueError("more than half of x is one value: the MAD is 0")
    reach = cutoff * mad / NORMAL_MAD
    return median - reach, median + reach


def is_outlier(x: ArrayLike, fences: tuple[float, float]) -> NDArray[np.bool_]:
    """True where a value lies strictly outside (low, high); same length as x."""
    low, high = fences
    if not low < high:
        raise ValueError("fences must be (low, high) with low < high")
    values = _values(x)
    return (values < low) | (values > high)


def _values(x: ArrayLike) -> NDArray[np.float64]:
    values = np.asarray(x)
    if values.dtype.kind in "cmMSU":
        raise TypeError("x must hold numbers: no text, dates or complex values")
    values = values.astype(np.float64)
    if values.ndim != 1 or values.size == 0 or not np.isfinite(values).all():
        raise ValueError("x must be 1-D, not empty and finite: handle missing first")
    return values


def _positive(knob: float, name: str) -> None:
    if not math.isfinite(knob) or knob <= 0:
        raise ValueError(f"{name} must be a positive number")
