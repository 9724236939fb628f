"""Recomputes the numbers of the page on e-commerce recommendations."""

from dataclasses import dataclass, replace
from functools import cache

import numpy as np
from numpy.typing import NDArray

from snippets.d01_ecommerce_recommendations import capacity as cap
from snippets.d01_ecommerce_recommendations import feedback_loop as loop
from snippets.d01_ecommerce_recommendations import synthetic_shop as shops
from snippets.d01_ecommerce_recommendations import two_tower_retrieval as towers

Array = NDArray[np.float64]
Index = NDArray[np.int64]


# --- capacity -------------------------------------------------------------------------


def _plan(scale: float = 1.0) -> cap.Plan:
    a = cap.Inputs()
    return cap.plan(
        replace(
            a,
            daily_users=a.daily_users * scale,
            registered_users=a.registered_users * scale,
            items=a.items * scale,
        )
    )


def mean_rps() -> float:
    """Home-page requests per second, averaged over the day."""
    return _plan().requests_per_second


def peak_rps() -> float:
    """Requests per second in the peak hour."""
    return _plan().peak_requests_per_second


def peak_feature_reads() -> float:
    """Item feature rows the ranker needs per second at peak."""
    return _plan().peak_feature_reads_per_second


def cores() -> float:
    """Cores at peak with one of three zones lost."""
    return float(_plan().cores)


def index_gb() -> float:
    """One copy of the HNSW index, in GB."""
    return _plan().index_gb


def item_features_gb() -> float:
    """One copy of the item features, in GB."""
    return _plan().item_features_gb


def user_features_gb() -> float:
    """One copy of the user features, in GB."""
    return _plan().user_features_gb


def log_gb_per_day() -> float:
    """Impression log, GB a day."""
    return _plan().log_gb_per_day


def log_tb_kept() -> float:
    """Impression log over the retention, in TB."""
    return _plan().log_gb_kept / 1000


def training_pairs_millions() -> float:
    """Clicked pairs in the training window, in millions."""
    return _plan().training_pairs / 1e6


def gpu_hours() -> float:
    """GPU hours for one epoch over the window."""
    return _plan().gpu_hours_per_epoch


def dollars_per_month() -> float:
    """Machines and disks for a month, US dollars, at the assumed prices."""
    return _plan().dollars_per_month


def dollars_per_million_requests() -> float:
    """The same per million requests."""
    return _plan().dollars_per_million_requests


def peak_rps_at_ten_times() -> float:
    """Peak requests per second with ten times the users and items."""
    return _plan(10).peak_requests_per_second


def cores_at_ten_times() -> float:
    """Cores with ten times the users and items."""
    return float(_plan(10).cores)


def index_gb_at_ten_times() -> float:
    """One copy of the index with ten times the items, in GB."""
    return _plan(10).index_gb


def user_features_gb_at_ten_times() -> float:
    """One copy of the user features with ten times the users, in GB."""
    return _plan(10).user_features_gb


def dollars_at_ten_times() -> float:
    """Dollars a month with ten times the users and items."""
    return _plan(10).dollars_per_month


def peak_rps_at_a_tenth() -> float:
    """Peak requests per second with a tenth of the users and items."""
    return _plan(0.1).peak_requests_per_second


def index_gb_at_a_tenth() -> float:
    """One copy of the index with a tenth of the items, in GB."""
    return _plan(0.1).index_gb


def dollars_at_a_tenth() -> float:
    """Dollars a month with a tenth of the users and items."""
    return _plan(0.1).dollars_per_month


def served_feature_log_gb() -> float:
    """A day's log in GB if each impression carried its 1 KB of item features."""
    a = cap.Inputs()
    return _impressions() * a.item_bytes / cap.GB


def exact_index_gb() -> float:
    """The vectors alone, in GB, as brute force reads them."""
    a = cap.Inputs()
    return a.items * a.dim * 4 / cap.GB


def _impressions() -> float:
    """Impressions a day."""
    a = cap.Inputs()
    return a.daily_users * a.views_per_user * a.shown


def orders_per_day() -> float:
    """Orders a day if 0.3% of the clicks lead to one."""
    return _impressions() * cap.Inputs().click_rate * 0.003


def draws_that_agree() -> float:
    """Uniform draws a day, 1% of impressions, that a given ranker would have made."""
    return _impressions() * 0.01 / cap.Inputs().candidates


def clicks_that_agree() -> float:
    """Clicks on those draws at the mean click rate."""
    return draws_that_agree() * cap.Inputs().click_rate


def interval_of_a_day() -> float:
    """Half width of the 95% interval of that click count, relative, after a day."""
    return float(1.96 / np.sqrt(clicks_that_agree()))


def interval_of_two_weeks() -> float:
    """The same after fourteen days."""
    return float(1.96 / np.sqrt(14 * clicks_that_agree()))


def latency_ms() -> float:
    """Sum of the serial steps' p99 budgets, in milliseconds."""
    return float(sum(cap.LATENCY_MS.values()))


ORDER_RATE = 0.1  # users with an order within the two weeks of an experiment


def millions_per_arm_for_one_percent() -> float:
    """Users per arm to see +1% on a 10% purchase rate, in millions."""
    return cap.users_per_arm(ORDER_RATE, 0.01) / 1e6


def millions_per_arm_for_half_a_percent() -> float:
    """Users per arm to see +0.5% on a 10% purchase rate, in millions."""
    return cap.users_per_arm(ORDER_RATE, 0.005) / 1e6


def _smallest_lift(per_arm: float) -> float:
    """Relative lift of the order rate that so many users per arm can see."""
    at_one_percent = cap.users_per_arm(ORDER_RATE, 0.01)
    return float(0.01 * np.sqrt(at_one_percent / per_arm))  # n falls as lift ** -2


def smallest_lift_with_a_million_per_arm() -> float:
    """Relative lift of a 10% rate that a million users per arm can see."""
    return _smallest_lift(1e6)


def smallest_lift_with_ten_million_per_arm() -> float:
    """The same with ten million users per arm."""
    return _smallest_lift(1e7)


def smallest_lift_of_five_tests() -> float:
    """The same with two million per arm: five tests share the traffic."""
    return _smallest_lift(2e6)


# --- retrieval ------------------------------------------------------------------------

K = 50
SEEDS = (0, 1, 2)  # a blockbuster among the new items moves a single run


@dataclass(frozen=True)
class _Run:
    """Held-out purchases and every retriever's scores as (queries, items) factors."""

    factors: dict[str, tuple[Array, Array]]
    popularity_weight: dict[str, float]
    test: Index
    cold: NDArray[np.bool_]


@cache
def _run(seed: int) -> _Run:
    """1,500 shoppers, 1,000 items; a tenth of the items enter after training."""
    rng = np.random.default_rng(seed)
    shop = shops.make_shop(1500, 1000, rng=rng)
    pairs = shops.purchases(shop, 15, rng=rng)
    test = shops.purchases(shop, 3, rng=rng)
    cold = rng.permutation(1000) < 100
    pairs = pairs[~cold[pairs[:, 1]]]
    count = np.bincount(pairs[:, 1], minlength=1000).astype(np.float64)
    log_q = np.log((count + 1) / (count.sum() + 1000))
    center = float(log_q[~cold].mean())
    prior = np.where(cold, np.median(log_q[~cold]), log_q)

    def items(log_count: Array) -> Array:
        return np.column_stack([shop.content, log_count - center, np.ones(1000)])

    X = np.column_stack([shop.taste, np.ones(1500)])
    factors = {
        "best possible": (shop.logits, np.eye(1000)),
        "popularity": (np.ones((1500, 1)), count[:, None]),
    }
    weight = {}
    for name, correction in (("uncorrected", None), ("corrected", log_q)):
        A, B = towers.train(
            X,
            items(log_q),
            pairs,
            log_q=correction,
            batch=128,
            epochs=2,
            rate=0.2,
            rng=np.random.default_rng(seed + 1),
        )
        factors[name] = (X @ A, items(prior) @ B)
        factors[f"{name}, zero count"] = (X @ A, items(log_q) @ B)
        weight[name] = float((A @ B.T)[-1, -2])
    return _Run(factors, weight, test, cold)


@cache
def _found(name: str, seed: int) -> Index:
    """The 200 items each shopper gets from a retriever, best first."""
    return towers.top_k(*_run(seed).factors[name], 200)


def _recall(name: str, *, cold: bool, k: int = K) -> float:
    """Mean over the seeds, each a new shop, new towers and new purchases."""
    values = []
    for seed in SEEDS:
        run = _run(seed)
        rows = run.test[run.cold[run.test[:, 1]] == cold]
        values.append(towers.recall(_found(name, seed)[rows[:, 0], :k], rows[:, 1]))
    return float(np.mean(values))


def _popularity_weight(name: str) -> float:
    return float(np.mean([_run(seed).popularity_weight[name] for seed in SEEDS]))


def recall_popularity() -> float:
    """Recall@50 of the best sellers, purchases of known items."""
    return _recall("popularity", cold=False)


def recall_uncorrected() -> float:
    """Recall@50 of the towers trained without correction, known items."""
    return _recall("uncorrected", cold=False)


def recall_corrected() -> float:
    """Recall@50 of the towers trained with logQ, known items."""
    return _recall("corrected", cold=False)


def recall_best_possible() -> float:
    """Recall@50 of ranking by the true probabilities, known items."""
    return _recall("best possible", cold=False)


def popularity_weight_uncorrected() -> float:
    """Learned weight of log popularity without correction; the truth is 1."""
    return _popularity_weight("uncorrected")


def popularity_weight_corrected() -> float:
    """Learned weight of log popularity with logQ; the truth is 1."""
    return _popularity_weight("corrected")


def cold_recall_zero_count() -> float:
    """Recall@50 on new items whose count feature says zero; corrected towers."""
    return _recall("corrected, zero count", cold=True)


def cold_recall_prior() -> float:
    """Recall@50 on new items whose count feature is the catalog median; corrected."""
    return _recall("corrected", cold=True)


def cold_recall_best_possible() -> float:
    """Recall@50 on new items when the true probabilities are known."""
    return _recall("best possible", cold=True)


# --- feedback loop --------------------------------------------------------------------


@cache
def _histories(
    explore: float, prior: float = 0.02
) -> tuple[Array, tuple[loop.History, ...]]:
    """500 items, 10 slots, 60 rounds of 5,000 views, eight seeds."""
    true_rate = np.random.default_rng(0).beta(2, 60, size=500)
    return true_rate, tuple(
        loop.simulate(
            true_rate,
            slots=10,
            rounds=60,
            views=5000,
            explore=explore,
            prior=prior,
            rng=np.random.default_rng(seed),
        )
        for seed in range(8)
    )


def _share_of_best(explore: float, prior: float = 0.02) -> float:
    """Click rate of the last round over the best ten items' rate; mean of the seeds."""
    true_rate, runs = _histories(explore, prior)
    best = float(np.sort(true_rate)[-10:].mean())
    return float(np.mean([run.click_rate[-1] for run in runs])) / best


def share_of_best_greedy() -> float:
    """No exploration: last round's click rate over the best possible."""
    return _share_of_best(0.0)


def share_of_best_exploring() -> float:
    """2% of impressions drawn uniformly: the same share."""
    return _share_of_best(0.02)


def share_of_best_exploring_more() -> float:
    """10% of impressions drawn uniformly: the same share."""
    return _share_of_best(0.1)


def catalog_mean_rate() -> float:
    """Mean true click rate of the 500 items."""
    true_rate, _ = _histories(0.0)
    return float(true_rate.mean())


def share_of_best_fair_prior() -> float:
    """No exploration, estimates that start at the catalog's mean rate."""
    return _share_of_best(0.0, catalog_mean_rate())


def share_of_best_hopeful_prior() -> float:
    """No exploration, estimates that start at 10%, above nearly every item."""
    return _share_of_best(0.0, 0.1)


def catalog_shown_greedy() -> float:
    """Share of the catalog that ever got an impression without exploration."""
    _, runs = _histories(0.0)
    return float(np.mean([(run.shown > 0).mean() for run in runs]))


def replay_of_logging_policy() -> float:
    """Share of the greedy log's clicks that the greedy policy's own ten items hold."""
    _, runs = _histories(0.0)
    hits = []
    for run in runs:
        own = np.argsort(-(run.clicked + 1) / (run.shown + 50), kind="stable")[:10]
        hits.append(loop.replay_hit_rate(run.clicked, own))
    return float(np.mean(hits))


def replay_of_best_policy() -> float:
    """Share of the same clicks that the ten truly best items hold."""
    true_rate, runs = _histories(0.0)
    best = np.argsort(-true_rate)[:10]
    return float(np.mean([loop.replay_hit_rate(run.clicked, best) for run in runs]))
