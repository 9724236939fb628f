"""The loss names the statistic a regression predicts, mean or quantile: O(n)."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]


def squared(y: ArrayLike, prediction: ArrayLike) -> float:
    """Mean squared error; smallest at the conditional mean."""
    y, prediction = _pair(y, prediction)
    return float(np.mean((y - prediction) ** 2))


def pinball(y: ArrayLike, prediction: ArrayLike, *, q: float) -> float:
    """Mean quantile loss; smallest at the q-quantile (Koenker and Bassett, 1978).

    Being too low costs q a unit, too high 1 - q. q = 0.5 is half the absolute error.
    """
    if not 0 < q < 1:
        raise ValueError("q must lie strictly between 0 and 1")
    y, prediction = _pair(y, prediction)
    gap = y - prediction
    return float(np.mean(np.maximum(q * gap, (q - 1) * gap)))


def tweedie_deviance(y: ArrayLike, prediction: ArrayLike, *, power: float) -> float:
    """Mean unit deviance for Var[y] proportional to mean**power; smallest at the mean.

    power 1 is Poisson, 2 is gamma, between them a compound of both: exact zeros
    and a continuous positive part. Predictions must be positive, y >= 0 (power
    below 2) or > 0 (power 2). Jorgensen, The Theory of Dispersion Models, 1997.
    """
    if not 1 <= power <= 2:
        raise ValueError("power must lie in [1, 2]")
    y, mu = _pair(y, prediction)
    if mu.min() <= 0 or y.min() < 0 or (power == 2 and y.min() == 0):
        raise ValueError("need predictions > 0 and y >= 0 (y > 0 for power 2)")
    if power == 1:
        ratio = np.where(y > 0, y, mu) / mu  # the term y log(y / mu) is 0 at y = 0
        unit = y * np.log(ratio) - (y - mu)
    elif power == 2:
        unit = y / mu - 1 - np.log(y / mu)
    else:
        a, c = 1 - power, 2 - power
        unit = y**c / (a * c) - y * mu**a / a + mu**c / c
    return float(2.0 * np.mean(unit))


def _pair(y: ArrayLike, prediction: ArrayLike) -> tuple[Array, Array]:
    """Both as float vectors of one length."""
    y, prediction = np.asarray(y, dtype=float), np.asarray(prediction, dtype=float)
    if y.ndim != 1 or y.shape != prediction.shape or y.size == 0:
        raise ValueError(f"need two vectors alike, got {y.shape}, {prediction.shape}")
    if not (np.isfinite(y).all() and np.isfinite(prediction).all()):
        raise ValueError("values must be finite")
    return y, prediction
