"""Adam with the two penalties that are often confused: O(d) time and memory a step."""

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]


def adam(
    gradient: Callable[[Array], ArrayLike],
    start: ArrayLike,
    *,
    steps: int,
    lr: float,
    l2: float = 0.0,
    weight_decay: float = 0.0,
    betas: tuple[float, float] = (0.9, 0.999),
    eps: float = 1e-8,
) -> Array:
    """All weights on the way, (steps + 1, d), from `start` (d,).

    l2 adds l2 * w to the gradient, so Adam divides it by the gradient's root mean
    square as it does the rest ("Adam + L2"). weight_decay multiplies w by
    1 - lr * weight_decay beside the adaptive step (AdamW). The decay is scaled by lr,
    as in PyTorch and Optax. Kingma and Ba (2015); Loshchilov and Hutter (2019).
    Raises ValueError for unfit settings and FloatingPointError for a gradient that
    is not finite.
    """
    w = np.array(start, dtype=float)  # a copy
    if w.ndim != 1 or not np.isfinite(w).all():
        raise ValueError("start must be 1-D and finite")
    if steps < 0 or not 0 < lr < np.inf or not 0 < eps < np.inf:
        raise ValueError("need steps >= 0, lr > 0 and eps > 0")
    if not (0 <= betas[0] < 1 and 0 <= betas[1] < 1):
        raise ValueError("betas must lie in [0, 1)")
    if not (0 <= l2 < np.inf and 0 <= lr * weight_decay < 1):
        raise ValueError("need l2 >= 0 and 0 <= lr * weight_decay < 1")
    m, v = np.zeros_like(w), np.zeros_like(w)
    path = np.empty((steps + 1, w.size))
    path[0] = w
    for t in range(1, steps + 1):
        g = np.asarray(gradient(w.copy()), dtype=float)
        if g.shape != w.shape:
            raise ValueError(f"gradient has shape {g.shape}, weights {w.shape}")
        if not np.isfinite(g).all():
            raise FloatingPointError(f"gradient is not finite at step {t}: lower lr")
        g = g + l2 * w  # coupled: goes through m and v
        m = betas[0] * m + (1 - betas[0]) * g
        v = betas[1] * v + (1 - betas[1]) * g**2
        m_hat, v_hat = m / (1 - betas[0] ** t), v / (1 - betas[1] ** t)
        w = (1 - lr * weight_decay) * w - lr * m_hat / (np.sqrt(v_hat) + eps)
        path[t] = w
    return path
