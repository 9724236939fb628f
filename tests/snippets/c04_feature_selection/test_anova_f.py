import numpy as np
import pytest
from scipy import stats
from sklearn.datasets import load_breast_cancer, load_iris, load_wine
from sklearn.feature_selection import f_classif

from snippets.c04_feature_selection.anova_f import anova_f


@pytest.mark.parametrize("load", [load_iris, load_wine, load_breast_cancer])
def test_agrees_with_sklearn_on_real_data(load):
    X, y = load(return_X_y=True)
    F, dof = anova_f(X, y)
    want, p = f_classif(X, y)
    assert pytest.approx(want) == F
    assert stats.f.sf(F, *dof) == pytest.approx(p, rel=1e-6, abs=0)


@pytest.mark.parametrize("seed", range(4))
def test_agrees_with_scipy_on_uneven_classes(seed):
    rng = np.random.default_rng(seed)
    y = np.repeat(["a", "b", "c"], [5, 20, 11])
    X = rng.normal(size=(36, 3)) + (y == "c")[:, None] * [0.0, 1.0, 5.0]
    F, dof = anova_f(X, y)
    want = [
        stats.f_oneway(*(column[y == c] for c in "abc")).statistic for column in X.T
    ]
    assert pytest.approx(want) == F
    assert dof == (2, 33)


@pytest.mark.parametrize("seed", range(3))
def test_two_classes_give_the_square_of_t(seed):
    rng = np.random.default_rng(seed)
    x, y = rng.normal(size=30), np.arange(30) % 2
    t = stats.ttest_ind(x[y == 1], x[y == 0]).statistic
    assert anova_f(x[:, None], y)[0][0] == pytest.approx(t**2)


def test_by_hand():
    # means 2 and 5, grand mean 3.5: between 2 * 3 * 1.5^2 = 13.5, within 2 + 2 = 4
    F, dof = anova_f([[1], [2], [3], [4], [5], [6]], [0, 0, 0, 1, 1, 1])
    assert F[0] == pytest.approx(13.5 / (4 / 4))
    assert dof == (1, 4)


def test_unit_and_origin_do_not_matter():
    X, y = load_wine(return_X_y=True)
    want = anova_f(X, y)[0]
    assert anova_f(X * 1e-200, y)[0] == pytest.approx(want)
    assert anova_f(X * 1e200, y)[0] == pytest.approx(want)
    assert anova_f(X - 1e4, y)[0] == pytest.approx(want, rel=1e-6)


def test_constant_columns_are_neither_nan_nor_noise():
    y = [0, 0, 0, 1, 1, 1]
    X = np.column_stack([np.full(6, 0.1), [0.1] * 3 + [0.7] * 3, [1, 2, 3, 1, 2, 3]])
    F, _ = anova_f(X, y)
    assert F[0] == 0.0
    assert F[1] == np.inf
    assert F[2] == pytest.approx(0.0, abs=1e-15)


def test_xor_is_invisible():
    X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]] * 5)
    assert anova_f(X, X[:, 0] ^ X[:, 1])[0] == pytest.approx([0.0, 0.0])


@pytest.mark.parametrize(
    ("X", "y", "message"),
    [
        ([1, 2, 3], [0, 1, 1], "X must"),
        (np.empty((0, 2)), [], "X must"),
        ([[1.0], [np.nan], [2.0]], [0, 1, 1], "finite"),
        ([[1.0], [2.0], [3.0]], [0, 1], "one label"),
        ([[1.0], [2.0], [3.0]], [[0], [1], [1]], "one label"),
        ([[1.0], [2.0], [3.0]], [0.2, 1.3, 1.1], "class labels"),
        ([[1.0], [2.0], [3.0]], [1, 1, 1], "two classes"),
        ([[1.0], [2.0]], [0, 1], "more rows"),
        ([[1e308], [-1e308], [0.0]], [0, 1, 1], "rescale"),
    ],
)
@pytest.mark.filterwarnings("ignore:overflow")
def test_bad_input_is_refused(X, y, message):
    with pytest.raises(ValueError, match=message):
        anova_f(X, y)
