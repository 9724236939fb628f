"""Capacity and cost of a recommender: traffic in; cores, memory, disk, money out."""

from dataclasses import dataclass
from math import ceil

GB = 1e9  # bytes; decimal, as disks and clouds bill it
DAY = 86_400  # seconds
MONTH = 30  # days

# p99 budget of each serial step, in milliseconds; sources of candidates run in parallel
LATENCY_MS = {
    "gateway, experiment assignment": 10,
    "user features and recent events": 15,
    "user tower": 5,
    "candidate sources, the slowest": 20,
    "stock, price and policy filters": 10,
    "ranker, 500 candidates": 40,
    "re-ranking and exploration slots": 5,
    "product cards (title, image, price)": 30,
}


@dataclass(frozen=True, kw_only=True)
class Inputs:
    """Assumptions. Replace every one with your own figure before you trust a result."""

    daily_users: float = 8e6
    views_per_user: float = 3.0  # home-page views a day
    peak_to_mean: float = 4.0  # evening of a sale day over the daily mean
    registered_users: float = 40e6
    items: float = 5e6
    candidates: int = 500  # scored by the ranker per request
    shown: int = 20  # items on a page
    click_rate: float = 0.03  # clicks per impression
    # serving
    dim: int = 64  # floats in an embedding
    links: int = 16  # M of the HNSW graph
    item_bytes: int = 1_000  # ranking features of one item
    user_bytes: int = 2_000  # features and recent events of one user
    request_cpu_ms: float = 5.0  # everything but the ranker
    candidate_cpu_us: float = 10.0  # the ranker, per candidate
    utilization: float = 0.5  # of a core at peak
    zones: int = 3  # any one may fail at peak
    replicas: int = 3
    # data and training
    impression_bytes: int = 200
    retention_days: int = 90
    training_days: int = 30
    pairs_per_gpu_second: float = 50_000.0
    # money, US dollars: round figures of the right order, not anybody's price list
    core_hour: float = 0.04
    gb_hour: float = 0.005
    disk_gb_month: float = 0.02
    gpu_hour: float = 3.0


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What the inputs imply; the unit is in the name."""

    requests_per_second: float
    peak_requests_per_second: float
    peak_feature_reads_per_second: float
    cores: int
    index_gb: float
    item_features_gb: float
    user_features_gb: float
    log_gb_per_day: float
    log_gb_kept: float
    training_pairs: float
    gpu_hours_per_epoch: float
    dollars_per_month: float
    dollars_per_million_requests: float


def plan(a: Inputs) -> Plan:
    """The arithmetic of the whiteboard, one line a quantity."""
    if a.zones < 2 or not 0.0 < a.utilization <= 1.0:
        raise ValueError("need at least 2 zones and a utilization in (0, 1]")
    if not all(value > 0 for value in vars(a).values()):
        raise ValueError("every input must be a positive number")
    requests = a.daily_users * a.views_per_user  # a day
    mean_rps = requests / DAY
    peak_rps = mean_rps * a.peak_to_mean
    cpu_s = a.request_cpu_ms / 1e3 + a.candidates * a.candidate_cpu_us / 1e6
    survive = a.zones / (a.zones - 1)  # the rest carries a lost zone's share
    cores = ceil(peak_rps * cpu_s / a.utilization * survive)
    index = a.items * (4 * a.dim + 2 * a.links * 4) / GB  # float32 vector, base links
    items, users = a.items * a.item_bytes / GB, a.registered_users * a.user_bytes / GB
    log_day = requests * a.shown * a.impression_bytes / GB
    pairs = requests * a.shown * a.click_rate * a.training_days
    gpu_hours = pairs / a.pairs_per_gpu_second / 3600
    memory = (index + items + users) * a.replicas
    dollars = (
        24 * MONTH * (cores * a.core_hour + memory * a.gb_hour)
        + log_day * a.retention_days * a.disk_gb_month
        + MONTH * gpu_hours * a.gpu_hour  # one epoch a day
    )
    return Plan(
        requests_per_second=mean_rps,
        peak_requests_per_second=peak_rps,
        peak_feature_reads_per_second=peak_rps * a.candidates,
        cores=cores,
        index_gb=index,
        item_features_gb=items,
        user_features_gb=users,
        log_gb_per_day=log_day,
        log_gb_kept=log_day * a.retention_days,
        training_pairs=pairs,
        gpu_hours_per_epoch=gpu_hours,
        dollars_per_month=dollars,
        dollars_per_million_requests=dollars / (requests * MONTH) * 1e6,
    )


def users_per_arm(rate: float, relative_lift: float) -> float:
    """Users in each arm of an A/B test of a rate: 80% power, 5% two-sided.

    The rule of thumb 16 * variance / effect ** 2; 15.7 before rounding. Both arms get
    the variance of the base rate, so it is meant for small lifts.
    """
    lifted = rate * (1.0 + relative_lift)
    if not (0.0 < rate < 1.0 and 0.0 < lifted < 1.0) or relative_lift == 0.0:
        raise ValueError("both rates must lie between 0 and 1, the lift must not be 0")
    return 16.0 * rate * (1.0 - rate) / (rate * relative_lift) ** 2
