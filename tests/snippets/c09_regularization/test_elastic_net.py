import numpy as np
import pytest
from sklearn.datasets import load_diabetes
from sklearn.linear_model import ElasticNet, Ridge

from snippets.c09_regularization.elastic_net import elastic_net, kkt_violation


def draw(seed, n=50, d=8):
    rng = np.random.default_rng(seed)
    X = rng.normal(1.0, 1.0, size=(n, d)) + rng.normal(size=(n, 1))
    w = np.where(np.arange(d) < 3, 2.0, 0.0)
    return X, X @ w + rng.normal(size=n) + 4.0


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("shape", [(50, 8), (20, 60)])
@pytest.mark.parametrize("l1_ratio", [0.1, 0.5, 1.0])
def test_same_minimum_as_sklearn(seed, shape, l1_ratio):
    X, y = draw(seed, *shape)
    oracle = ElasticNet(alpha=0.3, l1_ratio=l1_ratio, tol=1e-12, max_iter=200_000)
    oracle.fit(X, y)
    w, b = elastic_net(X, y, strength=0.3, l1_ratio=l1_ratio)
    np.testing.assert_allclose(w, oracle.coef_, rtol=1e-4, atol=1e-5)
    assert b == pytest.approx(oracle.intercept_, rel=1e-4)


@pytest.mark.parametrize("seed", range(3))
def test_without_l1_it_is_ridge(seed):
    X, y = draw(seed)
    w, b = elastic_net(X, y, strength=0.2, l1_ratio=0.0)
    oracle = Ridge(alpha=0.2 * len(y)).fit(X, y)
    np.testing.assert_allclose(w, oracle.coef_, rtol=1e-5)
    assert b == pytest.approx(oracle.intercept_)


def test_real_data_agrees_with_sklearn():
    X, y = load_diabetes(return_X_y=True, scaled=False)
    X = (X - X.mean(axis=0)) / X.std(axis=0)
    for ratio in (0.2, 0.8):
        oracle = ElasticNet(alpha=1.0, l1_ratio=ratio, tol=1e-12, max_iter=100_000)
        oracle.fit(X, y)
        w, _ = elastic_net(X, y, strength=1.0, l1_ratio=ratio)
        np.testing.assert_allclose(w, oracle.coef_, rtol=1e-4, atol=1e-4)


def test_hand_case():
    X = np.array([[1, 1], [1, -1], [-1, 1], [-1, -1]])
    y = np.array([3.8, 2.2, -2.2, -3.8])  # 3 x1 + 0.8 x2
    w, b = elastic_net(X, y + 5, strength=2.0, l1_ratio=0.5)  # l1 = l2 = 1
    np.testing.assert_allclose(w, [1.0, 0.0])  # (3 - 1) / (1 + 1)
    assert b == pytest.approx(5)


@pytest.mark.parametrize("seed", range(4))
def test_nudging_any_weight_makes_it_worse(seed):
    X, y = draw(seed, n=20, d=5)
    w, b = elastic_net(X, y, strength=0.5, l1_ratio=0.6)

    def objective(v):
        loss = np.mean((y - X @ v - (y - X @ v).mean()) ** 2) / 2
        return loss + 0.3 * np.abs(v).sum() + 0.1 * v @ v

    for j in range(5):
        for step in (1e-3, -1e-3):
            assert objective(w + step * np.eye(5)[j]) > objective(w)
    assert b == pytest.approx((y - X @ w).mean())


def test_grouping_twins_get_equal_weights():
    X, y = draw(0)
    X = np.column_stack([X, X[:, 0]])
    w, _ = elastic_net(X, y, strength=0.3, l1_ratio=0.5, tol=1e-10)
    assert w[0] == pytest.approx(w[-1], rel=1e-6)


def test_kkt_by_hand():
    Xc, r = np.array([[1.0], [-1.0]]), np.array([0.6, -0.6])  # slope -0.6
    at = lambda w, l1: kkt_violation(Xc, r, np.array([w]), l1=l1, l2=0.0)[0]  # noqa: E731
    assert at(0.0, 1.0) == 0  # |slope| < l1: zero survives
    assert at(0.0, 0.5) == pytest.approx(0.1)
    assert at(2.0, 0.6) == pytest.approx(0.0)
    assert at(-2.0, 0.6) == pytest.approx(1.2)
    with pytest.raises(ValueError):
        kkt_violation(Xc, r, np.zeros(2), l1=1.0, l2=0.0)


def test_extremes_and_units():
    X, y = draw(1)
    w, b = elastic_net(X, y, strength=1e6, l1_ratio=0.5)
    assert not w.any()
    assert b == pytest.approx(y.mean())
    w, b = elastic_net([[2.0, 3.0]], [5.0], strength=1.0, l1_ratio=0.5)
    assert not w.any()
    assert b == 5.0
    wide = np.column_stack([X, np.full(50, 0.1)])
    for ratio in (0.0, 0.5):
        assert abs(elastic_net(wide, y, strength=0.1, l1_ratio=ratio)[0][-1]) < 1e-12
    base = elastic_net(X, y, strength=0.1, l1_ratio=1.0)[0]
    big = elastic_net(X, 1e9 * y, strength=1e8, l1_ratio=1.0)[0]
    np.testing.assert_allclose(big, 1e9 * base, rtol=1e-6)
    whole = np.round(X).astype(int)
    np.testing.assert_array_equal(
        elastic_net(whole, y, strength=0.1, l1_ratio=0.5)[0],
        elastic_net(whole.astype(float), y, strength=0.1, l1_ratio=0.5)[0],
    )


@pytest.mark.parametrize(
    ("X", "y", "strength", "ratio"),
    [
        ([[1.0], [2.0]], [1.0], 1.0, 0.5),
        ([1.0, 2.0], [1.0, 2.0], 1.0, 0.5),
        ([[1.0], [2.0]], [[1.0], [2.0]], 1.0, 0.5),
        (np.empty((0, 2)), [], 1.0, 0.5),
        (np.empty((2, 0)), [1.0, 2.0], 1.0, 0.5),
        ([[1.0], [np.inf]], [1.0, 2.0], 1.0, 0.5),
        ([[1.0], [2.0]], [1.0, np.nan], 1.0, 0.5),
        ([[1.0], [2.0]], [1.0, 2.0], 0.0, 0.5),
        ([[1.0], [2.0]], [1.0, 2.0], -1.0, 0.5),
        ([[1.0], [2.0]], [1.0, 2.0], np.nan, 0.5),
        ([[1.0], [2.0]], [1.0, 2.0], 1.0, 1.5),
        ([[1.0], [2.0]], [1.0, 2.0], 1.0, -0.1),
        ([[1.0], [2.0]], [1.0, 2.0], 1.0, np.nan),
    ],
)
def test_bad_input_is_refused(X, y, strength, ratio):
    with pytest.raises(ValueError):
        elastic_net(X, y, strength=strength, l1_ratio=ratio)


def test_too_few_sweeps_are_reported():
    with pytest.raises(RuntimeError, match="sweeps"):
        elastic_net(*draw(0), strength=0.01, l1_ratio=0.5, max_sweeps=1)
