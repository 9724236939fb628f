"""Figures of the page Supervised vs Unsupervised vs Reinforcement Learning."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.figure import Figure

from snippets.c02_learning_paradigms.claims import (
    ARMS,
    DOLLARS,
    PER_CLASS,
    SHARE,
    STEPS,
    TARGET,
    _digits,
    _estimates,
    _play,
)


def regret_of_three_bandits() -> Figure:
    """Clicks lost so far, by algorithm, with random choice for scale."""
    figure, axis = plt.subplots(figsize=(7, 4), layout="constrained")
    views = np.arange(1, STEPS + 1)
    uniform = (max(ARMS) - np.mean(ARMS)) * views
    lines = (
        ("random choice", uniform, ":", "C3"),
        ("UCB1", _play("ucb1").mean(axis=0), "-.", "C1"),
        ("ε-greedy, ε = 0.1", _play("epsilon").mean(axis=0), "--", "C0"),
        ("Thompson", _play("thompson").mean(axis=0), "-", "C2"),
    )
    for name, lost, style, color in lines:
        axis.plot(views, lost, style, color=color, linewidth=1.8)
        axis.annotate(name, (STEPS * 1.015, lost[-1]), va="center", color=color)
    axis.set(
        xlabel="views",
        ylabel="expected clicks lost so far",
        xlim=(0, STEPS * 1.28),
        ylim=(0, 95),
        xticks=[0, 1000, 2000, 3000],
    )
    axis.grid(color=plt.rcParams["grid.color"], linewidth=0.5)
    return figure


def spread_of_estimates() -> Figure:
    """400 estimates of one policy's value by each method, and the true value."""
    names = ("model, crude", "IPS", "SNIPS", "DR, crude", "DR, good")
    values = _estimates()
    truth = float((SHARE[:, None] * TARGET * DOLLARS).sum())
    figure, axis = plt.subplots(figsize=(7, 4), layout="constrained")
    rng = np.random.default_rng(0)
    for row, (name, marker) in enumerate(zip(names, "xo^sD", strict=True)):
        got = values[name]
        height = row + rng.uniform(-0.28, 0.28, size=got.size)
        axis.plot(
            got, height, marker, color=f"C{row}", markersize=3, alpha=0.45, zorder=2
        )
        axis.plot(
            [got.mean()] * 2,
            [row - 0.4, row + 0.4],
            color=plt.rcParams["text.color"],
            linewidth=2.2,
            zorder=3,
        )
    axis.axvline(truth, linestyle="--", color=plt.rcParams["text.color"], zorder=1)
    axis.annotate(f"true value {truth:.1f}", (truth + 0.25, -0.62), va="center")
    axis.set(
        xlabel="estimated dollars a visit",
        yticks=range(len(names)),
        yticklabels=names,
        ylim=(len(names) - 0.5, -1.0),
    )
    axis.margins(x=0.04)
    axis.grid(axis="x", color=plt.rcParams["grid.color"], linewidth=0.5)
    return figure


def self_training_before_and_after() -> Figure:
    """Test accuracy from the labels alone and after self-training, a line a seed."""
    figure, axes = plt.subplots(
        1, len(PER_CLASS), figsize=(7.2, 4), layout="constrained", sharey=True
    )
    for axis, per_class in zip(axes, PER_CLASS, strict=True):
        result = _digits(per_class)
        for before, after, _ in result:
            better = after >= before
            axis.plot(
                [0, 1],
                [before, after],
                "-o" if better else "--s",
                color="C0" if better else "C1",
                markersize=4,
            )
        axis.set(
            title=f"{per_class} label{'s' if per_class > 1 else ''} a digit",
            xticks=[0, 1],
            xticklabels=["before", "after"],
            xlim=(-0.3, 1.3),
            ylim=(0.15, 1.0),
        )
        axis.title.set_fontsize(11)
        axis.grid(axis="y", color=plt.rcParams["grid.color"], linewidth=0.5)
    axes[0].set_ylabel("test accuracy")
    return figure
