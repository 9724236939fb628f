import numpy as np
import pytest
import scipy.linalg
from sklearn.datasets import load_diabetes
from sklearn.linear_model import Ridge

from snippets.c05_bias_variance.random_features import fit_min_norm, relu_features


def test_by_hand():
    # one equation, two unknowns: w1 + 2 w2 = 5; the shortest w is 5 (1, 2)/5
    np.testing.assert_allclose(fit_min_norm([[1, 2]], [5]), [1, 2])
    # ridge: w = (1, 2) * 5 / (5 + l2)
    np.testing.assert_allclose(fit_min_norm([[1, 2]], [5], l2=5), [0.5, 1])
    np.testing.assert_allclose(
        relu_features([[1, 2]], [[1, -1, 0, 0], [0, 0, 1, -1]], [0, 0, 1, 1]),
        [[0.5, 0, 1.5, 0]],
    )


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize(("n", "p"), [(30, 8), (30, 30), (30, 90)])
def test_agrees_with_pseudo_inverse_and_sklearn_ridge(seed, n, p):
    rng = np.random.default_rng(seed)
    Phi, y = rng.normal(size=(n, p)), rng.normal(size=(n, 2))
    np.testing.assert_allclose(
        fit_min_norm(Phi, y), scipy.linalg.pinv(Phi) @ y, rtol=1e-6, atol=1e-8
    )
    np.testing.assert_allclose(
        fit_min_norm(Phi, y[:, 0]), fit_min_norm(Phi, y)[:, 0], rtol=1e-9
    )
    # scikit-learn penalizes the sum of squares: alpha = n * l2
    ridge = Ridge(alpha=n * 0.1, fit_intercept=False).fit(Phi, y)
    np.testing.assert_allclose(
        fit_min_norm(Phi, y, l2=0.1), ridge.coef_.T, rtol=1e-6, atol=1e-10
    )


@pytest.mark.parametrize("seed", range(3))
def test_shortest_of_all_interpolators_and_limit_of_gradient_descent(seed):
    rng = np.random.default_rng(seed)
    Phi, y = rng.normal(size=(10, 40)), rng.normal(size=10)
    w = fit_min_norm(Phi, y)
    np.testing.assert_allclose(Phi @ w, y, atol=1e-10)
    for null in scipy.linalg.null_space(Phi).T[:5]:
        np.testing.assert_allclose(Phi @ (w + null), y, atol=1e-10)
        assert np.linalg.norm(w + null) > np.linalg.norm(w)
    v = np.zeros(40)
    for _ in range(4000):
        v -= Phi.T @ (Phi @ v - y) / np.linalg.norm(Phi, 2) ** 2
    np.testing.assert_allclose(v, w, atol=1e-6)


@pytest.mark.parametrize("p", [20, 40, 100, 200])
def test_risk_on_gaussian_data_follows_the_closed_form(p):
    # Isotropic Gaussian rows, |beta| = 1, noise 0.5 (exact: inverse Wishart means).
    n, sigma2, runs = 60, 0.25, 400
    rng = np.random.default_rng(p)
    beta = np.full(p, 1 / np.sqrt(p))
    excess = []
    for _ in range(runs):
        Phi = rng.normal(size=(n, p))
        y = Phi @ beta + np.sqrt(sigma2) * rng.normal(size=n)
        excess.append(((fit_min_norm(Phi, y) - beta) ** 2).sum())
    if p < n:
        want = sigma2 * p / (n - p - 1)
    else:
        want = (1 - n / p) + sigma2 * n / (p - n - 1)
    slack = 5 * np.std(excess) / np.sqrt(runs)
    assert abs(np.mean(excess) - want) < slack


@pytest.mark.parametrize("seed", range(3))
def test_real_data_peaks_at_the_threshold(seed):
    rng = np.random.default_rng(seed)
    X, y = load_diabetes(return_X_y=True)
    X, y = X / X.std(axis=0), (y - y.mean()) / y.std()
    rows = rng.permutation(len(y))
    train, test = rows[:100], rows[100:]
    W, b = rng.normal(size=(10, 3000)) / np.sqrt(10), rng.normal(size=3000)
    error, fitted = {}, {}
    for p in (20, 100, 3000):
        Phi = relu_features(X, W[:, :p], b[:p])
        w = fit_min_norm(Phi[train], y[train])
        error[p] = np.mean((Phi[test] @ w - y[test]) ** 2)
        fitted[p] = np.mean((Phi[train] @ w - y[train]) ** 2)
    assert error[100] > 5 * max(error[20], error[3000])
    assert fitted[3000] < 1e-12 < fitted[20]


def test_extremes():
    assert not fit_min_norm(np.zeros((3, 2)), [1, 2, 3]).any()
    twin = fit_min_norm(np.ones((3, 2)), [2, 2, 2])  # copies share the weight
    np.testing.assert_allclose(twin, [1, 1])
    np.testing.assert_allclose(fit_min_norm([[2]], [6]), [3])
    tiny = fit_min_norm(np.array([[1.0, 2.0]]) * 1e-150, [5e-150])
    np.testing.assert_allclose(tiny, [1, 2])


@pytest.mark.parametrize(
    ("Phi", "y", "l2"),
    [
        ([1.0, 2.0], [1.0, 2.0], 0),
        (np.ones((0, 2)), [], 0),
        (np.ones((2, 0)), [1, 2], 0),
        (np.ones((2, 2)), [1], 0),
        (np.ones((2, 2)), 1.0, 0),
        (np.ones((2, 2)), np.ones((2, 0)), 0),
        (np.ones((2, 2)), [1, np.nan], 0),
        ([[1, np.inf]], [1], 0),
        (np.ones((2, 2)), [1, 2], -0.1),
        (np.ones((2, 2)), [1, 2], np.nan),
    ],
)
def test_bad_fit_input_is_refused(Phi, y, l2):
    with pytest.raises(ValueError):
        fit_min_norm(Phi, y, l2=l2)


@pytest.mark.parametrize(
    ("X", "W", "b"),
    [
        ([1, 2], [[1], [2]], [0]),
        ([[1, 2]], [1, 2], [0]),
        ([[1, 2]], [[1]], [0]),
        ([[1, 2]], [[1], [2]], [0, 0]),
        ([[1, 2]], np.ones((2, 0)), []),
    ],
)
def test_bad_feature_input_is_refused(X, W, b):
    with pytest.raises(ValueError):
        relu_features(X, W, b)
