"""LoRA: learn a rank-r update of a frozen matrix, r*(d_in + d_out) parameters.

Hu et al., "LoRA: Low-Rank Adaptation of Large Language Models" (2021).
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]


class LoRALinear:
    """y = x W + (alpha / r) x A B with W (d_in, d_out) frozen, A and B trained."""

    def __init__(
        self, W: ArrayLike, *, rank: int, alpha: float, rng: np.random.Generator
    ) -> None:
        self.W = np.array(W, dtype=np.float64)
        d_in, d_out = self.W.shape
        if not 1 <= rank <= min(d_in, d_out):
            raise ValueError(f"rank must lie in 1..{min(d_in, d_out)}, got {rank}")
        self.A = rng.normal(0.0, d_in**-0.5, (d_in, rank))
        self.B = np.zeros((rank, d_out))  # zero: training starts at the base model
        self.scale = alpha / rank

    def forward(self, X: ArrayLike) -> Array:
        """(n, d_in) -> (n, d_out); two thin products, the update is never formed."""
        x = np.asarray(X, dtype=np.float64)
        return np.asarray(x @ self.W + self.scale * (x @ self.A) @ self.B)

    def gradients(self, X: ArrayLike, grad_out: ArrayLike) -> tuple[Array, Array]:
        """dL/dA (d_in, r) and dL/dB (r, d_out) from grad_out = dL/dy (n, d_out)."""
        x = np.asarray(X, dtype=np.float64)
        g = self.scale * np.asarray(grad_out, dtype=np.float64)
        return x.T @ (g @ self.B.T), (x @ self.A).T @ g

    def merged(self) -> Array:
        """One (d_in, d_out) matrix that serves with no extra latency."""
        return np.asarray(self.W + self.scale * self.A @ self.B)


def trainable_parameters(d_in: int, d_out: int, *, rank: int) -> int:
    """How many numbers a LoRA pair adds to one matrix."""
    return rank * (d_in + d_out)
