"""Bias, variance and noise of any learner over many training sets: n_sets fits."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]
Fit = Callable[[Array, Array], Callable[[Array], Array]]  # (X, y) -> predict
Draw = Callable[[np.random.Generator], tuple[Array, Array]]  # rng -> (X, y)


class Decomposition(NamedTuple):
    """Mean over the test points, in squared units of y."""

    bias2: float  # can come out a little below 0: it is an unbiased estimate
    variance: float
    noise: float

    @property
    def error(self) -> float:
        """Expected squared error on a fresh target."""
        return self.bias2 + self.variance + self.noise


def predictions(
    fit: Fit, draw: Draw, X_test: ArrayLike, *, rng: np.random.Generator, n_sets: int
) -> Array:
    """Predictions (n_sets, m): row t comes from a model fitted on a fresh draw.

    A learner that is random itself (seeds, subsampling) adds to the variance.
    """
    if n_sets < 2:
        raise ValueError("n_sets must be 2 or more: one fit has no variance")
    points = np.asarray(X_test, dtype=float)
    if points.ndim == 0 or len(points) == 0:
        raise ValueError("X_test needs one or more points along its first axis")
    out = np.empty((n_sets, len(points)))
    for t in range(n_sets):
        X, y = draw(rng)
        row = np.asarray(fit(X, y)(points), dtype=float)
        if row.shape != out.shape[1:]:
            raise ValueError(f"predict returned {row.shape}, not {out.shape[1:]}")
        out[t] = row
    return out


def decompose(
    predicted: ArrayLike, f: ArrayLike, *, noise_var: ArrayLike
) -> Decomposition:
    """Split the expected squared error at the test points (Geman et al., 1992).

    `predicted` is (n_sets, m), `f` (m,) the true E[y | x], `noise_var` Var(y | x), a
    number or (m,). The squared gap of the *estimated* mean prediction is too big by
    variance / n_sets, which is taken off.
    """
    P, truth = np.asarray(predicted, dtype=float), np.asarray(f, dtype=float)
    noise = np.asarray(noise_var, dtype=float)
    if P.ndim != 2 or len(P) < 2 or P.shape[1] == 0 or truth.shape != P.shape[1:]:
        raise ValueError("predicted must be (n_sets >= 2, m >= 1) and f (m,)")
    if noise.shape not in ((), truth.shape) or not (noise >= 0).all():
        raise ValueError("noise_var must be a number or (m,), and not negative")
    if not (
        np.isfinite(P).all() and np.isfinite(truth).all() and np.isfinite(noise).all()
    ):
        raise ValueError("predicted, f and noise_var must be finite")
    variance = P.var(axis=0, ddof=1)  # (m,)
    bias2 = (P.mean(axis=0) - truth) ** 2 - variance / len(P)
    return Decomposition(
        float(bias2.mean()), float(variance.mean()), float(noise.mean())
    )
