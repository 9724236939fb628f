"""Two-tower retrieval, in-batch softmax with logQ: O(batch^2 * dim) time a step."""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Index = NDArray[np.int64]


def batch_loss(S: Array, log_q: Array) -> tuple[float, Array]:
    """Mean in-batch softmax loss of scores S (b, b), and its gradient by S.

    Row i is a query, column i its positive; the other columns are its negatives, also
    where one repeats the positive's item: production code masks such accidental hits.
    log_q (b,) is the log sampling probability of each column's item (Yi et al. 2019);
    pass zeros for the uncorrected loss.
    """
    logits = S - log_q  # a frequent item is drawn often: undo that
    logits = logits - logits.max(axis=1, keepdims=True)
    P = np.exp(logits)
    total = P.sum(axis=1, keepdims=True)
    loss = float(np.mean(np.log(total[:, 0]) - np.diag(logits)))
    return loss, (P / total - np.eye(len(S))) / len(S)


def train(
    X: Array,
    Y: Array,
    pairs: Index,
    *,
    log_q: Array | None = None,
    dim: int = 16,
    batch: int = 256,
    epochs: int = 5,
    rate: float = 0.1,
    rng: np.random.Generator,
) -> tuple[Array, Array]:
    """Towers (A, B): shopper i is X[i] @ A, item j is Y[j] @ B, score their product.

    X (n, a) and Y (m, c) are features; pairs (t, 2) holds rows of X and Y that met.
    log_q (m,) corrects for in-batch sampling; None trains without correction.
    Each tower is one linear layer; a deeper one changes only its own gradient.
    """
    if batch < 2:
        raise ValueError("a batch of one has no negatives: use at least 2")
    if len(pairs) < batch:
        raise ValueError(f"{len(pairs)} pairs do not fill a batch of {batch}")
    correction = np.zeros(len(Y)) if log_q is None else log_q
    if correction.shape != (len(Y),):
        raise ValueError(f"log_q must have one entry for each of the {len(Y)} items")
    A = rng.normal(size=(X.shape[1], dim)) / np.sqrt(X.shape[1] * dim)
    B = rng.normal(size=(Y.shape[1], dim)) / np.sqrt(Y.shape[1] * dim)
    seen_A, seen_B = np.full_like(A, 1e-8), np.full_like(B, 1e-8)  # Adagrad
    for _ in range(epochs):
        order = rng.permutation(len(pairs))
        for start in range(0, len(order) - batch + 1, batch):
            x, y = pairs[order[start : start + batch]].T
            U, V = X[x] @ A, Y[y] @ B  # (batch, dim) each
            _, G = batch_loss(U @ V.T, correction[y])
            grad_A, grad_B = X[x].T @ (G @ V), Y[y].T @ (G.T @ U)
            seen_A += grad_A**2
            seen_B += grad_B**2
            A -= rate * grad_A / np.sqrt(seen_A)
            B -= rate * grad_B / np.sqrt(seen_B)
    return A, B


def top_k(U: Array, V: Array, k: int) -> Index:
    """The k items of highest inner product per query, best first: (n, k), exact.

    This is what an approximate index is measured against.
    """
    if not 1 <= k <= len(V):
        raise ValueError(f"k must be between 1 and {len(V)}, got {k}")
    S = U @ V.T
    found = np.argpartition(-S, k - 1, axis=1)[:, :k]
    rank = np.argsort(-np.take_along_axis(S, found, axis=1), axis=1, kind="stable")
    return np.take_along_axis(found, rank, axis=1).astype(np.int64)


def recall(found: Index, wanted: Index) -> float:
    """Share of rows whose wanted item (n,) is among the found ones (n, k)."""
    if len(found) != len(wanted) or not len(wanted):
        raise ValueError("found and wanted need the same, non-zero number of rows")
    return float(np.mean((found == wanted[:, None]).any(axis=1)))
