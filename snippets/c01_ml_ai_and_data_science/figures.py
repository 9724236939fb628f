"""Figures of the page Fundamentals of ML, AI, and Data Science."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.figure import Figure

from snippets.c01_ml_ai_and_data_science.claims import LEARNERS, _lift, _lunch
from snippets.c01_ml_ai_and_data_science.perceptron import fit, mistake_bound


def lift_depends_on_the_baseline() -> Figure:
    """Errors saved per 100 rows against the majority class and against a rule."""
    figure, axes = plt.subplots(
        1, 2, figsize=(7.2, 3), layout="constrained", sharey=True
    )
    models = ("rule", "random forest", "logistic regression")
    markers = {"rule": "^", "random forest": "s", "logistic regression": "o"}
    for axis, baseline, title in zip(
        axes,
        ("majority", "rule"),
        ("against the majority class", "against the one-feature rule"),
        strict=True,
    ):
        for at, name in enumerate(models):
            if name == baseline:
                axis.annotate("is the baseline", (0.3, at), va="center")
                continue
            got = _lift(name, baseline)
            axis.errorbar(
                100 * got.saved,
                at,
                xerr=100 * (got.high - got.saved),
                marker=markers[name],
                color=f"C{at}",
                capsize=4,
            )
            axis.annotate(
                f"{100 * got.saved:.1f}",
                (100 * got.saved, at),
                xytext=(0, 9),
                textcoords="offset points",
                ha="center",
            )
        axis.axvline(0, linestyle=":", color=plt.rcParams["text.color"])
        axis.set(
            xlabel="errors saved per 100 rows",
            title=title,
            ylim=(-0.5, 2.6),
        )
        axis.grid(axis="x", color=plt.rcParams["grid.color"], linewidth=0.5)
    axes[0].set(xlim=(-2, 42), yticks=range(3), yticklabels=models)
    axes[1].set(xlim=(-0.8, 12.5))
    return figure


def no_free_lunch() -> Figure:
    """Off-training accuracy of three learners in two worlds of truths on 3 bits."""
    figure, axis = plt.subplots(figsize=(7, 3.6), layout="constrained")
    for row, (linear, world) in enumerate(
        (
            (False, "all 256 truths"),
            (True, "the 104 linearly separable truths"),
        )
    ):
        score = [_lunch(name, linear) for name in LEARNERS]
        at = np.arange(len(score)) + (0.18 if row == 0 else -0.18)
        axis.barh(
            at,
            score,
            height=0.3,
            color=f"C{row}",
            alpha=0.85,
            hatch="" if row == 0 else "//",
            edgecolor=plt.rcParams["axes.facecolor"],
            label=world,
        )
        for x, y in zip(score, at, strict=True):
            axis.annotate(f"{x:.3f}", (x + 0.01, y), va="center")
    axis.axvline(0.5, ymax=0.86, linestyle=":", color=plt.rcParams["text.color"])
    axis.set(
        xlabel="mean accuracy on inputs outside the training set",
        xlim=(0, 1),
        ylim=(-0.5, 2.95),
        yticks=range(len(LEARNERS)),
        yticklabels=list(LEARNERS),
    )
    axis.legend(loc="upper right", ncols=2)
    return figure


def mistakes_against_the_bound() -> Figure:
    """Perceptron updates on 200 points in a square, for shrinking known margins."""
    margins = np.geomspace(0.02, 0.5, 9)
    counts, bounds = [], []
    for margin in margins:
        mistakes, bound = [], []
        for seed in range(4):
            rng = np.random.default_rng(seed)
            angle = rng.uniform(0, 2 * np.pi)
            normal = np.array([np.cos(angle), np.sin(angle)])
            X = rng.uniform(-1, 1, size=(2000, 2))
            X = X[np.abs(X @ normal) >= margin][:200]
            y = np.where(X @ normal > 0, 1, -1)
            mistakes.append(fit(X, y, max_epochs=2000).mistakes)
            bound.append(mistake_bound(X, y, normal, 0.0))
        counts.append(mistakes)
        bounds.append(bound)
    figure, axis = plt.subplots(figsize=(7, 3.8), layout="constrained")
    for run in np.array(counts).T:
        axis.plot(margins, run, "o", color="C0", alpha=0.8)
    axis.plot(margins, np.max(bounds, axis=1), "--", color="C1")
    axis.annotate("bound (R/γ)²", (0.08, 800), color=plt.rcParams["text.color"])
    axis.annotate("mistakes, four data sets each", (0.022, 1.35))
    axis.set(
        xscale="log",
        yscale="log",
        xlabel="margin left empty around the true line",
        ylabel="updates until no mistake",
        ylim=(0.8, 2e4),
    )
    ticks = [0.02, 0.05, 0.1, 0.2, 0.5]
    axis.set_xticks(ticks, labels=[f"{tick:g}" for tick in ticks])
    axis.set_xticks([], minor=True)
    axis.grid(color=plt.rcParams["grid.color"], linewidth=0.5)
    return figure
