"""Figures of the page Feature Selection."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.figure import Figure

from snippets.c04_feature_selection.claims import (
    _importances,
    _noise_accuracies,
    _twin_selections,
)


def selection_on_noise() -> Figure:
    """Accuracy on 80 noise data sets, selection outside against inside the folds."""
    scores = _noise_accuracies()
    figure, axis = plt.subplots(figsize=(7, 3.2), layout="constrained")
    bins = (np.arange(18, 62) - 0.5) / 60  # one bar for each possible count of hits
    for way, name, hatch in (
        (0, "chosen on all rows", ""),
        (1, "chosen inside each fold", "//"),
    ):
        axis.hist(
            scores[:, way],
            bins=bins.tolist(),
            color=f"C{way}",
            alpha=0.75,
            hatch=hatch,
            edgecolor=plt.rcParams["text.color"],
            linewidth=0.5,
        )
        axis.annotate(
            f"{name}:\nmean {scores[:, way].mean():.2f}",
            (scores[:, way].mean(), 25.5),
            ha="center",
            va="top",
        )
    axis.axvline(0.5, ymax=0.68, linestyle=":", color=plt.rcParams["text.color"])
    axis.set(
        xlabel="cross-validated accuracy (chance is 0.5)",
        ylabel="data sets",
        xlim=(0.28, 1.02),
        ylim=(0, 26),
    )
    axis.grid(color=plt.rcParams["grid.color"], linewidth=0.5)
    return figure


def importance_with_a_twin() -> Figure:
    """Three importances of one forest, without and with a near copy of a column."""
    names = ["signal", "second", "noise", "twin"]
    alone, beside = _importances(False), _importances(True)
    figure, axes = plt.subplots(
        1, 3, figsize=(7.4, 3.6), layout="constrained", sharey=True
    )
    panels = (
        ("permutation", alone.permutation, beside.permutation, "loss of test R²"),
        ("impurity", alone.impurity, beside.impurity, "share"),
        ("SHAP", alone.shap, beside.shap, "mean |value|"),
    )
    place = np.arange(4)
    for axis, (title, before, after, unit) in zip(axes, panels, strict=True):
        axis.barh(
            place[:3] - 0.2,
            before,
            height=0.38,
            color="C0",
            label="without the twin",
        )
        axis.barh(
            place + 0.2,
            after,
            height=0.38,
            color="C1",
            hatch="//",
            label="with the twin",
        )
        axis.axvline(0, color=plt.rcParams["text.color"], linewidth=0.8)
        axis.set(title=title, xlabel=unit, yticks=place, yticklabels=names)
        axis.grid(axis="x", color=plt.rcParams["grid.color"], linewidth=0.5)
        axis.grid(visible=False, axis="y")
    axes[0].invert_yaxis()
    handles, labels = axes[0].get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside upper center", ncols=2)
    return figure


def selection_frequencies() -> Figure:
    """How often the lasso keeps each of 200 columns on 100 half samples."""
    frequency = _twin_selections().mean(axis=0)
    order = np.argsort(-frequency, kind="stable")[:40]
    rank = np.empty(200, dtype=int)
    rank[order] = np.arange(1, 41)
    groups = (
        ("in the formula", [2, 3, 4], "o", "C0"),
        ("twins: one in the formula", [0, 1], "D", "C2"),
        ("noise", [int(j) for j in order if j > 4], "x", "C1"),
    )
    figure, axis = plt.subplots(figsize=(7, 3.6), layout="constrained")
    for name, columns, marker, color in groups:
        axis.plot(
            rank[columns],
            frequency[columns],
            marker,
            color=color,
            markersize=8,
            label=name,
        )
    axis.axhline(0.9, linestyle="--", color=plt.rcParams["text.color"], linewidth=1.2)
    axis.annotate("threshold 0.9", (40.5, 0.91), ha="right", va="bottom")
    axis.set(
        xlabel="column, by frequency (first 40 of 200)",
        ylabel="share of halves",
        xlim=(0, 41),
        ylim=(0, 1.05),
    )
    axis.grid(color=plt.rcParams["grid.color"], linewidth=0.5)
    axis.legend(loc="upper right", bbox_to_anchor=(1.0, 0.84))
    return figure
