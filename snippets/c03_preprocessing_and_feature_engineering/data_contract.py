"""A data contract, checked column by column before use: O(cells) time."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Column:
    """What one column promises of its plain Python values; None and NaN are missing."""

    kind: type | tuple[type, ...]
    low: float | None = None
    high: float | None = None
    allowed: frozenset[Hashable] | None = None
    max_missing: float = 0.0  # share of rows
    unique: bool = False

    def __post_init__(self) -> None:
        if not 0.0 <= self.max_missing <= 1.0:
            raise ValueError("max_missing is a share between 0 and 1")
        if isinstance(self.allowed, str):
            raise TypeError("allowed must be a set: in a string, parts would pass too")
        if self.low != self.low or self.high != self.high:
            raise ValueError("a bound is NaN: every value would pass it")
        if self.low is not None and self.high is not None and self.low > self.high:
            raise ValueError("low must not exceed high")


def violations(
    table: Mapping[str, Sequence[Hashable]],
    contract: Mapping[str, Column],
    *,
    min_rows: int = 1,
) -> list[str]:
    """One message for each broken promise, empty when all hold; rows are not changed.

    Columns that the contract does not name are a violation too: an extra column is
    often a renamed one.
    """
    lengths = {len(values) for values in table.values()}
    if len(lengths) > 1:
        raise ValueError(f"columns differ in length: {sorted(lengths)}")
    n = lengths.pop() if lengths else 0
    found = [f"{name}: not in the contract" for name in table if name not in contract]
    if n < min_rows:
        found.append(f"{n} rows, at least {min_rows} expected")
    for name, column in contract.items():
        if name in table:
            found += [f"{name}: {text}" for text in _column(table[name], column)]
        else:
            found.append(f"{name}: column is missing")
    return found


def _column(values: Sequence[Hashable], column: Column) -> list[str]:
    found = []
    present = [v for v in values if v is not None and v == v]  # NaN differs from itself
    absent = len(values) - len(present)
    if values and absent / len(values) > column.max_missing:
        found.append(f"{absent} of {len(values)} missing")
    right = [v for v in present if _is(v, column.kind)]
    numbers = [v for v in right if isinstance(v, (int, float))]
    if (column.low, column.high) != (None, None) and len(numbers) < len(right):
        found.append(f"{len(right) - len(numbers)} without an order to compare")
    counts = {
        "of another type": len(present) - len(right),
        f"below {column.low}": sum(v < column.low for v in numbers)
        if column.low is not None
        else 0,
        f"above {column.high}": sum(v > column.high for v in numbers)
        if column.high is not None
        else 0,
        "outside the allowed set": sum(v not in column.allowed for v in right)
        if column.allowed is not None
        else 0,
        "repeated": len(present) - len(set(present)) if column.unique else 0,
    }
    return found + [f"{count} {text}" for text, count in counts.items() if count]


def _is(value: Hashable, kind: type | tuple[type, ...]) -> bool:
    """isinstance, but True and False are not accepted as numbers."""
    kinds = kind if isinstance(kind, tuple) else (kind,)
    return type(value) in kinds if isinstance(value, bool) else isinstance(value, kind)
