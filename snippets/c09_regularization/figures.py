"""Figures of the page Regularization: L1, L2, Elastic Net."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.figure import Figure
from sklearn.datasets import load_diabetes

from snippets.c09_regularization.claims import _chosen, _shrinkage
from snippets.c09_regularization.lasso import soft_threshold


def kink_and_shrinkage() -> Figure:
    """One weight: the penalized objective, and its minimum against least squares."""
    figure, (left, right) = plt.subplots(1, 2, figsize=(7.2, 3.8), layout="constrained")
    rule = plt.rcParams["grid.color"]
    w = np.linspace(-0.7, 1.6, 231)
    for name, penalty, foot, line, marker, color in (
        ("no penalty", 0 * w, 0.8, ":", "^", "C2"),
        ("L2: w²/2", w**2 / 2, 0.4, "--", "s", "C1"),
        ("L1: |w|", np.abs(w), 0.0, "-", "o", "C0"),
    ):
        value = (w - 0.8) ** 2 / 2 + penalty
        left.plot(w, value, line, color=color, label=name)
        left.plot(foot, np.interp(foot, w, value), marker, color=color, markersize=8)
    left.set(
        xlabel="weight w",
        ylabel="(w − 0.8)²/2 + penalty",
        title="objective, λ = 1",
        ylim=(-0.08, 2.4),
    )
    left.legend(loc="upper center")
    z = np.linspace(-3, 3, 301)
    right.plot(z, z, ":", color="C2", label="least squares: z")
    right.plot(z, z / 2, "--", color="C1", label="ridge: z / (1 + λ)")
    right.plot(
        z, soft_threshold(z, 1.0), "-", color="C0", label="lasso: soft threshold"
    )
    right.annotate(
        "exactly 0 for\n|z| ≤ λ",
        (0.6, 0.0),
        xytext=(1.75, -2.0),
        ha="center",
        va="center",
        arrowprops={"arrowstyle": "->", "color": plt.rcParams["text.color"]},
    )
    right.set(
        xlabel="least squares weight z",
        ylabel="penalized weight",
        title="where the minimum lies",
        xlim=(-3, 3),
        ylim=(-3.2, 4.6),
    )
    right.legend(loc="upper left")
    for axis in (left, right):
        axis.grid(color=rule, linewidth=0.5)
    return figure


def lasso_path_diabetes() -> Figure:
    """Ten standardized weights over the penalty, with the two cross-validated picks."""
    grid, path, _, best, sparse = _chosen()
    names = load_diabetes().feature_names
    figure, axis = plt.subplots(figsize=(7.2, 4.4), layout="constrained")
    text, rule = plt.rcParams["text.color"], plt.rcParams["grid.color"]
    lines = ["-", "--", "-.", ":"]
    for j in range(path.shape[1]):
        axis.plot(grid, path[:, j], lines[j // 3], color=f"C{j % 6}", linewidth=1.6)
    order = np.argsort(path[-1])
    place = path[-1][order].astype(float)
    for _ in range(400):  # push the labels apart, top and bottom alike
        gap = 3.4 - np.diff(place)
        push = np.where(gap > 0, gap / 2, 0.0)
        place[1:] += push
        place[:-1] -= push
    for y, j in zip(place, order, strict=True):
        axis.annotate(
            names[j],
            (grid[-1], path[-1, j]),
            xytext=(grid[-1] * 0.80, y),
            va="center",
            ha="left",
            arrowprops={"arrowstyle": "-", "color": rule, "linewidth": 0.8},
        )
    for at, note in ((best, "least error"), (sparse, "one standard error")):
        axis.plot([grid[at]] * 2, [-36, 39.5], color=text, lw=1, linestyle=(0, (2, 3)))
        count = np.count_nonzero(path[at])
        axis.annotate(
            f"{note}\n{count} features",
            (grid[at], 41),
            ha="center",
            va="bottom",
        )
    axis.axhline(0, color=text, linewidth=0.8)
    axis.set_xscale("log")
    axis.set(
        xlabel="penalty λ (strong on the left)",
        ylabel="weight per standard deviation",
        xlim=(grid[0] * 1.15, grid[-1] * 0.55),
        ylim=(-36, 50),
    )
    axis.grid(color=rule, linewidth=0.5)
    return figure


def adam_shrinkage() -> Figure:
    """Mean weight under pure gradient noise: Adam + L2 against AdamW."""
    figure, axis = plt.subplots(figsize=(7, 4), layout="constrained")
    every = np.arange(0, 2001, 20)
    coupled, decoupled = _shrinkage("l2"), _shrinkage("weight_decay")
    for name, path, line, marker, color, width, first in (
        ("Adam + L2, noise 10", coupled[:, 1], "--", "s", "C1", 1.6, 5),
        ("AdamW, noise 10", decoupled[:, 1], "-", "D", "C0", 4.0, 5),
        ("AdamW, noise 0.1", decoupled[:, 0], ":", "^", "C2", 2.0, 15),
        ("Adam + L2, noise 0.1", coupled[:, 0], "--", "o", "C3", 1.6, 5),
    ):
        axis.plot(
            every,
            path[every],
            line,
            marker=marker,
            markevery=(first, 20),
            markersize=8,
            color=color,
            linewidth=width,
            label=name,
        )
    axis.set(xlabel="step", ylabel="mean weight", xlim=(0, 2000), ylim=(0, 1.06))
    axis.grid(color=plt.rcParams["grid.color"], linewidth=0.5)
    axis.legend(loc="lower left")
    return figure
