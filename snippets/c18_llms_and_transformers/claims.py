"""Numbers printed on the page of concept 18, recomputed.

The model is Llama 3 8B as its paper describes it. The accelerator is an assumption:
80 GB, 3.35 TB/s, 1,000 TFLOP/s, $2 an hour, half of both peaks reached.
"""

import numpy as np

from snippets.c18_llms_and_transformers.attention import attention
from snippets.c18_llms_and_transformers.lora import trainable_parameters
from snippets.c18_llms_and_transformers.serving_cost import (
    Accelerator,
    Model,
    kv_cache_bytes,
    max_batch,
    request_dollars,
    step_seconds,
)

_D, _FFN, _KV, _LAYERS, _VOCABULARY = 4096, 14336, 1024, 32, 128_256
_MATRICES = ((_D, _D), (_D, _KV), (_D, _KV), (_D, _D)) + ((_D, _FFN),) * 3
_PARAMETERS = (
    _LAYERS * (sum(a * b for a, b in _MATRICES) + 2 * _D)  # two norms a layer
    + _D
    + 2 * _VOCABULARY * _D  # embedding and output head are not tied
)
_LLAMA = Model(_PARAMETERS, _LAYERS, heads=32, kv_heads=8, d_head=128)
_GPU = Accelerator(80e9, 3.35e12, 1e15, dollars_per_hour=2.0, efficiency=0.5)


def _top_weight(d: int, *, scaled: bool) -> float:
    rng = np.random.default_rng(0)
    Q, K = rng.normal(size=(2000, 1, d)), rng.normal(size=(2000, 64, d))
    _, p = attention(Q if scaled else Q * np.sqrt(d), K, K)
    return float(p.max(axis=-1).mean())


def top_weight_unscaled() -> float:
    """Mean largest weight, 2,000 standard normal queries, 64 keys, d = 128, raw."""
    return _top_weight(128, scaled=False)


def top_weight_scaled() -> float:
    """The same with the scores divided by sqrt(128)."""
    return _top_weight(128, scaled=True)


def parameters_billion() -> float:
    """Parameters of Llama 3 8B counted from its dimensions."""
    return _PARAMETERS / 1e9


def _attention_share(tokens: int) -> float:
    multiplied = _PARAMETERS - _VOCABULARY * _D  # the embedding table is a lookup
    return 4 * _LAYERS * _D * tokens / (2 * multiplied)


def attention_share_8k() -> float:
    """Score and value flops over those of the matrices, last token of 8,192."""
    return _attention_share(8192)


def attention_share_128k() -> float:
    """The same ratio at the last token of a 131,072-token context."""
    return _attention_share(131_072)


def kv_kib_per_token() -> float:
    """KV-cache KiB a token at 2 bytes a number."""
    return kv_cache_bytes(_LLAMA, tokens=1) / 1024


def kv_gb_8k() -> float:
    """KV-cache gigabytes (10^9) of one sequence of 8,192 tokens."""
    return kv_cache_bytes(_LLAMA, tokens=8192) / 1e9


def kv_gb_8k_mha() -> float:
    """The same if each of the 32 heads kept its own keys and values."""
    return 4 * kv_gb_8k()


def gqa_training_saving() -> float:
    """Share of the multiplied parameters that 32 KV heads in place of 8 would add."""
    added = _LAYERS * 2 * _D * (_D - _KV)
    return added / (_PARAMETERS - _VOCABULARY * _D + added)


def sequences_that_fit() -> float:
    """8,192-token sequences beside 16-bit weights in 80 GB, a tenth kept free."""
    return max_batch(_LLAMA, _GPU, context=8192)


def _decode(batch: int) -> float:
    return step_seconds(_LLAMA, _GPU, new=1, past=1000, batch=batch)


def decode_ms_batch_1() -> float:
    """Milliseconds of a decoding step, one sequence of 1,000 tokens."""
    return 1e3 * _decode(1)


def decode_ms_batch_32() -> float:
    """Milliseconds of a decoding step, 32 sequences of 1,000 tokens."""
    return 1e3 * _decode(32)


def throughput_gain_batch_32() -> float:
    """Tokens per second at batch 32 over those at batch 1."""
    return 32 * _decode(1) / _decode(32)


def compute_bound_batch() -> float:
    """Batch at which matrix flops take as long as reading 16-bit weights."""
    return _GPU.flops / _GPU.bandwidth


def cache_bound_context() -> float:
    """Tokens above which a sequence's cache takes longer to read than its step to
    compute, so that no batch makes decoding compute-bound.
    """
    read = kv_cache_bytes(_LLAMA, tokens=1) / _GPU.bandwidth
    attend = 4 * _LAYERS * _D / _GPU.flops
    return 2 * _PARAMETERS / _GPU.flops / (read - attend)


def _verify_ratio(context: int) -> float:
    five = step_seconds(_LLAMA, _GPU, new=5, past=context, batch=128)
    return five / step_seconds(_LLAMA, _GPU, new=1, past=context, batch=128)


def verify_ratio_context_100() -> float:
    """Time of a pass over five tokens against one, batch 128, 100 tokens cached."""
    return _verify_ratio(100)


def verify_ratio_context_1000() -> float:
    """The same with 1,000 tokens cached."""
    return _verify_ratio(1000)


def prefill_ms_2000() -> float:
    """Milliseconds to prefill a prompt of 2,000 tokens."""
    return 1e3 * step_seconds(_LLAMA, _GPU, new=2000, past=0)


def prefill_ms_8000() -> float:
    """Milliseconds to prefill a prompt of 8,000 tokens."""
    return 1e3 * step_seconds(_LLAMA, _GPU, new=8000, past=0)


def _thousand_requests(batch: int) -> float:
    return 1000 * request_dollars(_LLAMA, _GPU, prompt=2000, output=300, batch=batch)


def dollars_1000_requests_batch_1() -> float:
    """A thousand requests, 2,000 tokens in and 300 out, one at a time."""
    return _thousand_requests(1)


def dollars_1000_requests_batch_32() -> float:
    """The same in batches of 32."""
    return _thousand_requests(32)


def _lora_parameters() -> int:
    return _LAYERS * sum(trainable_parameters(a, b, rank=16) for a, b in _MATRICES)


def lora_million() -> float:
    """Millions of trained numbers, rank 16 on all seven matrices of each layer."""
    return _lora_parameters() / 1e6


def lora_share() -> float:
    """Those as a fraction of all parameters."""
    return _lora_parameters() / _PARAMETERS


def full_training_gb() -> float:
    """Weights, gradients and Adam state at 16 bytes a parameter."""
    return 16 * _PARAMETERS / 1e9


def lora_training_gb() -> float:
    """Frozen 16-bit weights plus 16 bytes for each LoRA parameter."""
    return (2 * _PARAMETERS + 16 * _lora_parameters()) / 1e9


def _quantized_bytes(bits: float) -> float:
    kept = 2 * _VOCABULARY * _D  # embedding table and output head stay in 16 bits
    return bits / 8 * (_PARAMETERS - kept) + 2 * kept


def qlora_training_gb() -> float:
    """Frozen layers at 4.127 bits, embedding and output matrices at 16, plus 16 bytes
    for each LoRA parameter.
    """
    return (_quantized_bytes(4.127) + 16 * _lora_parameters()) / 1e9


def four_bit_gb() -> float:
    """Weights in 4 bits, a 16-bit scale and a 4-bit zero for each group of 128.

    The embedding and output matrices stay in 16 bits, as in published checkpoints.
    """
    return _quantized_bytes(4 + 20 / 128) / 1e9


def _accepted(rate: float, drafted: int) -> float:
    return (1 - rate ** (drafted + 1)) / (1 - rate)


def speculative_tokens() -> float:
    """Mean tokens a pass of the large model, 4 drafted, each accepted with 0.8."""
    return _accepted(0.8, 4)


def speculative_speedup() -> float:
    """The same over its time, a draft step costing a twentieth of a large one."""
    return _accepted(0.8, 4) / (1 + 4 / 20)


def agent_success() -> float:
    """Ten independent steps that each succeed with probability 0.95."""
    return 0.95**10


def eval_half_width() -> float:
    """Half of the 95% normal interval of 80% correct on 200 questions, in points."""
    return 100 * 1.96 * float(np.sqrt(0.8 * 0.2 / 200))


def judge_corrected() -> float:
    """True pass rate behind 70% passed by a judge: sensitivity 0.9, specificity 0.8."""
    return (0.70 - (1 - 0.8)) / (0.9 - (1 - 0.8))


def _int8_error(*, per_channel: bool) -> float:
    rng = np.random.default_rng(0)
    W = rng.normal(size=(512, 512))
    W[:, 7] *= 100  # one outlier channel
    scale = np.abs(W).max(axis=0 if per_channel else None) / 127
    error = W - np.round(W / scale) * scale
    kept = np.arange(512) != 7
    return float(np.linalg.norm(error[:, kept]) / np.linalg.norm(W[:, kept]))


def int8_error_per_tensor() -> float:
    """Relative error of the ordinary columns when one column is 100 times larger."""
    return _int8_error(per_channel=False)


def int8_error_per_channel() -> float:
    """The same with a scale for each column."""
    return _int8_error(per_channel=True)
