"""Recomputes every marked number of the page on linear and logistic regression."""

from functools import cache

import numpy as np
from numpy.typing import NDArray
from sklearn.datasets import load_breast_cancer, load_diabetes
from sklearn.linear_model import LogisticRegression

from snippets.c08_linear_and_logistic_regression import (
    linear_regression,
    logistic_regression,
    regression_diagnostics,
    robust_errors,
)

Array = NDArray[np.float64]
BMI, CHOLESTEROL = 2, 4  # columns of the diabetes data


@cache
def _diabetes() -> tuple[Array, Array]:
    """442 patients, 10 features in their own units."""
    X, y = load_diabetes(return_X_y=True, scaled=False)
    return X, y


def vif_total_cholesterol() -> float:
    """VIF of total cholesterol (s1) among the ten diabetes features."""
    return float(regression_diagnostics.vif(_diabetes()[0])[CHOLESTEROL])


def cholesterol_alone() -> float:
    """Slope of diabetes progression on total cholesterol, no other feature."""
    X, y = _diabetes()
    return float(linear_regression.fit_qr(X[:, [CHOLESTEROL]], y)[0][0])


def cholesterol_with_all() -> float:
    """The same coefficient with all ten features in the model."""
    X, y = _diabetes()
    return float(linear_regression.fit_qr(X, y)[0][CHOLESTEROL])


def _r2(X: Array, y: Array) -> float:
    """Training R^2 of least squares."""
    residual = y - linear_regression.predict(X, *linear_regression.fit_qr(X, y))
    return 1 - float(residual @ residual) / float(((y - y.mean()) ** 2).sum())


def r2_all() -> float:
    """Training R^2 with all ten features."""
    return _r2(*_diabetes())


def r2_without_cholesterol() -> float:
    """Training R^2 with total cholesterol dropped."""
    X, y = _diabetes()
    return _r2(np.delete(X, CHOLESTEROL, axis=1), y)


def bmi_slope() -> float:
    """Coefficient of BMI with all ten features."""
    return float(robust_errors.fit(*_diabetes())[0][1 + BMI])


def bmi_low() -> float:
    """Lower end of its 95% interval, 1.96 HC3 errors below."""
    beta, error = robust_errors.fit(*_diabetes(), kind="HC3")
    return float(beta[1 + BMI] - 1.96 * error[1 + BMI])


def bmi_high() -> float:
    """Upper end of the same interval."""
    beta, error = robust_errors.fit(*_diabetes(), kind="HC3")
    return float(beta[1 + BMI] + 1.96 * error[1 + BMI])


@cache
def _coverage() -> dict[str, float]:
    """Share of 95% intervals that hold the slope: 1,500 samples of 100 rows.

    x is uniform on (0, 1); the noise's sd is 0.2 + 8 (x - 0.5)^2, so it is largest
    at both ends, where the slope is decided. The t quantile of 98 df is 1.984.
    """
    rng = np.random.default_rng(0)
    hits = {"classical": 0, "HC3": 0}
    for _ in range(1500):
        x = rng.uniform(size=(100, 1))
        sd = 0.2 + 8 * (x[:, 0] - 0.5) ** 2
        y = 2 * x[:, 0] + sd * rng.normal(size=100)
        for kind in ("classical", "HC3"):
            beta, error = robust_errors.fit(x, y, kind=kind)
            hits[kind] += int(abs(beta[1] - 2) < 1.984 * error[1])
    return {kind: count / 1500 for kind, count in hits.items()}


def coverage_classical() -> float:
    """Coverage of the classical 95% interval under that noise."""
    return _coverage()["classical"]


def coverage_hc3() -> float:
    """Coverage of the HC3 interval on the same samples."""
    return _coverage()["HC3"]


def rank_of_normal_matrix() -> float:
    """Rank in float64 of X^T X, X = [[1, 1], [1e-8, 0], [0, 1e-8]] of rank 2."""
    X = np.array([[1, 1], [1e-8, 0], [0, 1e-8]])
    return float(np.linalg.matrix_rank(X.T @ X))


@cache
def _radius() -> tuple[float, Array]:
    """Logistic weight of mean radius for malignant, and the fitted probabilities."""
    X, benign = load_breast_cancer(return_X_y=True)
    x = X[:, [0]] - X[:, 0].mean()
    w, b = logistic_regression.fit(x, 1 - benign, tol=1e-8, max_steps=20_000)
    return float(w[0]), logistic_regression.predict_proba(x, w, b)


def radius_odds_ratio() -> float:
    """Odds ratio of malignant for one more unit of mean radius, the only feature."""
    return float(np.exp(_radius()[0]))


def radius_average_effect() -> float:
    """Mean over the rows of dP/dx = w p (1 - p), for one unit."""
    w, p = _radius()
    return float(w * np.mean(p * (1 - p)))


def _norm(C: float) -> float:
    """|w| of scikit-learn's fit on all 30 standardized breast cancer features."""
    X, y = load_breast_cancer(return_X_y=True)
    X = (X - X.mean(axis=0)) / X.std(axis=0)
    model = LogisticRegression(C=C, solver="newton-cholesky", tol=1e-8, max_iter=1000)
    return float(np.linalg.norm(model.fit(X, y).coef_))


def norm_at_default() -> float:
    """|w| at the default C = 1."""
    return _norm(1.0)


def norm_at_weak_penalty() -> float:
    """|w| at C = 10,000."""
    return _norm(1e4)


def _sigmoid(z: float) -> float:
    return float(logistic_regression.sigmoid(z))


def marginal_odds_ratio() -> float:
    """Odds ratio of x averaged over z = -2 or 2, independent of x, half each.

    The true model is logit P = x + z, so within each z the odds ratio is e.
    """
    p1 = (_sigmoid(1 - 2) + _sigmoid(1 + 2)) / 2
    p0 = (_sigmoid(-2) + _sigmoid(2)) / 2
    return p1 / (1 - p1) / (p0 / (1 - p0))


def log_loss_gradient() -> float:
    """Size of d/dz of log-loss at logit -5 for a positive: 1 - p."""
    return 1 - _sigmoid(-5)


def squared_loss_gradient() -> float:
    """Size of d/dz of (1 - p)^2 at logit -5 for a positive: 2 (1 - p)^2 p."""
    p = _sigmoid(-5)
    return 2 * (1 - p) ** 2 * p


def corrected_probability() -> float:
    """True probability when a model trained on 1% of the negatives says 0.5."""
    return _sigmoid(0.0 + np.log(0.01))


def retransformation_factor() -> float:
    """E[y] / exp(E[log y]) for log y normal with standard deviation 1."""
    return float(np.exp(0.5))
