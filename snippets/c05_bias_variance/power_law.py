"""Fit error = floor + scale * size**-exponent to a learning curve: O(points)."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]
LOW, HIGH = 0.02, 4.0  # exponents searched


class PowerLaw(NamedTuple):
    """error(size) = floor + scale * size**-exponent."""

    floor: float
    scale: float
    exponent: float

    def at(self, size: ArrayLike) -> Array:
        """Error expected at these sizes."""
        n = np.asarray(size, dtype=float)
        if not (n > 0).all():
            raise ValueError("size must be positive")
        return np.asarray(self.floor + self.scale * n**-self.exponent)


def fit_power_law(sizes: ArrayLike, errors: ArrayLike) -> PowerLaw:
    """Least squares with floor >= 0; needs four sizes or more.

    For a given exponent the other two are a linear fit, so only the exponent is
    searched: a coarse grid, then ever finer ones around the best.
    """
    n, e = np.asarray(sizes, dtype=float), np.asarray(errors, dtype=float)
    if n.ndim != 1 or n.shape != e.shape or len(np.unique(n)) < 4:
        raise ValueError("need 1-D sizes and errors of equal length, 4 sizes or more")
    if not (np.isfinite(n).all() and np.isfinite(e).all() and (n > 0).all()):
        raise ValueError("sizes must be positive, errors finite")
    if not (e >= 0).all() or e.max() == 0:
        raise ValueError("errors must not be negative, and not all zero")
    center = float(np.exp(np.log(n).mean()))  # so that no power over- or underflows
    grid = np.geomspace(LOW, HIGH, 60)
    for _ in range(6):
        losses = [_linear(n / center, e, b)[2] for b in grid]
        best = int(np.argmin(losses))
        low, high = grid[max(best - 1, 0)], grid[min(best + 1, len(grid) - 1)]
        exponent, grid = float(grid[best]), np.geomspace(low, high, 60)
    floor, scale, _ = _linear(n / center, e, exponent)
    if scale <= 0:
        raise ValueError("errors do not fall with size: no power law to fit")
    if not LOW * 1.001 < exponent < HIGH * 0.999:
        raise ValueError("the exponent is not pinned down: add sizes, spread wider")
    return PowerLaw(floor, scale * center**exponent, exponent)


def _linear(n: Array, e: Array, b: float) -> tuple[float, float, float]:
    """Best floor >= 0 and scale for exponent b, with their squared error."""
    x = n**-b
    spread = x - x.mean()
    scale = float(spread @ e / (spread @ spread))
    floor = float(e.mean() - scale * x.mean())
    if floor < 0:
        floor, scale = 0.0, float(x @ e / (x @ x))
    return floor, scale, float(((e - floor - scale * x) ** 2).sum())
