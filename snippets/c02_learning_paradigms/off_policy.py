"""Value of a policy from another policy's log: IPS, self-normalized, DR; O(n*K)."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]


def importance_weights(
    action: ArrayLike, propensity: ArrayLike, target: ArrayLike
) -> Array:
    """w_i = target[i, a_i] / propensity_i, shape (n,).

    `action` (n,) are the logged arms 0 .. K-1, `propensity` (n,) the probability the
    logging policy gave each of them at that moment, `target` (n, K) the probabilities
    of the policy to be valued. Overlap is assumed: logging gives every arm that
    `target` may play a positive probability. The logged rows cannot prove it.
    """
    arm, logged = np.asarray(action), np.asarray(propensity, dtype=float)
    pi = _policy(target)
    if arm.shape != pi.shape[:1] or logged.shape != arm.shape:
        raise ValueError("need one action and one propensity for each row of target")
    if not ((logged > 0.0) & (logged <= 1.0)).all():
        raise ValueError("propensities must be in (0, 1]: log them, do not guess them")
    weight: Array = _pick(pi, arm) / logged
    return weight


def inverse_propensity(
    reward: ArrayLike, weight: ArrayLike, *, self_normalize: bool = False
) -> tuple[float, float]:
    """Estimate and standard error of the target policy's mean reward.

    IPS, mean(w r), is unbiased when propensities are right (Horvitz and Thompson,
    1952). Self-normalized, sum(w r) / sum(w), stays inside the range of the rewards and
    ignores a constant added to them, for a bias that fades as 1/n.
    """
    r, w = _pair(reward, weight)
    if not self_normalize:
        return _mean(w * r)
    if w.sum() == 0.0:
        raise ValueError("all weights are 0: the log holds no action of the target")
    value = float((w * r).sum() / w.sum())
    error = float(np.sqrt((w**2 * (r - value) ** 2).sum()) / w.sum())
    return value, error if r.size > 1 else float("nan")


def doubly_robust(
    reward: ArrayLike,
    action: ArrayLike,
    weight: ArrayLike,
    target: ArrayLike,
    predicted: ArrayLike,
) -> tuple[float, float]:
    """mean(sum_a target[a] q[a] + w (r - q[a_i])), with its standard error.

    `predicted` (n, K) is a reward model q(x, a), fitted on other rows. Right on average
    if the propensities or the model are right (Dudik, Langford and Li, 2011).
    """
    r, w = _pair(reward, weight)
    pi, q = _policy(target), np.asarray(predicted, dtype=float)
    if q.shape != pi.shape or pi.shape[0] != r.size or not np.isfinite(q).all():
        raise ValueError("target and predicted must both be (n, K), predicted finite")
    arm = np.asarray(action)
    if arm.shape != r.shape:
        raise ValueError("need one action for each reward")
    return _mean((pi * q).sum(axis=1) + w * (r - _pick(q, arm)))


def effective_sample_size(weight: ArrayLike) -> float:
    """Kish: (sum w)^2 / sum w^2. n for equal weights, near 1 when one row dominates."""
    _, w = _pair(weight, weight)
    if w.sum() == 0.0:
        raise ValueError("all weights are 0: the log holds no action of the target")
    scaled = w / w.max()  # squares of huge weights would overflow
    return float(scaled.sum() ** 2 / (scaled**2).sum())


def _mean(score: Array) -> tuple[float, float]:
    n = score.size
    error = float(score.std(ddof=1) / np.sqrt(n)) if n > 1 else float("nan")
    return float(score.mean()), error


def _pick(table: Array, arm: NDArray[np.generic]) -> Array:
    if arm.dtype.kind not in "iu" or not np.isin(arm, np.arange(table.shape[1])).all():
        raise ValueError(f"actions must be integers 0 .. {table.shape[1] - 1}")
    return table[np.arange(arm.size), arm.astype(np.int64)]


def _policy(target: ArrayLike) -> Array:
    pi = np.asarray(target, dtype=float)
    if pi.ndim != 2 or pi.size == 0:
        raise ValueError("target must be (n, K), not empty")
    if not ((pi >= 0.0).all() and np.allclose(pi.sum(axis=1), 1.0)):
        raise ValueError("each row of target must be probabilities that sum to 1")
    return pi


def _pair(reward: ArrayLike, weight: ArrayLike) -> tuple[Array, Array]:
    r, w = np.asarray(reward, dtype=float), np.asarray(weight, dtype=float)
    if r.shape != w.shape or r.ndim != 1 or r.size == 0:
        raise ValueError("reward and weight must be 1-D, not empty, of equal length")
    if not (np.isfinite(r).all() and np.isfinite(w).all() and (w >= 0.0).all()):
        raise ValueError("rewards must be finite, weights finite and not negative")
    return r, w
