import numpy as np
import pytest
from scipy.optimize import approx_fprime

from snippets.c18_llms_and_transformers.lora import LoRALinear, trainable_parameters


def layer(seed, rank=2, alpha=3.0):
    rng = np.random.default_rng(seed)
    made = LoRALinear(rng.normal(size=(6, 5)), rank=rank, alpha=alpha, rng=rng)
    made.B = rng.normal(size=made.B.shape)  # as after some training
    return made, rng


@pytest.mark.parametrize("seed", range(5))
def test_merged_matrix_gives_the_same_outputs(seed):
    made, rng = layer(seed)
    X = rng.normal(size=(7, 6))
    np.testing.assert_allclose(made.forward(X), X @ made.merged())


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("rank", [1, 2, 5])
def test_gradients_match_finite_differences(seed, rank):
    made, rng = layer(seed, rank=rank)
    X, target = rng.normal(size=(7, 6)), rng.normal(size=(7, 5))
    split = made.A.size

    def loss(flat):
        made.A = flat[:split].reshape(made.A.shape)
        made.B = flat[split:].reshape(made.B.shape)
        return 0.5 * np.sum((made.forward(X) - target) ** 2)

    flat = np.concatenate([made.A.ravel(), made.B.ravel()])
    numeric = approx_fprime(flat, loss, 1e-7)
    loss(flat)
    grad_A, grad_B = made.gradients(X, made.forward(X) - target)
    exact = np.concatenate([grad_A.ravel(), grad_B.ravel()])
    np.testing.assert_allclose(exact, numeric, rtol=1e-4, atol=1e-3)


def test_training_starts_at_the_base_model():
    W = np.arange(12).reshape(3, 4)
    made = LoRALinear(W, rank=2, alpha=8, rng=np.random.default_rng(0))
    np.testing.assert_array_equal(made.forward(np.eye(3)), W)
    grad_A, grad_B = made.gradients(np.eye(3), np.ones((3, 4)))
    assert not grad_A.any()  # B = 0 hides A on the first step
    assert grad_B.any()


def test_update_has_the_rank_asked_for():
    made, _ = layer(0, rank=2)
    assert np.linalg.matrix_rank(made.merged() - made.W) == 2


def test_alpha_over_rank_by_hand():
    made = LoRALinear([[1]], rank=1, alpha=4, rng=np.random.default_rng(0))
    made.A, made.B = np.array([[2.0]]), np.array([[3.0]])
    assert made.forward([[1]]).tolist() == [[25.0]]  # 1 + 4 * 2 * 3


def test_descent_recovers_a_low_rank_shift_and_leaves_the_base_alone():
    rng = np.random.default_rng(3)
    W = rng.normal(size=(8, 6))
    shifted = W + rng.normal(size=(8, 1)) @ rng.normal(size=(1, 6))
    made = LoRALinear(W, rank=1, alpha=1, rng=rng)
    X = rng.normal(size=(200, 8))
    for _ in range(1500):
        grad_A, grad_B = made.gradients(X, (made.forward(X) - X @ shifted) / len(X))
        made.A, made.B = made.A - 0.03 * grad_A, made.B - 0.03 * grad_B
    np.testing.assert_allclose(made.merged(), shifted, atol=1e-3)
    np.testing.assert_array_equal(made.W, W)


def test_trainable_parameters_count_what_is_stored():
    made, _ = layer(0, rank=2)
    count = trainable_parameters(6, 5, rank=2)
    assert count == made.A.size + made.B.size == 22


@pytest.mark.parametrize("rank", [0, 6])
def test_bad_rank_is_an_error(rank):
    with pytest.raises(ValueError, match=r"1\.\.5"):
        LoRALinear(np.ones((6, 5)), rank=rank, alpha=1, rng=np.random.default_rng(0))
