import numpy as np
import pytest
from sklearn.datasets import load_diabetes
from sklearn.neighbors import KNeighborsRegressor

from snippets.c05_bias_variance.bias_variance import decompose, predictions


def polynomial(degree):
    def fit(X, y):
        coef = np.polyfit(X, y, degree)
        return lambda new: np.polyval(coef, new)

    return fit


def test_by_hand():
    got = decompose([[4], [5], [6]], [3], noise_var=1)
    # mean 5: squared gap 4, variance (1 + 0 + 1)/2 = 1, so bias2 = 4 - 1/3
    assert got.bias2 == pytest.approx(11 / 3)
    assert got.variance == 1
    assert got.noise == 1
    # the mean of the squared errors 1, 4, 9 plus the noise
    assert got.error == pytest.approx(14 / 3 + 1)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("degree", [0, 1, 3])
def test_closed_form_of_least_squares_on_a_fixed_design(seed, degree):
    rng = np.random.default_rng(seed)
    x, new, sigma = np.linspace(-1, 1, 12), np.array([-0.9, 0.1, 0.8]), 0.5
    f = np.sin(3 * x)
    P = predictions(
        polynomial(degree),
        lambda g: (x, f + sigma * g.normal(size=x.size)),
        new,
        rng=rng,
        n_sets=1500,
    )
    got = decompose(P, np.sin(3 * new), noise_var=sigma**2)
    A, B = np.vander(x, degree + 1), np.vander(new, degree + 1)
    H = B @ np.linalg.solve(A.T @ A, A.T)  # (3, 12): prediction = H y
    variance = sigma**2 * (H**2).sum(axis=1).mean()
    bias2 = ((H @ f - np.sin(3 * new)) ** 2).mean()
    assert got.variance == pytest.approx(variance, rel=0.1)
    # bias2 varies by 2 * bias * sd / sqrt(1500); 5 of these, plus a bit of variance
    slack = 5 * (2 * np.sqrt(bias2 * variance / 1500) + variance / 1500)
    assert abs(got.bias2 - bias2) < slack


@pytest.mark.parametrize("seed", range(3))
def test_nearest_neighbors_have_variance_sigma2_over_k(seed):
    x, k, sigma = np.arange(20.0)[:, None], 4, 2.0
    f = 3 * x[:, 0]

    def fit(X, y):
        def predict(new):
            near = np.argsort(np.abs(X[:, 0] - new), axis=1)[:, :k]
            return y[near].mean(axis=1)

        return predict

    P = predictions(
        fit,
        lambda g: (x, f + sigma * g.normal(size=20)),
        [[9.6]],  # neighbors 8, 9, 10, 11: mean 9.5, f = 28.5 against 28.8
        rng=np.random.default_rng(seed),
        n_sets=4000,
    )
    got = decompose(P, [28.8], noise_var=sigma**2)
    assert got.variance == pytest.approx(sigma**2 / k, rel=0.12)
    assert got.bias2 == pytest.approx(0.09, abs=0.06)


@pytest.mark.parametrize("seed", range(3))
def test_bias_of_an_unbiased_learner_is_zero_on_average(seed):
    rng = np.random.default_rng(seed)
    small = [
        decompose(rng.normal(size=(5, 40)), np.zeros(40), noise_var=0).bias2
        for _ in range(400)
    ]
    assert abs(np.mean(small)) < 0.01  # uncorrected it would be 1/5
    assert min(small) < 0  # single estimates may be negative


@pytest.mark.parametrize("seed", range(3))
def test_parts_add_up_to_the_error_on_fresh_rows(seed):
    rng = np.random.default_rng(seed)
    new, noise = rng.uniform(-1, 1, 200), rng.uniform(0.1, 0.5, 200)

    def draw(g):
        x = g.uniform(-1, 1, 30)
        return x, np.cos(4 * x) + g.normal(size=30)

    P = predictions(polynomial(2), draw, new, rng=rng, n_sets=2000)
    y_new = np.cos(4 * new) + np.sqrt(noise) * rng.normal(size=P.shape)
    got = decompose(P, np.cos(4 * new), noise_var=noise)
    assert got.error == pytest.approx(((P - y_new) ** 2).mean(), rel=0.01)


def test_real_data_where_the_truth_is_unknown():
    # With y in place of f the noise cannot be told from bias; the sum still holds.
    X, y = load_diabetes(return_X_y=True)

    def draw(g):
        rows = g.choice(300, 60, replace=False)
        return X[rows], y[rows]

    def fit(A, b):
        return KNeighborsRegressor(5).fit(A, b).predict

    P = predictions(fit, draw, X[300:], rng=np.random.default_rng(0), n_sets=50)
    got = decompose(P, y[300:], noise_var=0)
    assert got.error == pytest.approx(((P - y[300:]) ** 2).mean())
    assert got.bias2 > got.variance > 0


def test_extremes_and_integers():
    same = decompose(np.full((3, 2), 7), [7, 7], noise_var=0)
    assert (same.bias2, same.variance, same.error) == (0, 0, 0)
    as_int = decompose([[1, 2], [3, 5]], [2, 2], noise_var=[1, 3])
    assert as_int == decompose([[1.0, 2.0], [3.0, 5.0]], [2.0, 2.0], noise_var=2.0)


GOOD = np.ones((3, 2))


@pytest.mark.parametrize(
    ("P", "f", "noise"),
    [
        ([1.0, 2.0], [1.0, 2.0], 0),
        (GOOD[:1], [1, 1], 0),
        (np.ones((3, 0)), [], 0),
        (GOOD, [1, 1, 1], 0),
        (GOOD, [[1, 1]], 0),
        (GOOD, [1, 1], -1),
        (GOOD, [1, 1], np.nan),
        (GOOD, [1, 1], np.inf),
        (GOOD, [1, 1], [1, 1, 1]),
        (GOOD * np.nan, [1, 1], 0),
        (GOOD, [1, np.inf], 0),
    ],
)
def test_bad_input_is_refused(P, f, noise):
    with pytest.raises(ValueError):
        decompose(P, f, noise_var=noise)


def test_bad_learner_and_settings_are_refused():
    rng = np.random.default_rng(0)

    def run(fit, n_sets=3, points=(0.0, 1.0)):
        data = (np.zeros(2), np.ones(2))
        return predictions(fit, lambda _: data, points, rng=rng, n_sets=n_sets)

    def good(X, y):
        return lambda new: np.zeros(len(new))

    assert run(good).shape == (3, 2)
    with pytest.raises(ValueError, match="n_sets"):
        run(good, n_sets=1)
    with pytest.raises(ValueError, match="X_test"):
        run(good, points=[])
    with pytest.raises(ValueError, match="X_test"):
        run(good, points=1.0)
    with pytest.raises(ValueError, match="predict returned"):
        run(lambda X, y: lambda new: np.zeros((len(new), 1)))
