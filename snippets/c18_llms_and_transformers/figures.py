"""Figures of concept 18."""

from dataclasses import replace

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.figure import Figure

from snippets.c18_llms_and_transformers.attention import attention
from snippets.c18_llms_and_transformers.serving_cost import (
    Accelerator,
    Model,
    kv_cache_bytes,
    step_seconds,
)

LLAMA_8B = Model(parameters=8.03e9, layers=32, heads=32, kv_heads=8, d_head=128)
GPU = Accelerator(
    memory=80e9, bandwidth=3.35e12, flops=1e15, dollars_per_hour=2.0, efficiency=0.5
)


def softmax_saturation() -> Figure:
    """Largest weight and mean softmax slope against the head dimension."""
    rng = np.random.default_rng(0)
    dims = 2 ** np.arange(1, 11)
    top = np.empty((2, len(dims)))
    slope = np.empty((2, len(dims)))
    for j, d in enumerate(dims):
        Q, K = rng.normal(size=(400, 1, d)), rng.normal(size=(400, 64, d))
        for i, factor in enumerate((np.sqrt(d), 1.0)):  # undo the scaling, keep it
            _, p = attention(Q * factor, K, K)
            top[i, j] = p.max(axis=-1).mean()
            slope[i, j] = (p * (1 - p)).sum(axis=-1).mean()  # trace of the Jacobian
    fig, axes = plt.subplots(1, 2, figsize=(7, 3.6), layout="constrained")
    labels = ("without 1/√d", "with 1/√d")
    for ax, values, title in zip(
        axes, (top, slope), ("Largest weight", "Slope left for learning"), strict=True
    ):
        for i, style in enumerate(("o--", "s-")):
            ax.plot(dims, values[i], style, color=f"C{i}", label=labels[i])
        ax.set_xscale("log", base=2)
        ax.set_xlabel("head dimension d")
        ax.set_title(title)
        ax.set_ylim(0, 1.02)
        ax.grid(alpha=0.4)
    axes[0].set_ylabel("mean over 400 queries, 64 keys")
    axes[1].legend(loc="lower left")
    return fig


def kv_cache_memory() -> Figure:
    """KV cache of one sequence against its length, for three numbers of KV heads."""
    context = 2.0 ** np.arange(10, 18)
    fig, ax = plt.subplots(figsize=(7, 4), layout="constrained")
    cases = ((32, "MHA: 32 KV heads", "o-"), (8, "GQA: 8", "s--"), (1, "MQA: 1", "^:"))
    for i, (kv_heads, label, style) in enumerate(cases):
        model = replace(LLAMA_8B, kv_heads=kv_heads)
        size = np.array([kv_cache_bytes(model, tokens=n) for n in context]) / 1e9
        ax.plot(context, size, style, color=f"C{i}")
        ax.annotate(
            label,
            (context[-1], size[-1]),
            xytext=(8, 0),
            textcoords="offset points",
            color=f"C{i}",
            va="center",
        )
    weights = LLAMA_8B.parameters * LLAMA_8B.weight_bytes / 1e9
    ax.hlines(weights, 1024, context[-1], color=plt.rcParams["text.color"], lw=1)
    ax.text(1024, weights * 1.15, "the model's own weights, 16 GB")
    ax.set_xscale("log", base=2)
    ax.set_yscale("log")
    ax.set_xlim(900, 2**19.2)
    ax.set_yticks([0.1, 1, 10, 100], ["0.1", "1", "10", "100"])
    ax.set_xticks(context, [f"{int(n) // 1024}k" for n in context])
    ax.set_xlabel("tokens in the sequence")
    ax.set_ylabel("KV cache of one sequence, GB")
    ax.grid(alpha=0.4)
    return fig


def batch_trade_off() -> Figure:
    """Speed one user sees and dollars a million tokens, against the batch."""
    marked = [1, 32]
    spread = np.geomspace(1, 400, 60).astype(int)
    batch = np.unique(np.append(spread, marked))
    step = np.array(
        [step_seconds(LLAMA_8B, GPU, new=1, past=1000, batch=int(b)) for b in batch]
    )
    dollars = step / batch * GPU.dollars_per_hour / 3600 * 1e6
    fig, axes = plt.subplots(1, 2, figsize=(7, 3.6), layout="constrained")
    for i, (values, title) in enumerate(
        ((1 / step, "Tokens/s for each user"), (dollars, "Dollars a million tokens"))
    ):
        axes[i].plot(batch, values, color=f"C{i}")
        for b in marked:
            y = values[np.searchsorted(batch, b)]
            axes[i].plot(b, y, "o", color=f"C{i}")
            axes[i].annotate(
                f"batch {b}: {y:.3g}", (b, y), xytext=(8, 6), textcoords="offset points"
            )
        axes[i].set_xscale("log")
        axes[i].set_xticks([1, 10, 100], ["1", "10", "100"])
        axes[i].set_xlabel("sequences in the batch")
        axes[i].set_title(title)
        axes[i].grid(alpha=0.4)
        axes[i].set_ylim(0, values.max() * 1.15)
    axes[1].set_yscale("log")
    axes[1].set_ylim(dollars.min() / 1.5, dollars.max() * 2)
    axes[1].set_yticks([0.1, 1, 10], ["0.1", "1", "10"])
    return fig
