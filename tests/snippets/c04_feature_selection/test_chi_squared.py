import numpy as np
import pytest
from scipy.stats import chi2_contingency
from sklearn.datasets import load_digits
from sklearn.feature_selection import chi2

from snippets.c04_feature_selection.chi_squared import chi2_counts, chi2_independence


@pytest.mark.parametrize("seed", range(4))
def test_independence_agrees_with_scipy(seed):
    rng = np.random.default_rng(seed)
    x, y = rng.integers(0, 4, 200), rng.integers(0, 3, 200)
    table = np.zeros((4, 3))
    np.add.at(table, (x, y), 1)
    want = chi2_contingency(table, correction=False)
    got = chi2_independence(x, y)
    assert got.statistic == pytest.approx(want.statistic)
    assert got.dof == want.dof
    assert got.smallest_expected == pytest.approx(want.expected_freq.min())


def test_independence_by_hand():
    x = np.repeat(["link", "link", "none", "none"], [30, 10, 20, 40])
    y = np.repeat(["spam", "ham", "spam", "ham"], [30, 10, 20, 40])
    got = chi2_independence(x, y)
    assert got.statistic == pytest.approx(100 * (30 * 40 - 10 * 20) ** 2 / 6_000_000)
    assert got == (pytest.approx(16.6667, abs=1e-4), 1, pytest.approx(20.0))


def test_counts_agree_with_sklearn_on_real_data():
    X, y = load_digits(return_X_y=True)
    want = np.nan_to_num(chi2(X, y)[0])  # sklearn: nan for the always-zero pixels
    assert chi2_counts(X, y) == pytest.approx(want)


@pytest.mark.parametrize("seed", range(3))
def test_counts_of_a_flag_are_its_row_of_the_table(seed):
    rng = np.random.default_rng(seed)
    y = rng.integers(0, 2, 300)
    flag = (rng.random(300) < 0.2 + 0.2 * y).astype(int)
    both = chi2_counts(np.column_stack([flag, 1 - flag]), y)
    assert both.sum() == pytest.approx(chi2_independence(flag, y).statistic)


def test_counts_grow_with_the_unit():
    X, y = load_digits(return_X_y=True)
    assert chi2_counts(X * 60, y) == pytest.approx(60 * chi2_counts(X, y))


def test_extremes():
    assert chi2_independence([1, 1, 1], [0, 1, 0]) == (0.0, 0, 1.0)
    assert chi2_independence([0, 1], [0, 1]).statistic == pytest.approx(2.0)
    assert chi2_counts([[0, 3], [0, 3]], [0, 1]).tolist() == [0.0, 0.0]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: chi2_independence([0, 1], [0]), "same length"),
        (lambda: chi2_independence([], []), "not empty"),
        (lambda: chi2_independence([0.1, 0.2], [0, 1]), "x must"),
        (lambda: chi2_independence([0, 1], [0.1, 0.2]), "y must"),
        (lambda: chi2_independence([[0, 1]], [0, 1]), "1-D"),
        (lambda: chi2_counts([[1], [-1]], [0, 1]), "negative"),
        (lambda: chi2_counts([[1], [np.nan]], [0, 1]), "finite"),
        (lambda: chi2_counts([[1], [2]], [0, 0]), "single class"),
        (lambda: chi2_counts([[1], [2]], [0, 1, 1]), "one row for each"),
        (lambda: chi2_counts([1, 2], [0, 1]), "X must"),
        (lambda: chi2_counts(np.empty((2, 0)), [0, 1]), "not empty"),
    ],
)
def test_bad_input_is_refused(call, message):
    with pytest.raises(ValueError, match=message):
        call()
