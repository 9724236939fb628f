import numpy as np
import pytest
from scipy.optimize import minimize
from sklearn.calibration import CalibratedClassifierCV
from sklearn.datasets import load_breast_cancer
from sklearn.frozen import FrozenEstimator
from sklearn.svm import LinearSVC

from snippets.c06_evaluation_and_metrics.platt_scaling import apply_platt, fit_platt


def draw(seed, n=400):
    rng = np.random.default_rng(seed)
    y = (rng.random(n) < 0.3).astype(int)
    return rng.normal(2.0 * y, 1.0), y


@pytest.mark.parametrize("seed", range(5))
def test_same_minimum_as_scipy(seed):
    s, y = draw(seed)
    n_pos, n_neg = y.sum(), (1 - y).sum()
    target = np.where(y == 1, (n_pos + 1) / (n_pos + 2), 1 / (n_neg + 2))

    def loss(w):
        z = w[0] * s + w[1]
        return np.mean(np.logaddexp(0, z) - target * z)

    want = minimize(loss, np.zeros(2), method="Nelder-Mead", tol=1e-10).x
    np.testing.assert_allclose(fit_platt(s, y), want, rtol=1e-5, atol=1e-6)


def test_real_data_agrees_with_sklearn():
    X, y = load_breast_cancer(return_X_y=True)
    X = (X - X.mean(axis=0)) / X.std(axis=0)
    svm = LinearSVC(C=0.01, random_state=0).fit(X[::2], y[::2])
    # one fold without a refit: the frozen margin, Platt's curve on the other half
    half = [(np.arange(0), np.arange(len(y[1::2])))]
    oracle = CalibratedClassifierCV(
        FrozenEstimator(svm), method="sigmoid", cv=half, ensemble=False
    ).fit(X[1::2], y[1::2])
    s = svm.decision_function(X)
    got = apply_platt(s, *fit_platt(s[1::2], y[1::2]))
    np.testing.assert_allclose(got, oracle.predict_proba(X)[:, 1], atol=1e-3)


def test_gradient_vanishes_at_the_answer():
    s, y = draw(1)
    p = apply_platt(s, *fit_platt(s, y))
    n_pos, n_neg = y.sum(), (1 - y).sum()
    target = np.where(y == 1, (n_pos + 1) / (n_pos + 2), 1 / (n_neg + 2))
    assert np.mean(p - target) == pytest.approx(0, abs=1e-8)
    assert np.mean((p - target) * s) == pytest.approx(0, abs=1e-8)


def test_separable_and_far_scores_stay_finite():
    slope, intercept = fit_platt([-1e6, -1e6, 1e6, 1e6], [0, 0, 1, 1])
    np.testing.assert_allclose(
        apply_platt([-1e6, 1e6], slope, intercept), [0.25, 0.75], atol=1e-6
    )
    assert apply_platt([1e9], slope, intercept)[0] == 1.0


def test_integer_scores_and_a_reversed_score():
    s, y = np.arange(20), (np.arange(20) > 8).astype(int)
    np.testing.assert_allclose(fit_platt(s, y), fit_platt(s.astype(float), y))
    assert fit_platt(-s, y)[0] < 0


@pytest.mark.parametrize(
    ("s", "y"),
    [([1, 2], [1, 1]), ([1, 1], [0, 1]), ([1, np.inf], [0, 1]), ([1], [0, 1])],
)
def test_bad_input_is_refused(s, y):
    with pytest.raises(ValueError):
        fit_platt(s, y)


def test_too_few_steps_are_reported():
    with pytest.raises(RuntimeError, match="tol"):
        fit_platt(*draw(0), max_steps=1)
