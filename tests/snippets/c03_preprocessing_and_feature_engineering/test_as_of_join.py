import numpy as np
import pandas as pd
import pytest

from snippets.c03_preprocessing_and_feature_engineering.as_of_join import as_of_join


def draw(seed, n=60, m=80, keys=5, span=100):
    """Events with ties, and facts whose key and time are unique together."""
    rng = np.random.default_rng(seed)
    cells = rng.choice(keys * span, size=m, replace=False)
    names = np.array([f"user{i}" for i in range(keys + 1)])  # the last has no fact
    return (
        names[rng.integers(keys + 1, size=n)],
        rng.integers(span, size=n),
        names[cells // span],
        cells % span,
        rng.normal(size=m),
    )


def pandas_join(event_key, event_time, fact_key, known_at, value, max_age, allow):
    left = pd.DataFrame(
        {"key": event_key, "t": event_time, "row": range(len(event_key))}
    )
    right = pd.DataFrame(
        {"key": fact_key, "t": known_at, "known": known_at, "value": value}
    )
    merged = pd.merge_asof(
        left.sort_values("t", kind="stable"),
        right.sort_values("t", kind="stable"),
        on="t",
        by="key",
        tolerance=max_age,
        allow_exact_matches=allow,
    ).sort_values("row")
    return merged["value"].to_numpy(), (merged["t"] - merged["known"]).to_numpy()


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("allow", [False, True])
@pytest.mark.parametrize("max_age", [None, 1, 8])
def test_as_pandas(seed, allow, max_age):
    table = draw(seed)
    got = as_of_join(*table, max_age=max_age, allow_equal=allow)
    want = pandas_join(*table, max_age, allow)
    np.testing.assert_allclose(got[0], want[0], rtol=0)
    np.testing.assert_allclose(got[1], want[1], rtol=0)
    assert np.isfinite(got[0]).any()
    assert np.isnan(got[0]).any()


@pytest.mark.parametrize("seed", range(4))
def test_facts_of_the_future_change_nothing(seed):
    event_key, event_time, fact_key, known_at, value = draw(seed)
    cut = 50
    before = event_time <= cut
    base, _ = as_of_join(event_key, event_time, fact_key, known_at, value)
    changed = np.where(known_at >= cut, value + 1e6, value)
    late, _ = as_of_join(event_key, event_time, fact_key, known_at, changed)
    np.testing.assert_array_equal(late[before], base[before])
    assert (late[~before] > 1e5).any()


def test_by_hand():
    value, age = as_of_join(
        ["ann", "bob", "ann", "ann", "eve"],
        [10, 10, 20, 5, 10],
        ["ann", "ann", "bob"],
        [20, 5, 1],
        [200.0, 50.0, 7.0],
    )
    # ann at 20 does not see the fact of that instant, ann at 5 sees none, nor eve
    np.testing.assert_array_equal(value, [50, 7, 50, np.nan, np.nan])
    np.testing.assert_array_equal(age, [5, 9, 15, np.nan, np.nan])


def test_digits_of_nanoseconds_are_kept():
    now = 1_795_000_000_000_000_001  # a float64 would round the last digits
    value, age = as_of_join(["a"], [now], ["a", "a"], [now - 1, now], [1.0, 2.0])
    assert (value[0], age[0]) == (1.0, 1.0)


def test_no_facts_no_events_and_a_missing_value():
    value, age = as_of_join(["a"], [1], [], [], [])
    assert np.isnan(value[0])
    assert np.isnan(age[0])
    assert as_of_join([], [], ["a"], [1], [1.0])[0].size == 0
    value, age = as_of_join(["a"], [5], ["a", "a"], [1, 2], [3.0, np.nan])
    assert np.isnan(value[0])  # the newest fact says "unknown"; age tells it from none
    assert age[0] == 3


@pytest.mark.parametrize(
    ("arguments", "match"),
    [
        ((["a"], [1, 2], ["a"], [1], [1.0]), "for each event"),
        ((["a"], [1], ["a", "b"], [1], [1.0]), "for each event"),
        ((["a"], [1], ["a"], [1], [1.0, 2.0]), "one number"),
        (([None], [1], ["a"], [1], [1.0]), "strangers"),
        (([1.0], [1], [np.nan], [1], [1.0]), "strangers"),
        ((["a"], [1], ["a", "a"], [1, 1], [1.0, 2.0]), "two facts"),
    ],
)
def test_bad_tables_are_refused(arguments, match):
    with pytest.raises(ValueError, match=match):
        as_of_join(*arguments)


@pytest.mark.parametrize(
    "time", [[1.0], [[1]], [True], np.array(["2026-01-01"], dtype="datetime64[s]")]
)
def test_times_must_be_integers(time):
    with pytest.raises(TypeError, match="event_time"):
        as_of_join(["a"], time, ["a"], [1], [1.0])
    with pytest.raises(TypeError, match="known_at"):
        as_of_join(["a"], [1], ["a"], time, [1.0])


def test_negative_age_is_refused():
    with pytest.raises(ValueError, match="max_age"):
        as_of_join(["a"], [1], ["a"], [1], [1.0], max_age=-1)
