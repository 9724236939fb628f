"""KV-cache size, latency and dollars of serving a decoder, by a roofline: O(1).

Time is the larger of bytes / bandwidth and flops / peak, divided by an efficiency.
Every parameter costs 2 flops a token and is read once a pass, the embedding table,
a mere lookup, included. One accelerator, no queueing.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Model:
    """A decoder with grouped-query attention; bytes are per stored number."""

    parameters: float
    layers: int
    heads: int
    kv_heads: int
    d_head: int
    weight_bytes: float = 2.0
    kv_bytes: float = 2.0


@dataclass(frozen=True)
class Accelerator:
    """Memory in bytes, bandwidth in bytes/s, peak in flop/s, price in $/h."""

    memory: float
    bandwidth: float
    flops: float
    dollars_per_hour: float
    efficiency: float = 1.0  # share of both peaks that is reached


def kv_cache_bytes(model: Model, *, tokens: float, batch: int = 1) -> float:
    """2 (K and V) * layers * KV heads * d_head * bytes, for each token kept."""
    per_token = 2 * model.layers * model.kv_heads * model.d_head * model.kv_bytes
    return per_token * tokens * batch


def max_batch(
    model: Model, gpu: Accelerator, *, context: int, reserve: float = 0.1
) -> int:
    """How many sequences fit beside the weights; `reserve` stays free for the rest."""
    free = gpu.memory * (1 - reserve) - model.parameters * model.weight_bytes
    if free < 0:
        raise ValueError("the weights alone do not fit: shard or quantize them")
    return int(free // kv_cache_bytes(model, tokens=context))


def step_seconds(
    model: Model, gpu: Accelerator, *, new: int, past: float, batch: int = 1
) -> float:
    """One forward pass over `new` tokens a sequence that already hold `past` ones.

    new=1 is a decoding step, past=0 a prefill.
    """
    pairs = new * past + new * (new + 1) / 2  # query-key pairs under the causal mask
    attention = 4 * model.layers * model.heads * model.d_head * pairs
    flops = batch * (2 * model.parameters * new + attention)
    cache = kv_cache_bytes(model, tokens=past + new, batch=batch)
    traffic = model.parameters * model.weight_bytes + cache
    return max(flops / gpu.flops, traffic / gpu.bandwidth) / gpu.efficiency


def request_dollars(
    model: Model, gpu: Accelerator, *, prompt: int, output: int, batch: int
) -> float:
    """One request: its own prefill plus its share of the batched decoding steps.

    The prefill gives the first output token, so output - 1 steps remain. They are
    priced at their mean context, which is exact while one limit holds throughout.
    """
    if output < 1:
        raise ValueError(f"a request has at least one output token, got {output}")
    prefill = step_seconds(model, gpu, new=prompt, past=0)
    steps = output - 1
    middle = prompt + (steps - 1) / 2  # tokens cached before a step, on average
    step = step_seconds(model, gpu, new=1, past=middle, batch=batch)
    return (prefill + steps * step / batch) * gpu.dollars_per_hour / 3600
