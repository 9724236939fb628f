import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import check_grad
from scipy.special import log_softmax

from snippets.d01_ecommerce_recommendations.synthetic_shop import make_shop, purchases
from snippets.d01_ecommerce_recommendations.two_tower_retrieval import (
    batch_loss,
    recall,
    top_k,
    train,
)


@pytest.mark.parametrize("seed", range(3))
def test_loss_and_gradient_against_scipy(seed: int) -> None:
    rng = np.random.default_rng(seed)
    S, log_q = rng.normal(size=(6, 6)), rng.normal(size=6)
    loss, _ = batch_loss(S, log_q)
    assert loss == pytest.approx(-np.diag(log_softmax(S - log_q, axis=1)).mean())
    error = check_grad(
        lambda s: batch_loss(s.reshape(6, 6), log_q)[0],
        lambda s: batch_loss(s.reshape(6, 6), log_q)[1].ravel(),
        S.ravel(),
    )
    assert error < 1e-6


def test_two_queries_by_hand() -> None:
    S = np.array([[np.log(3), 0.0], [0.0, 0.0]])
    loss, G = batch_loss(S, np.zeros(2))
    assert loss == pytest.approx((np.log(4 / 3) + np.log(2)) / 2)
    np.testing.assert_allclose(G, [[-1 / 8, 1 / 8], [1 / 4, -1 / 4]])


def test_huge_scores_stay_finite() -> None:
    loss, G = batch_loss(np.array([[1e4, -1e4], [1e4, -1e4]]), np.zeros(2))
    assert np.isfinite(loss)
    assert np.isfinite(G).all()


def test_corrected_batches_estimate_the_full_partition_function() -> None:
    """Mean of exp(s - log q) over items drawn from q is the sum over the catalog."""
    rng = np.random.default_rng(0)
    s, weight = rng.normal(size=50), rng.pareto(1.5, size=50) + 0.1
    q = weight / weight.sum()
    drawn = rng.choice(50, size=400_000, p=q)
    estimate = np.exp(s[drawn] - np.log(q[drawn])).mean()
    assert estimate == pytest.approx(np.exp(s).sum(), rel=0.02)


@pytest.mark.parametrize("seed", range(3))
def test_logq_recovers_the_truth_and_its_absence_does_not(seed: int) -> None:
    rng = np.random.default_rng(seed)
    shop = make_shop(400, 300, rng=rng)
    pairs = purchases(shop, 40, rng=rng)
    test = purchases(shop, 5, rng=rng)
    count = np.bincount(pairs[:, 1], minlength=300) + 1.0
    log_q = np.log(count / count.sum())
    X = np.column_stack([shop.taste, np.ones(400)])
    Y = np.column_stack([shop.content, log_q - log_q.mean(), np.ones(300)])

    def score(correction: np.ndarray | None) -> tuple[float, float]:
        A, B = train(
            X, Y, pairs, log_q=correction, rate=0.2, rng=np.random.default_rng(9)
        )
        found = top_k(X @ A, Y @ B, 20)
        return recall(found[test[:, 0]], test[:, 1]), float((A @ B.T)[-1, -2])

    best = recall(top_k(shop.logits, np.eye(300), 20)[test[:, 0]], test[:, 1])
    with_logq, weight = score(log_q)
    without, no_weight = score(None)
    assert with_logq > best - 0.05
    assert without < with_logq - 0.1
    assert weight == pytest.approx(1.0, abs=0.2)
    assert abs(no_weight) < 0.2


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 1000), st.integers(1, 12))
def test_top_k_is_a_full_sort_cut_off(seed: int, k: int) -> None:
    rng = np.random.default_rng(seed)
    U, V = rng.normal(size=(5, 3)), rng.normal(size=(12, 3))
    np.testing.assert_array_equal(
        top_k(U, V, k), np.argsort(-(U @ V.T), axis=1, kind="stable")[:, :k]
    )


def test_recall_by_hand_and_its_bounds() -> None:
    found = np.array([[3, 1], [0, 2], [1, 0]])
    assert recall(found, np.array([1, 1, 1])) == pytest.approx(2 / 3)
    assert recall(found, np.array([9, 9, 9])) == 0.0


def test_bad_input_is_refused() -> None:
    rng = np.random.default_rng(0)
    with pytest.raises(ValueError, match="do not fill a batch"):
        train(np.eye(2), np.eye(2), np.zeros((3, 2), dtype=np.int64), rng=rng)
    pairs = np.zeros((4, 2), dtype=np.int64)
    with pytest.raises(ValueError, match="no negatives"):
        train(np.eye(2), np.eye(2), pairs, batch=1, rng=rng)
    with pytest.raises(ValueError, match="one entry"):
        train(np.eye(2), np.eye(2), pairs, batch=2, log_q=np.zeros(3), rng=rng)
    for k in (0, 3):
        with pytest.raises(ValueError, match="k must be"):
            top_k(np.eye(2), np.eye(2), k)
    with pytest.raises(ValueError, match="non-zero"):
        recall(np.zeros((0, 2), dtype=np.int64), np.zeros(0, dtype=np.int64))
