from dataclasses import replace

import pytest
from scipy import stats

from snippets.d01_ecommerce_recommendations.capacity import (
    LATENCY_MS,
    Inputs,
    plan,
    users_per_arm,
)


def test_a_case_by_hand() -> None:
    a = Inputs(
        daily_users=86_400,
        views_per_user=10,
        peak_to_mean=2,
        registered_users=1e6,
        items=1e6,
        candidates=100,
        shown=10,
        click_rate=0.1,
        dim=32,
        links=16,
        item_bytes=500,
        user_bytes=1000,
        request_cpu_ms=4,
        candidate_cpu_us=10,
        utilization=0.5,
        zones=2,
        replicas=2,
        impression_bytes=100,
        retention_days=10,
        training_days=10,
        pairs_per_gpu_second=1000,
        core_hour=0.1,
        gb_hour=0.01,
        disk_gb_month=0.05,
        gpu_hour=2,
    )
    p = plan(a)
    assert p.requests_per_second == pytest.approx(10)
    assert p.peak_requests_per_second == pytest.approx(20)
    assert p.peak_feature_reads_per_second == pytest.approx(2000)
    # 20 requests * 5 ms / 0.5 = 0.2 cores, doubled for the lost zone: rounds up to 1
    assert p.cores == 1
    assert p.index_gb == pytest.approx(0.256)  # 128 bytes of vector, 128 of links
    assert p.item_features_gb == pytest.approx(0.5)
    assert p.user_features_gb == pytest.approx(1.0)
    assert p.log_gb_per_day == pytest.approx(0.864)
    assert p.log_gb_kept == pytest.approx(8.64)
    assert p.training_pairs == pytest.approx(8.64e6)
    assert p.gpu_hours_per_epoch == pytest.approx(2.4)
    # 72 for the core, 25.2832 for 3.512 GB, 0.432 for the disk, 144 for the GPU
    assert p.dollars_per_month == pytest.approx(72 + 25.2864 + 0.432 + 144)
    assert p.dollars_per_million_requests == pytest.approx(
        p.dollars_per_month / (864_000 * 30) * 1e6
    )


def test_traffic_scales_linearly() -> None:
    a = Inputs()
    one, ten = plan(a), plan(replace(a, daily_users=a.daily_users * 10))
    assert ten.peak_requests_per_second == pytest.approx(
        10 * one.peak_requests_per_second
    )
    assert ten.cores == pytest.approx(10 * one.cores, rel=0.05)  # rounding up
    assert ten.index_gb == one.index_gb  # traffic doesn't grow the index


def test_losing_a_zone_of_two_costs_more_than_of_three() -> None:
    assert plan(Inputs(zones=2)).cores > plan(Inputs(zones=3)).cores


@pytest.mark.parametrize(
    "bad", [Inputs(zones=1), Inputs(utilization=0.0), Inputs(utilization=1.2)]
)
def test_impossible_inputs_are_refused(bad: Inputs) -> None:
    with pytest.raises(ValueError, match="2 zones"):
        plan(bad)


@pytest.mark.parametrize(
    "bad", [Inputs(daily_users=0), Inputs(items=-1.0), Inputs(gpu_hour=float("nan"))]
)
def test_every_input_has_to_be_positive(bad: Inputs) -> None:
    with pytest.raises(ValueError, match="positive"):
        plan(bad)


@pytest.mark.parametrize(("rate", "lift"), [(0.03, 0.01), (0.1, 0.05), (0.5, -0.02)])
def test_sample_size_matches_the_normal_formula(rate: float, lift: float) -> None:
    z = stats.norm.ppf(0.975) + stats.norm.ppf(0.8)
    exact = 2 * z**2 * rate * (1 - rate) / (rate * lift) ** 2
    assert users_per_arm(rate, lift) == pytest.approx(exact, rel=0.025)


@pytest.mark.parametrize(
    ("rate", "lift"), [(0.0, 0.1), (1.0, -0.1), (0.3, 0.0), (0.9, 0.2), (0.1, -1.5)]
)
def test_sample_size_refuses_the_impossible(rate: float, lift: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        users_per_arm(rate, lift)


def test_the_latency_budget_leaves_room() -> None:
    assert sum(LATENCY_MS.values()) < 200
