import numpy as np
import pandas as pd
import pytest
from sklearn.datasets import load_wine

from snippets.c03_preprocessing_and_feature_engineering.data_contract import (
    Column,
    violations,
)

PERSON = {
    "id": Column(int, unique=True),
    "age": Column((int, float), low=0, high=120, max_missing=0.25),
    "country": Column(str, allowed=frozenset({"FR", "DE"})),
}


def test_a_clean_table_breaks_nothing():
    table = {"id": [1, 2], "age": [0, 120.0], "country": ["FR", "DE"]}
    assert violations(table, PERSON) == []


def test_by_hand():
    table = {
        "id": [1, 2, 2, 4],
        "age": [-1, 130, None, float("nan")],
        "country": ["FR", "fr", "DE", 7],
        "county": ["x"] * 4,
    }
    assert violations(table, PERSON, min_rows=10) == [
        "county: not in the contract",
        "4 rows, at least 10 expected",
        "id: 1 repeated",
        "age: 2 of 4 missing",
        "age: 1 below 0",
        "age: 1 above 120",
        "country: 1 of another type",
        "country: 1 outside the allowed set",
    ]


@pytest.mark.parametrize("seed", range(5))
def test_counts_as_pandas(seed):
    rng = np.random.default_rng(seed)
    x = pd.Series(rng.normal(50, 40, size=200).round(1))
    x[rng.random(200) < 0.1] = np.nan
    found = violations({"x": x.tolist()}, {"x": Column(float, 0, 100, unique=True)})
    want = [
        f"x: {x.isna().sum()} of 200 missing",
        f"x: {(x < 0).sum()} below 0",
        f"x: {(x > 100).sum()} above 100",
        f"x: {x.dropna().duplicated().sum()} repeated",
    ]
    assert found == want


def test_real_data_within_its_own_range():
    data = load_wine(as_frame=True).data
    contract = {c: Column(float, data[c].min(), data[c].max()) for c in data}
    table = {c: data[c].tolist() for c in data}
    assert violations(table, contract) == []
    table["alcohol"] = [10 * v for v in table["alcohol"]]  # a unit changed upstream
    assert violations(table, contract) == ["alcohol: 178 above 14.83"]


def test_booleans_are_not_numbers():
    assert violations({"n": [1, True]}, {"n": Column(int)}) == ["n: 1 of another type"]
    assert violations({"b": [True, False]}, {"b": Column(bool)}) == []


def test_bounds_need_numbers():
    table, contract = {"s": ["a", "b"]}, {"s": Column(str, low=0)}
    assert violations(table, contract) == ["s: 2 without an order to compare"]


def test_the_allowed_share_is_inclusive():
    table = {"x": [None] * 29 + [1.0] * 71}
    assert violations(table, {"x": Column(float, max_missing=0.29)}) == []
    assert violations(table, {"x": Column(float, max_missing=0.28)})


def test_an_empty_table_is_reported():
    assert violations({}, {"x": Column(float)}) == [
        "0 rows, at least 1 expected",
        "x: column is missing",
    ]
    assert violations({"x": []}, {"x": Column(float)}, min_rows=0) == []


def test_bad_contracts_and_tables_are_refused():
    for share in (-0.1, 1.1, float("nan")):
        with pytest.raises(ValueError, match="share"):
            Column(float, max_missing=share)
    for bound in ({"low": float("nan")}, {"high": float("nan")}):
        with pytest.raises(ValueError, match="NaN"):
            Column(float, **bound)
    with pytest.raises(ValueError, match="low"):
        Column(float, low=2, high=1)
    with pytest.raises(ValueError, match=r"differ in length: \[1, 2\]"):
        violations({"x": [1], "y": [1, 2]}, {})


def test_allowed_values_are_no_string():
    with pytest.raises(TypeError, match="set"):
        Column(str, allowed="FR")
