"""Numbers of the page Model Evaluation and Metrics, recomputed."""

import math
from functools import cache
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray
from scipy.stats import beta

from snippets.c06_evaluation_and_metrics.average_precision import (
    average_precision,
    precision_at_prevalence,
    precision_recall_curve,
)
from snippets.c06_evaluation_and_metrics.calibration_error import (
    brier_score,
    expected_calibration_error,
)
from snippets.c06_evaluation_and_metrics.confusion_matrix import (
    average_f1,
    binary_scores,
)
from snippets.c06_evaluation_and_metrics.cost_threshold import (
    cost_threshold,
    mean_cost,
    shift_prior,
)
from snippets.c06_evaluation_and_metrics.metric_interval import (
    bootstrap_interval,
    wilson_interval,
)
from snippets.c06_evaluation_and_metrics.platt_scaling import apply_platt, fit_platt
from snippets.c06_evaluation_and_metrics.ranking_metrics import ndcg
from snippets.c06_evaluation_and_metrics.roc_auc import roc_auc

Array = NDArray[np.float64]
Labels = NDArray[np.int64]

HAND = [[9580, 320], [20, 80]]  # 10,000 transactions, 100 frauds, 400 flagged
THREE = [[900, 10, 10], [20, 30, 10], [10, 5, 5]]  # a common and two rare classes


@cache
def _binormal_scores(prevalence: float) -> tuple[Labels, Array]:
    """200,000 rows: negatives N(0, 1), positives N(2, 1), so AUC is about 0.92."""
    rng = np.random.default_rng(6)
    n_pos = round(200_000 * prevalence)
    y = np.repeat([1, 0], [n_pos, 200_000 - n_pos])
    return y, rng.normal(size=y.size) + 2.0 * y


@cache
def _overconfident_forecasts() -> tuple[Labels, Array, Array]:
    """20,000 rows (y, raw, calibrated): true log-odds times 2.5, then Platt scaling.

    The Platt curve is fitted to the log-odds of 5,000 other rows.
    """
    rng = np.random.default_rng(7)
    z = rng.normal(-1.5, 1.5, size=25_000)
    y = (rng.random(z.size) < 1 / (1 + np.exp(-z))).astype(np.int64)
    margin = 2.5 * z
    slope, intercept = fit_platt(margin[20_000:], y[20_000:])
    calibrated = apply_platt(margin[:20_000], slope, intercept)
    return y[:20_000], apply_platt(margin[:20_000], 1.0, 0.0), calibrated


@cache
def _two_models() -> tuple[Labels, Array, Array]:
    """1,000 rows, 20 % positive; model b is a little better, errors are shared."""
    rng = np.random.default_rng(8)
    y = (rng.random(1000) < 0.2).astype(np.int64)
    shared = rng.normal(size=y.size)
    a = 1.4 * y + shared + 0.3 * rng.normal(size=y.size)
    b = 1.6 * y + shared + 0.3 * rng.normal(size=y.size)
    return y, a, b


@cache
def _width(kind: str) -> float:
    """Width of the 95 % bootstrap interval of AUC(a), or of AUC(b) - AUC(a)."""
    y, a, b = _two_models()
    rng = np.random.default_rng(9)
    if kind == "difference":
        low, high = bootstrap_interval(
            lambda t, s, r: roc_auc(t, r) - roc_auc(t, s), y, a, b, rng=rng
        )
    else:
        low, high = bootstrap_interval(roc_auc, y, a, rng=rng)
    return high - low


def hand_mcc() -> float:
    """Matthews correlation of the worked fraud matrix."""
    return binary_scores(HAND)["mcc"]


def precision_at_tenth_percent() -> float:
    """Precision of the worked matrix's ROC point where 0.1 % of rows are fraud."""
    return precision_at_prevalence(80 / 100, 320 / 9900, 0.001)


def auc_at_one_percent() -> float:
    """ROC-AUC, binormal scores (d' = 2), 200,000 rows, 1 % positive."""
    return roc_auc(*_binormal_scores(0.01))


def auc_at_half() -> float:
    """ROC-AUC, binormal scores (d' = 2), 200,000 rows, 50 % positive."""
    return roc_auc(*_binormal_scores(0.5))


def ap_at_half() -> float:
    """Average precision, binormal scores (d' = 2), 50 % positive."""
    return average_precision(*_binormal_scores(0.5))


def ap_at_one_percent() -> float:
    """Average precision, binormal scores (d' = 2), 1 % positive."""
    return average_precision(*_binormal_scores(0.01))


def precision_at_recall_80() -> float:
    """Precision at the first threshold with recall >= 0.8, 1 % positive."""
    precision, recall, _ = precision_recall_curve(*_binormal_scores(0.01))
    return float(precision[np.argmax(recall >= 0.8)])


def ece_raw() -> float:
    """10-bin ECE of the overconfident forecasts."""
    y, raw, _ = _overconfident_forecasts()
    return expected_calibration_error(y, raw)


def ece_platt() -> float:
    """10-bin ECE of the same rows after Platt scaling."""
    y, _, calibrated = _overconfident_forecasts()
    return expected_calibration_error(y, calibrated)


def brier_raw() -> float:
    """Brier score of the overconfident forecasts."""
    y, raw, _ = _overconfident_forecasts()
    return brier_score(y, raw)


def brier_platt() -> float:
    """Brier score of the same rows after Platt scaling."""
    y, _, calibrated = _overconfident_forecasts()
    return brier_score(y, calibrated)


def auc_raw() -> float:
    """ROC-AUC of the overconfident forecasts."""
    y, raw, _ = _overconfident_forecasts()
    return roc_auc(y, raw)


def auc_platt() -> float:
    """ROC-AUC of the same rows after Platt scaling: the order is the same."""
    y, _, calibrated = _overconfident_forecasts()
    return roc_auc(y, calibrated)


def ece_of_a_perfect_model() -> float:
    """Mean 15-bin ECE of true probabilities, uniform on [0, 1], on 500 rows."""
    rng = np.random.default_rng(10)
    p = rng.random((200, 500))
    y = (rng.random(p.shape) < p).astype(np.int64)
    return float(
        np.mean(
            [
                expected_calibration_error(*row, n_bins=15)
                for row in zip(y, p, strict=True)
            ]
        )
    )


def cost_raw_half() -> float:
    """Mean cost of a row (FP 1, FN 4), raw forecasts, threshold 0.5."""
    y, raw, _ = _overconfident_forecasts()
    return mean_cost(y, raw >= 0.5, fp=1, fn=4)


def cost_raw_fifth() -> float:
    """Mean cost of a row (FP 1, FN 4), raw forecasts, threshold 0.2."""
    y, raw, _ = _overconfident_forecasts()
    return mean_cost(y, raw >= cost_threshold(fp=1, fn=4), fp=1, fn=4)


def cost_platt_fifth() -> float:
    """Mean cost of a row (FP 1, FN 4), calibrated forecasts, threshold 0.2."""
    y, _, calibrated = _overconfident_forecasts()
    return mean_cost(y, calibrated >= cost_threshold(fp=1, fn=4), fp=1, fn=4)


def undersampled_ninety() -> float:
    """A forecast of 0.9 from 1:1 undersampled training, moved to a 1 % base rate."""
    return float(shift_prior([0.9], trained=0.5, deployed=0.01)[0])


def recall_low() -> float:
    """Lower end of the 95 % Wilson interval for 80 of 100 frauds caught."""
    return wilson_interval(80, 100)[0]


def recall_high() -> float:
    """Upper end of the 95 % Wilson interval for 80 of 100 frauds caught."""
    return wilson_interval(80, 100)[1]


def auc_interval_width() -> float:
    """Width of the 95 % bootstrap interval of one model's AUC, 1,000 rows."""
    return _width("one")


def auc_difference_width() -> float:
    """Width of the 95 % paired bootstrap interval of the AUC difference, same rows."""
    return _width("difference")


def macro_f1() -> float:
    """Macro F1 of a 3-class matrix with supports 920, 60 and 20."""
    return average_f1(THREE, average="macro")


def micro_f1() -> float:
    """Micro F1 of the same matrix, equal to its accuracy."""
    return average_f1(THREE, average="micro")


def conformal_fifth_percentile() -> float:
    """Coverage that 5 % of calibration sets of 100 rows fall below, alpha = 0.1."""
    return float(beta.ppf(0.05, 91, 10))


def conformal_fifth_percentile_thousand() -> float:
    """The same for calibration sets of 1,000 rows."""
    return float(beta.ppf(0.05, 901, 100))


def ndcg_swap_top() -> float:
    """NDCG@5 of grades 3 2 1 0 0 with the first two swapped."""
    return ndcg([2, 3, 1, 0, 0], [3, 2, 1, 0, 0], k=5)


def ndcg_swap_low() -> float:
    """NDCG@5 of grades 3 2 1 0 0 with the third and fourth swapped."""
    return ndcg([3, 2, 0, 1, 0], [3, 2, 1, 0, 0], k=5)


def ab_arm_millions() -> float:
    """Users in each arm (millions): 2 % against 2.02 %, two-sided 5 %, power 80 %."""
    a, b = 0.02, 0.0202
    z = NormalDist().inv_cdf(0.975) + NormalDist().inv_cdf(0.8)
    spread = math.sqrt(a * (1 - a) + b * (1 - b))
    return (z * spread / (b - a)) ** 2 / 1e6
