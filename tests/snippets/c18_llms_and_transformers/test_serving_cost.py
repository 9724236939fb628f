from dataclasses import replace

import numpy as np
import pytest

from snippets.c18_llms_and_transformers.serving_cost import (
    Accelerator,
    Model,
    kv_cache_bytes,
    max_batch,
    request_dollars,
    step_seconds,
)

MODEL = Model(parameters=8e9, layers=32, heads=32, kv_heads=8, d_head=128)
GPU = Accelerator(memory=80e9, bandwidth=3e12, flops=9e14, dollars_per_hour=2.0)
TINY = Model(parameters=1000, layers=2, heads=4, kv_heads=2, d_head=3)


def test_kv_bytes_equal_those_of_real_arrays():
    shape = (3, TINY.layers, 2, TINY.kv_heads, 7, TINY.d_head)
    stored = np.zeros(shape, dtype=np.float16)
    assert kv_cache_bytes(TINY, tokens=7, batch=3) == stored.nbytes


def test_kv_bytes_by_hand():
    assert kv_cache_bytes(MODEL, tokens=1) == 131_072  # 128 KiB a token
    assert kv_cache_bytes(MODEL, tokens=8192) == 2**30  # 1 GiB
    fp8 = replace(MODEL, kv_bytes=1.0)
    assert kv_cache_bytes(fp8, tokens=1) == 65_536


def test_max_batch_is_the_last_that_fits():
    best = max_batch(MODEL, GPU, context=8192)
    room = 80e9 * 0.9 - 16e9
    assert kv_cache_bytes(MODEL, tokens=8192, batch=best) <= room
    assert kv_cache_bytes(MODEL, tokens=8192, batch=best + 1) > room


@pytest.mark.parametrize(("new", "past", "batch"), [(1, 0, 1), (4, 0, 2), (3, 5, 2)])
def test_flops_and_bytes_match_a_count_by_loops(new, past, batch):
    flops = 0
    for _ in range(batch):
        for i in range(new):
            flops += 2 * TINY.parameters
            for _ in range(TINY.layers * TINY.heads):
                for _ in range(past + i + 1):  # the keys this token may see
                    flops += 2 * TINY.d_head  # the score
                    flops += 2 * TINY.d_head  # the weighted value
    computing = Accelerator(1, 1e30, 1.0, 0.0)
    assert step_seconds(TINY, computing, new=new, past=past, batch=batch) == flops
    moved = TINY.parameters * 2 + kv_cache_bytes(TINY, tokens=past + new, batch=batch)
    loading = Accelerator(1, 1.0, 1e30, 0.0)
    assert step_seconds(TINY, loading, new=new, past=past, batch=batch) == moved


def test_decoding_is_bound_by_memory_and_prefill_by_compute():
    faster = replace(GPU, flops=2 * GPU.flops)
    wider = replace(GPU, bandwidth=2 * GPU.bandwidth)
    decode = {"new": 1, "past": 1000}
    prefill = {"new": 2000, "past": 0}
    assert step_seconds(MODEL, GPU, **decode) == step_seconds(MODEL, faster, **decode)
    assert step_seconds(MODEL, GPU, **prefill) == step_seconds(MODEL, wider, **prefill)


def test_request_equals_the_sum_over_its_steps():
    total = step_seconds(MODEL, GPU, new=500, past=0)
    for t in range(199):  # the prefill has already made the first token
        total += step_seconds(MODEL, GPU, new=1, past=500 + t, batch=16) / 16
    got = request_dollars(MODEL, GPU, prompt=500, output=200, batch=16)
    assert got == pytest.approx(total * 2.0 / 3600)


def test_batching_makes_a_request_cheaper_and_a_step_slower():
    costs = [
        request_dollars(MODEL, GPU, prompt=500, output=200, batch=b)
        for b in (1, 4, 16, 64)
    ]
    assert costs == sorted(costs, reverse=True)
    steps = [step_seconds(MODEL, GPU, new=1, past=500, batch=b) for b in (1, 16, 64)]
    assert steps == sorted(steps)


def test_one_output_token_costs_the_prefill_alone():
    got = request_dollars(MODEL, GPU, prompt=500, output=1, batch=16)
    assert got == step_seconds(MODEL, GPU, new=500, past=0) * 2.0 / 3600
    with pytest.raises(ValueError, match="at least one"):
        request_dollars(MODEL, GPU, prompt=500, output=0, batch=16)


def test_half_the_efficiency_takes_twice_the_time():
    half = replace(GPU, efficiency=0.5)
    assert step_seconds(MODEL, half, new=1, past=9) == pytest.approx(
        2 * step_seconds(MODEL, GPU, new=1, past=9)
    )


def test_weights_that_do_not_fit_are_an_error():
    with pytest.raises(ValueError, match="do not fit"):
        max_batch(replace(MODEL, parameters=70e9), GPU, context=1)
