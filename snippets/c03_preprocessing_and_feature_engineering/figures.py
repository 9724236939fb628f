"""Figures of the page Data Preprocessing and Feature Engineering."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.figure import Figure

from snippets.c03_preprocessing_and_feature_engineering.claims import (
    Fill,
    Mechanism,
    _after_fill,
    _random_label_auc,
    _test_auc,
)
from snippets.c03_preprocessing_and_feature_engineering.scalers import (
    fit_min_max,
    fit_robust,
    fit_standard,
)


def target_encoding_leak() -> Figure:
    """Left: AUC of an encoded coin flip. Right: test AUC of a model that uses it."""
    figure, (left, right) = plt.subplots(1, 2, figsize=(7.2, 4), layout="constrained")
    sizes = [2, 4, 8, 16, 32, 64, 125]
    for index, (kind, name, line, marker) in enumerate(
        (
            ("naive", "naive, training rows", "-", "o"),
            ("out of fold", "out of fold, training rows", "--", "s"),
            ("new rows", "naive, new rows", ":", "D"),
        )
    ):
        style = {"color": f"C{index}", "marker": marker, "linestyle": line}
        auc = [_random_label_auc(size, kind) for size in sizes]
        left.plot(sizes, auc, label=name, **style)
        if kind != "new rows":
            auc = [_test_auc(kind, size) for size in sizes]
            right.plot(sizes, auc, label=name.split(",")[0], **style)
    left.set(ylim=(0.4, 1.02), ylabel="AUC", title="useless feature alone")
    right.set(ylim=(0.55, 0.8), ylabel="test AUC", title="with one real feature")
    left.legend(loc="upper right")
    right.legend(loc="lower right")
    for axis in (left, right):
        axis.set_xscale("log", base=2)
        axis.set_xticks(sizes, [str(size) for size in sizes])
        axis.minorticks_off()
        axis.set_xlabel("training rows per category")
    return figure


def fills_under_three_mechanisms() -> Figure:
    """Mean and correlation after three fills, under MCAR, MAR and MNAR."""
    figure, (left, right) = plt.subplots(
        1, 2, figsize=(7.2, 4), layout="constrained", sharey=True
    )
    mechanisms: tuple[Mechanism, ...] = ("MCAR", "MAR", "MNAR")
    fills: tuple[tuple[Fill, str], ...] = (
        ("mean", "o"),
        ("regression", "s"),
        ("regression + noise", "^"),
    )
    for index, (fill, marker) in enumerate(fills):
        got = np.array([_after_fill(mechanism, fill) for mechanism in mechanisms])
        height = np.arange(3) + 0.22 * (index - 1)
        for axis, column in ((left, 0), (right, 1)):
            axis.plot(
                got[:, column],
                height,
                marker,
                color=f"C{index}",
                markersize=8,
                label=fill if axis is left else None,
            )
    for axis, truth in ((left, 0.0), (right, 0.7)):
        axis.axvline(truth, linestyle=":", color=plt.rcParams["text.color"], zorder=0)
    left.set(xlim=(-0.6, 0.1), xlabel="mean (true: 0)")
    right.set(xlim=(0.2, 0.9), xlabel="correlation with x (true: 0.7)")
    left.set_yticks(range(3), mechanisms)
    left.set_ylim(2.5, -0.5)
    figure.legend(loc="outside upper center", ncols=3)
    return figure


def heavy_tail_under_scalers() -> Figure:
    """300 lognormal values under three scalers and a log, the middle 90 % shaded."""
    rng = np.random.default_rng(7)
    x = rng.lognormal(0.0, 1.4, size=(300, 1))
    height = rng.uniform(-0.8, 0.8, size=300)
    figure, axes = plt.subplots(4, 1, figsize=(7, 5.6), layout="constrained")
    for index, (axis, name, z) in enumerate(
        zip(
            axes,
            ("min–max", "standard", "robust (median, IQR)", "log, then standard"),
            (
                fit_min_max(x).transform(x),
                fit_standard(x).transform(x),
                fit_robust(x).transform(x),
                fit_standard(np.log(x)).transform(np.log(x)),
            ),
            strict=True,
        )
    ):
        low, high = np.quantile(z, [0.05, 0.95])
        axis.axvspan(low, high, color=f"C{index}", alpha=0.2, linewidth=0)
        axis.plot(z[:, 0], height, "o", color=f"C{index}", markersize=3)
        limits = f"{low:.2f} to {high:.2f}".replace("-", "−")
        axis.set_title(f"{name}: middle 90% from {limits}")
        axis.set(ylim=(-1.1, 1.1), yticks=[])
        axis.margins(x=0.03)
        axis.spines["left"].set_visible(False)
    axes[-1].set_xlabel("scaled value")
    return figure
