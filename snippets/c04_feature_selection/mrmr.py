"""mRMR, greedy: relevance to the target minus overlap with what is chosen: O(k*d)."""

import numpy as np
from numpy.typing import ArrayLike, NDArray


def mrmr(relevance: ArrayLike, redundancy: ArrayLike, *, k: int) -> list[int]:
    """Indices of k columns in the order they are picked (Peng, Long and Ding, 2005).

    The first is the most relevant; each next one has the largest
    relevance[j] - mean(redundancy[j, chosen]). `relevance` (d,) and `redundancy` (d, d)
    must be in the same unit, such as mutual information in nats for both, since one is
    subtracted from the other. Ties go to the lower index.
    """
    gain, overlap = np.asarray(relevance, float), np.asarray(redundancy, float)
    d = gain.size
    if gain.ndim != 1 or d == 0 or overlap.shape != (d, d):
        raise ValueError("relevance must be (d,) and redundancy (d, d)")
    if not (np.isfinite(gain).all() and np.isfinite(overlap).all()):
        raise ValueError("relevance and redundancy must be finite")
    if (gain < 0).any() or (overlap < 0).any():
        raise ValueError("use non-negative scores, such as |correlation| or MI")
    if not np.allclose(overlap, overlap.T, rtol=1e-9, atol=0.0):
        raise ValueError("redundancy must be symmetric")
    if not 1 <= k <= d:
        raise ValueError(f"k must be between 1 and {d}")

    chosen = [int(gain.argmax())]
    total: NDArray[np.float64] = overlap[chosen[0]].copy()  # summed over chosen
    while len(chosen) < k:
        score = gain - total / len(chosen)
        score[chosen] = -np.inf
        best = int(score.argmax())
        chosen.append(best)
        total += overlap[best]
    return chosen
