"""Figures of the page Bias-Variance Tradeoff, Overfitting, Underfitting."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.figure import Figure

from snippets.c05_bias_variance.claims import (
    SIGMA,
    SIZES,
    _digit_curves,
    _nearest_curves,
    _polynomial,
    _random_feature_error,
    _sine,
    _sine_sample,
)


def decomposition_over_capacity() -> Figure:
    """Bias, variance, noise, their sum and the training error by degree."""
    degrees = np.arange(13)
    parts = [_sine(int(d)) for d in degrees]
    train = []
    for d in degrees:
        rng = np.random.default_rng(6)
        sets = [_sine_sample(rng) for _ in range(100)]
        gaps = [np.mean((y - _polynomial(int(d))(x, y)(x)) ** 2) for x, y in sets]
        train.append(np.mean(gaps))
    figure, axis = plt.subplots(figsize=(7, 4.2), layout="constrained")
    curves = (
        ("expected test error", [p.error for p in parts], "-", "o", "C0"),
        ("squared bias", [p.bias2 for p in parts], "--", "s", "C1"),
        ("variance", [p.variance for p in parts], "-.", "^", "C2"),
        ("training error", train, ":", "D", "C3"),
    )
    for name, values, line, marker, color in curves:
        axis.plot(
            degrees, values, line, marker=marker, markersize=5, color=color, label=name
        )
    axis.axhline(SIGMA**2, color=plt.rcParams["text.color"], linewidth=1)
    axis.annotate("noise 0.25", (12.2, SIGMA**2 + 0.012), ha="right")
    axis.set(
        xlabel="degree of the polynomial", ylabel="squared error", ylim=(-0.02, 0.86)
    )
    axis.set_xticks(degrees)
    axis.legend(loc="upper right", ncols=2)
    return figure


def learning_curves_read_aloud() -> Figure:
    """Three learners on the digits: underfit, overfit, and neither."""
    panels = (
        ("Tree of depth 3", _digit_curves(3)),
        ("Unpruned tree", _digit_curves(None)),
        ("1-nearest neighbor", _nearest_curves()),
    )
    figure, axes = plt.subplots(
        1, 3, figsize=(7.4, 3.8), sharey=True, layout="constrained"
    )
    for axis, (title, curves) in zip(axes, panels, strict=True):
        for name, values, line, marker, color in (
            ("training", curves[0], "--", "s", "C1"),
            ("validation", curves[1], "-", "o", "C0"),
        ):
            axis.errorbar(
                SIZES,
                values.mean(axis=1),
                yerr=values.std(axis=1, ddof=1),
                fmt=line,
                marker=marker,
                markersize=5,
                color=color,
                capsize=2,
                label=name,
            )
        axis.set(title=title, xscale="log", xlabel="training rows", ylim=(-0.02, 0.8))
        axis.set_xticks([50, 200, 800], ["50", "200", "800"])
        axis.minorticks_off()
    axes[0].set_ylabel("share of wrong labels")
    axes[2].legend(loc="upper right")
    return figure


def double_descent() -> Figure:
    """Test error of random features by their number, with and without a penalty."""
    counts = [10, 20, 40, 80, 120, 160, 180, 200, 220, 250, 300, 400, 800, 2000]
    figure, axis = plt.subplots(figsize=(7, 4), layout="constrained")
    for name, ridge, line, marker, color in (
        ("no penalty", False, "-", "o", "C0"),
        ("ridge, λ by cross-validation", True, "--", "s", "C1"),
    ):
        errors = [_random_feature_error(p, ridge) for p in counts]
        axis.plot(
            counts, errors, line, marker=marker, markersize=5, color=color, label=name
        )
    axis.vlines(200, 0, 0.78, linestyle=":", color=plt.rcParams["text.color"])
    axis.annotate("200 features = 200 rows", (200, 0.81), ha="center")
    axis.set(
        xscale="log",
        xlabel="number of random features",
        ylabel="share of wrong test labels",
        ylim=(0, 1.02),
    )
    axis.set_xticks([10, 50, 200, 500, 2000], ["10", "50", "200", "500", "2,000"])
    axis.minorticks_off()
    axis.legend(loc="upper left")
    return figure
