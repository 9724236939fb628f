"""Figures of the page Cross-Validation and Resampling."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.figure import Figure

from snippets.c07_cross_validation.claims import (
    CANDIDATES,
    _best_of_many,
    _lasso_path,
)
from snippets.c07_cross_validation.group_k_fold import group_k_fold
from snippets.c07_cross_validation.k_fold import k_fold, stratified_k_fold
from snippets.c07_cross_validation.one_standard_error import one_standard_error
from snippets.c07_cross_validation.walk_forward import walk_forward


def rows_of_each_splitter() -> Figure:
    """Training and test rows of four splitters on the same 20 rows."""
    classes = np.array(list("00100000100001000010"))
    users = np.array(list("aaaabbbccccddeeeffff"))
    panels = (
        ("k-fold, shuffled", k_fold(20, 4, rng=np.random.default_rng(0)), None),
        (
            "stratified: one 1 in each test part",
            stratified_k_fold(classes, 4, rng=np.random.default_rng(1)),
            classes,
        ),
        ("group: a user is never split", group_k_fold(users, 4), users),
        (
            "walk-forward, gap of 2",
            walk_forward(np.arange(20), folds=4, span=3, gap=2),
            None,
        ),
    )
    figure, axes = plt.subplots(
        2, 2, figsize=(7.6, 5.0), layout="constrained", sharex=True, sharey=True
    )
    for axis, (title, splits, names) in zip(axes.flat, panels, strict=True):
        for fold, (train, test) in enumerate(splits):
            axis.plot(train, np.full(len(train), fold), ".", color="C0", markersize=5)
            axis.plot(test, np.full(len(test), fold), "s", color="C1", markersize=7)
        if names is not None:
            for row, name in enumerate(names):
                axis.text(row, 4.05, name, ha="center", va="center", fontsize=9)
        axis.set_title(title, fontsize=11)
        axis.set(yticks=range(4), yticklabels=range(1, 5), ylim=(4.5, -0.6))
        axis.set(xlim=(-0.8, 19.8), xticks=[0, 5, 10, 15, 19])
        axis.grid(visible=False)
    for axis in axes[:, 0]:
        axis.set_ylabel("split")
    for axis in axes[1]:
        axis.set_xlabel("row")
    handles = axes[0, 0].get_lines()[:2]
    figure.legend(handles, ["train", "test"], loc="outside lower center", ncols=2)
    return figure


def optimism_of_the_winner() -> Figure:
    """Accuracy reported for the best of M useless candidates, two ways."""
    figure, axis = plt.subplots(figsize=(7, 4), layout="constrained")
    for values, name, line, color, lift in zip(
        _best_of_many(),
        ("winner's own score", "nested"),
        ("o-", "s--"),
        ("C0", "C1"),
        (0.0, 0.022),
        strict=True,
    ):
        mean = values.mean(axis=0)
        error = values.std(axis=0, ddof=1) / np.sqrt(len(values))
        axis.errorbar(CANDIDATES, mean, error, fmt=line, color=color, capsize=3)
        axis.text(370, mean[-1] + lift, name, color=color, va="center")
    axis.axhline(0.5, linestyle=":", color=plt.rcParams["text.color"])
    axis.text(370, 0.488, "truth: 0.5", va="center")
    axis.set_xscale("log")
    axis.set(
        xlabel="number of candidates",
        ylabel="reported accuracy",
        xlim=(0.8, 3000),
        ylim=(0.45, 0.7),
        xticks=[1, 10, 100, 300],
    )
    axis.set_xticklabels(["1", "10", "100", "300"])
    axis.minorticks_off()
    return figure


def one_standard_error_rule() -> Figure:
    """Lasso on the diabetes data: lowest error, and simplest within one error of it."""
    alphas, losses, kept = _lasso_path()
    mean = losses.mean(axis=0)
    error = losses.std(axis=0, ddof=1) / np.sqrt(len(losses))
    best, simple = int(mean.argmin()), one_standard_error(losses, -alphas)
    figure, axis = plt.subplots(figsize=(7, 4.2), layout="constrained")
    axis.errorbar(alphas, mean, error, fmt="o-", color="C0", capsize=3)
    axis.axhline(mean[best] + error[best], linestyle=":", color="C2")
    axis.text(alphas[0] * 0.95, mean[best] + error[best] + 45, "best + 1 error")
    for index, name, mark in (
        (best, "lowest", "s"),
        (simple, "one standard error", "D"),
    ):
        axis.plot(alphas[index], mean[index], mark, color="C1", markersize=10)
        axis.annotate(
            f"{name}:\n{kept[index]} features",
            (alphas[index], 2790),
            ha="center",
            va="top",
        )
    axis.set_xscale("log")
    axis.set(
        xlabel="alpha (simpler to the right)",
        ylabel="mean squared error, 10 folds",
        ylim=(2600, 4250),
    )
    return figure
