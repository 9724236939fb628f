"""Figures of the page on linear and logistic regression."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from snippets.c08_linear_and_logistic_regression import linear_regression
from snippets.c08_linear_and_logistic_regression.logistic_regression import sigmoid

Array = NDArray[np.float64]


def residual_patterns() -> Figure:
    """Residuals against fitted values and normal QQ plots: one healthy, three sick."""
    rng = np.random.default_rng(4)
    n = 200
    x = rng.uniform(0, 1, n)
    noise = rng.normal(size=n)
    cases = {
        "healthy": 2 * x + 0.3 * noise,
        "missing curve": 2 * x + 5 * (x - 0.5) ** 2 + 0.25 * noise,
        "funnel": 2 * x + (0.05 + 0.6 * x) * noise,
        "heavy tails": 2 * x + 0.2 * rng.standard_t(2, size=n),
    }
    fig, axes = plt.subplots(2, 4, figsize=(7, 4.2), layout="constrained")
    for column, (name, y) in enumerate(cases.items()):
        w, b = linear_regression.fit_qr(x[:, None], y)
        fitted = linear_regression.predict(x[:, None], w, b)
        residual = (y - fitted) / (y - fitted).std()
        top, low = axes[0, column], axes[1, column]
        top.plot(fitted, residual, "o", ms=2.5, alpha=0.7, color="C0")
        off = residual > 5.5
        top.plot(fitted[off], np.full(off.sum(), 5.1), "^", ms=5, color="C0")
        top.axhline(0, lw=0.8, color=plt.rcParams["text.color"])
        order = np.argsort(fitted)
        bins = np.array_split(order, 10)
        centers = [fitted[i].mean() for i in bins]
        means = [residual[i].mean() for i in bins]
        top.plot(centers, means, "-", lw=2, color="C1")
        top.set(title=name, xticks=[], xlabel="fitted", ylim=(-5.5, 5.5))
        _qq(low, residual)
    axes[0, 0].set_ylabel("residual / sd")
    axes[1, 0].set_ylabel("sorted residual")
    return fig


def loss_for_a_positive() -> Figure:
    """Sigmoid, and three losses of a positive row against its logit."""
    z = np.linspace(-6, 6, 400)
    p = sigmoid(z)
    fig, (left, right) = plt.subplots(1, 2, figsize=(7, 3.4), layout="constrained")
    left.plot(z, p, color="C0")
    left.axhline(0.5, lw=0.8, ls=":", color=plt.rcParams["text.color"])
    left.plot([-1, 1], [0.25, 0.75], ls="--", color="C1")
    left.annotate("slope 1/4 at 0", (0.4, 0.6), (1.2, 0.45))
    left.set(xlabel="logit z = wx + b", ylabel="P(y = 1)", title="sigmoid")
    right.plot(z, np.logaddexp(0, -z), color="C0")
    right.plot(z, (1 - p) ** 2, color="C1", ls="--")
    right.plot(z, (1 - z) ** 2, color="C2", ls=":")
    right.annotate("log-loss", (-5.9, 2.3))
    right.annotate("(1 − p)²", (-5.9, 0.45))
    right.annotate("(1 − z)²", (3.6, 4.4))
    right.set(xlabel="logit z, for a row with y = 1", ylabel="loss", title="losses")
    right.set_ylim(0, 6)
    return fig


def separability() -> Figure:
    """Norm of the weight during descent: overlap, separable, separable with L2."""
    rng = np.random.default_rng(1)
    x = rng.normal(size=40)
    overlap = (x + 0.8 * rng.normal(size=40) > 0).astype(float)
    clean = (x > 0).astype(float)
    runs = [
        ("separable, no penalty", clean, 0.0, "-", "C1"),
        ("separable, l2 = 0.01", clean, 0.01, "--", "C2"),
        ("overlapping, no penalty", overlap, 0.0, ":", "C0"),
    ]
    fig, ax = plt.subplots(figsize=(7, 3.6), layout="constrained")
    for (label, y, l2, style, color), lift in zip(runs, (5, 5, -14), strict=True):
        path = _weights(x, y, l2, steps=20_000)
        steps = np.arange(1, len(path) + 1)
        ax.plot(steps, path, style, lw=2, color=color)
        ax.annotate(label, (20_000, path[-1]), (-4, lift), textcoords="offset points",
                    ha="right", color=color)  # fmt: skip
    ax.set_xscale("log")
    ax.set(xlabel="gradient step (log scale)", ylabel="|w|", xlim=(1, 24_000))
    ax.margins(y=0.12)
    return fig


def solver_accuracy() -> Figure:
    """Error of the weights against the condition number, three solvers."""
    rng = np.random.default_rng(0)
    n, d = 100, 6
    U = np.linalg.qr(rng.normal(size=(n, d)))[0]
    V = np.linalg.qr(rng.normal(size=(d, d)))[0]
    truth = np.ones(d)
    conditions = np.logspace(0, 12, 25)
    errors: dict[str, list[float]] = {"normal equations": [], "QR": [], "SVD": []}
    for condition in conditions:
        X = U * np.logspace(0, -np.log10(condition), d) @ V.T
        y = X @ truth
        Q, R = np.linalg.qr(X)
        found = {
            "normal equations": np.linalg.lstsq(X.T @ X, X.T @ y, rcond=0)[0],
            "QR": np.linalg.solve(R, Q.T @ y),
            "SVD": np.linalg.lstsq(X, y, rcond=0)[0],
        }
        for name, w in found.items():
            errors[name].append(float(np.linalg.norm(w - truth)) + 1e-17)
    fig, ax = plt.subplots(figsize=(7, 3.6), layout="constrained")
    for (name, error), style in zip(errors.items(), ("o-", "s--", "^:"), strict=True):
        ax.loglog(conditions, error, style, ms=4, label=name)
    ax.axhline(1, lw=0.8, color=plt.rcParams["text.color"])
    ax.annotate("no correct digit", (1.5, 1.5))
    ax.set(xlabel="condition number of X", ylabel="error of the weights")
    ax.legend(loc="lower right")
    return fig


def collinear_weights() -> Figure:
    """Weights and predictions of 200 refits, two correlated features."""
    fig, (left, right) = plt.subplots(1, 2, figsize=(7, 3.4), layout="constrained")
    for correlation, marker, color in ((0.99, "o", "C1"), (0.0, "x", "C0")):
        rng = np.random.default_rng(2)
        weights, predictions = [], []
        for _ in range(200):
            X = rng.normal(size=(60, 2))
            X[:, 1] = correlation * X[:, 0] + np.sqrt(1 - correlation**2) * X[:, 1]
            y = X @ [1.0, 1.0] + rng.normal(size=60)
            w, b = linear_regression.fit_qr(X, y)
            weights.append(w)
            predictions.append(w.sum() + b)  # at the point (1, 1)
        W = np.array(weights)
        label = f"correlation {correlation:g}"
        left.plot(W[:, 0], W[:, 1], marker, ms=4, alpha=0.7, color=color, label=label)
        style = "-" if marker == "o" else "--"
        right.hist(predictions, bins=np.linspace(1, 3, 25), histtype="step", lw=2,
                   ls=style, color=color, label=label)  # fmt: skip
    left.set(xlabel="weight 1", ylabel="weight 2", title="weights (truth: 1, 1)")
    left.legend(loc="upper right", fontsize="small")
    right.set(xlabel="prediction at (1, 1)", ylabel="refits", title="predictions")
    return fig


def _qq(ax: Axes, residual: Array) -> None:
    """Sorted residuals against normal quantiles."""
    n = len(residual)
    draws = np.random.default_rng(0).normal(size=(2000, n))
    expected = np.sort(draws, axis=1).mean(axis=0)
    ax.plot(expected, np.sort(residual), "o", ms=2.5, color="C0")
    off = np.sort(residual) > 5.5
    ax.plot(expected[off], np.full(off.sum(), 5.1), "^", ms=5, color="C0")
    ends = [expected[0], expected[-1]]
    ax.plot(ends, ends, lw=1, color="C1")
    ax.set(xlabel="normal", ylim=(-5.5, 5.5))


def _weights(x: Array, y: Array, l2: float, steps: int) -> Array:
    """|w| after each step of gradient descent on one feature and a bias."""
    w = b = 0.0
    curvature = (float(x @ x) / len(x) + 1) / 4 + l2
    path = np.empty(steps)
    for t in range(steps):
        error = 0.5 * (1 + np.tanh(0.5 * (w * x + b))) - y
        w -= (float(x @ error) / len(x) + l2 * w) / curvature
        b -= float(error.mean()) / curvature
        path[t] = abs(w)
    return path
