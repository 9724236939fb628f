"""Draws the figures of the page on e-commerce recommendations."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.figure import Figure

from snippets.d01_ecommerce_recommendations import claims


def recall_by_depth() -> Figure:
    """Recall@k on held-out purchases of known items, four retrievers."""
    ks = [5, 10, 20, 35, 50, 75, 100, 150, 200]
    styles = [
        ("best possible", "best possible (truth known)", "C0", "--", None),
        ("corrected", "two towers, logQ", "C1", "-", "o"),
        ("popularity", "best sellers for everyone", "C2", ":", "s"),
        ("uncorrected", "two towers, uncorrected", "C3", "-.", "^"),
    ]
    fig, ax = plt.subplots(figsize=(7, 4), layout="constrained")
    for name, label, color, line, marker in styles:
        recall = [claims._recall(name, cold=False, k=k) for k in ks]
        ax.plot(ks, recall, color=color, linestyle=line, marker=marker, label=label)
    ax.set(xlabel="items retrieved (k)", ylabel="recall@k", ylim=(0, 1))
    ax.legend(loc="lower right")
    return fig


def exploration_breaks_the_loop() -> Figure:
    """True click rate per round over the best possible, by share of exploration."""
    fig, ax = plt.subplots(figsize=(7, 4), layout="constrained")
    styles = [
        (0.0, "no exploration", "C3", ":"),
        (0.02, "2% of impressions", "C1", "-"),
        (0.1, "10% of impressions", "C0", "--"),
    ]
    for explore, label, color, line in styles:
        true_rate, runs = claims._histories(explore)
        best = np.sort(true_rate)[-10:].mean()
        curve = np.mean([run.click_rate for run in runs], axis=0) / best
        ax.plot(np.arange(1, 61), curve, color=color, linestyle=line)
        ax.annotate(
            label,
            (60, curve[-1]),
            xytext=(4, 0),
            textcoords="offset points",
            va="center",
        )
    ax.set(
        xlabel="round of retraining",
        ylabel="true click rate / best possible",
        ylim=(0, 1),
        xlim=(1, 82),
        xticks=range(10, 61, 10),
    )
    return fig
