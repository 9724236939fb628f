"""Figures of the page Model Evaluation and Metrics."""

from statistics import NormalDist

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.figure import Figure

from snippets.c06_evaluation_and_metrics.average_precision import (
    average_precision,
    precision_recall_curve,
)
from snippets.c06_evaluation_and_metrics.calibration_error import reliability_table
from snippets.c06_evaluation_and_metrics.claims import (
    _binormal_scores,
    _overconfident_forecasts,
)
from snippets.c06_evaluation_and_metrics.cost_threshold import (
    cost_threshold,
    mean_cost,
)
from snippets.c06_evaluation_and_metrics.roc_auc import roc_auc, roc_curve


def roc_and_pr_at_one_percent() -> Figure:
    """The same scores at 50 % and at 1 % positives: ROC stays, PR falls."""
    figure, (left, right) = plt.subplots(1, 2, figsize=(7.2, 4), layout="constrained")
    # prevalence, line, color, where the labels of curve and baseline stand
    for prevalence, line, color, at, base in (
        (0.5, "-", "C0", (0.2, 0.78), (0.55, 0.44)),
        (0.01, "--", "C1", (0.43, 0.31), (0.03, 0.025)),
    ):
        y, score = _binormal_scores(prevalence)
        fpr, tpr, _ = roc_curve(y, score)
        precision, recall, _ = precision_recall_curve(y, score)
        name = f"{prevalence:.0%} positive"
        left.plot(
            fpr, tpr, line, color=color, label=f"{name}: AUC {roc_auc(y, score):.2f}"
        )
        shown = recall > 0.01  # the first few rows are noise
        right.plot(recall[shown], precision[shown], line, color=color)
        right.annotate(f"{name}: AP {average_precision(y, score):.2f}", at)
        right.axhline(prevalence, linestyle=":", color=color)
        right.annotate(f"random: {prevalence:g}", base)
    left.plot([0, 1], [0, 1], ":", color=plt.rcParams["text.color"])
    left.annotate("random", (0.55, 0.47), rotation=45)
    left.set(xlabel="false positive rate", ylabel="recall (TPR)", title="ROC")
    right.set(xlabel="recall (TPR)", ylabel="precision", title="Precision-recall")
    for axis in (left, right):
        axis.set(xlim=(0, 1), ylim=(0, 1.02))
        axis.grid(color=plt.rcParams["grid.color"], linewidth=0.5)
    left.legend(loc="lower right")
    return figure


def reliability_diagram() -> Figure:
    """Observed rate against forecast, before and after Platt scaling, with counts."""
    y, p, calibrated = _overconfident_forecasts()
    figure, (top, bottom) = plt.subplots(
        2,
        1,
        figsize=(6.2, 5.4),
        layout="constrained",
        sharex=True,
        height_ratios=[4, 1],
    )
    top.plot([0, 1], [0, 1], ":", color=plt.rcParams["text.color"])
    top.annotate("calibrated", (0.68, 0.71), rotation=38)
    for name, prob, marker, line, color in (
        ("raw scores", p, "o", "-", "C0"),
        ("after Platt scaling", calibrated, "s", "--", "C1"),
    ):
        forecast, observed, count = reliability_table(y, prob, n_bins=10)
        error = 1.96 * np.sqrt(observed * (1 - observed) / count)
        top.errorbar(
            forecast,
            observed,
            yerr=error,
            marker=marker,
            linestyle=line,
            color=color,
            capsize=3,
            label=name,
        )
        bottom.hist(
            prob,
            bins=np.linspace(0, 1, 11).tolist(),
            histtype="step",
            linestyle=line,
            color=color,
            linewidth=1.5,
        )
    top.set(ylabel="observed rate of positives", xlim=(0, 1), ylim=(0, 1))
    top.legend(loc="upper left")
    bottom.set(xlabel="forecast probability", ylabel="rows")
    for axis in (top, bottom):
        axis.grid(color=plt.rcParams["grid.color"], linewidth=0.5)
    return figure


def cost_by_threshold() -> Figure:
    """Cost of a transaction at each threshold, raw against calibrated probabilities."""
    y, p, calibrated = _overconfident_forecasts()
    figure, axis = plt.subplots(figsize=(7, 4), layout="constrained")
    grid = np.linspace(0.005, 0.995, 199)
    bayes = cost_threshold(fp=1, fn=4)
    for name, prob, line, marker, color in (
        ("raw scores", p, "-", "o", "C0"),
        ("after Platt scaling", calibrated, "--", "s", "C1"),
    ):
        cost = np.array([mean_cost(y, prob >= t, fp=1, fn=4) for t in grid])
        axis.plot(grid, cost, line, color=color, label=name)
        best = int(cost.argmin())
        axis.plot(grid[best], cost[best], marker, color=color, markersize=8)
    axis.axvline(bayes, linestyle=":", color=plt.rcParams["text.color"])
    axis.annotate("1 / (1 + 4) = 0.2", (bayes + 0.01, 0.98))
    axis.axvline(0.5, linestyle=":", color=plt.rcParams["text.color"])
    axis.annotate("default 0.5", (0.51, 0.98))
    axis.set(xlabel="threshold", ylabel="mean cost of a row", xlim=(0, 1))
    axis.grid(color=plt.rcParams["grid.color"], linewidth=0.5)
    axis.legend(loc="lower right")
    return figure


def what_each_loss_estimates() -> Figure:
    """Mean loss of one constant forecast on skewed data; each loss has its own foot."""
    ranks = (np.arange(4000) + 0.5) / 4000
    y = np.exp([1.0 + 0.8 * NormalDist().inv_cdf(rank) for rank in ranks])
    grid = np.linspace(0.2, 12, 119)
    gap = y[None, :] - grid[:, None]
    curves = (
        ("MAE: median", np.abs(gap), np.median(y), "-", "o"),
        ("MSE: mean", gap**2, np.mean(y), "--", "s"),
        (
            "pinball 0.9: 90th percentile",
            np.maximum(0.9 * gap, -0.1 * gap),
            np.quantile(y, 0.9),
            "-.",
            "^",
        ),
    )
    figure, axis = plt.subplots(figsize=(7, 4), layout="constrained")
    for index, (name, losses, foot, line, marker) in enumerate(curves):
        loss = losses.mean(axis=1)
        axis.plot(grid, loss / loss.min(), line, color=f"C{index}", label=name)
        axis.plot(foot, 1.0, marker, color=f"C{index}", markersize=8)
        axis.annotate(f"{foot:.1f}", (foot, 0.93), ha="center", va="top")
    axis.set(
        xlabel="constant forecast",
        ylabel="mean loss / its smallest value",
        ylim=(0.75, 3),
        xlim=(0, 12),
    )
    axis.grid(color=plt.rcParams["grid.color"], linewidth=0.5)
    axis.legend(loc="upper right")
    return figure
