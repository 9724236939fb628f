import numpy as np
import pytest
from sklearn.datasets import load_breast_cancer, load_wine
from sklearn.impute import SimpleImputer

from snippets.c03_preprocessing_and_feature_engineering.imputation import fit_imputer

NAN = np.nan


def holed(X, seed, columns=(0, 2)):
    """A copy of X with about 20 % of the given columns missing."""
    rng = np.random.default_rng(seed)
    X = np.array(X, dtype=float)
    for j in columns:
        X[rng.random(len(X)) < 0.2, j] = NAN
    return X


@pytest.mark.parametrize("strategy", ["mean", "median"])
@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("load", [load_breast_cancer, load_wine])
def test_as_sklearn_on_other_rows(strategy, seed, load):
    X = holed(load(return_X_y=True)[0], seed)
    train, test = X[::2], X[1::2]
    oracle = SimpleImputer(strategy=strategy, add_indicator=True).fit(train)
    got = fit_imputer(train, strategy=strategy).transform(test)
    np.testing.assert_allclose(got, oracle.transform(test), rtol=1e-12)


def test_by_hand():
    imputer = fit_imputer([[1, 5], [NAN, 6], [4, 7], [100, 8]])
    want = [[4, 5, 1], [2, 9, 0]]  # median of 1, 4, 100; only column 0 is flagged
    np.testing.assert_array_equal(imputer.transform([[NAN, 5], [2, 9]]), want)


def test_nothing_missing_and_one_row():
    np.testing.assert_array_equal(fit_imputer([[3, 4]]).transform([[1, 2]]), [[1, 2]])


def test_missing_where_training_was_complete():
    imputer = fit_imputer([[1.0, 5.0], [NAN, 7.0]])
    with pytest.raises(ValueError, match=r"columns \[1\]"):
        imputer.transform([[1.0, NAN]])
    np.testing.assert_array_equal(
        imputer.transform([[1.0, NAN]], on_new="fill"), [[1, 6, 0]]
    )


def test_the_input_is_left_alone():
    X = np.array([[1.0], [NAN]])
    fit_imputer(X).transform(X)
    assert np.isnan(X[1, 0])


@pytest.mark.parametrize(
    ("X", "match"),
    [
        ([[NAN, 1], [NAN, 2]], r"columns \[0\] hold no value"),
        ([[np.inf]], "infinite"),
        ([1.0, 2.0], "table"),
        (np.empty((0, 3)), "table"),
    ],
)
def test_bad_tables_are_refused(X, match):
    with pytest.raises(ValueError, match=match):
        fit_imputer(X)


def test_bad_knobs_are_refused():
    imputer = fit_imputer([[1.0], [NAN]])
    with pytest.raises(ValueError, match="strategy"):
        fit_imputer([[1.0]], strategy="mode")
    with pytest.raises(ValueError, match="on_new"):
        imputer.transform([[1.0]], on_new="drop")
    with pytest.raises(ValueError, match="fit saw 1"):
        imputer.transform([[1.0, 2.0]])
    with pytest.raises(ValueError, match="infinite"):
        imputer.transform([[-np.inf]])


@pytest.mark.parametrize(
    "x", [["1", "2"], [1 + 2j, 3], np.array(["2020-01-01"], dtype="datetime64[D]")]
)
def test_text_dates_and_complex_values_are_no_numbers(x):
    with pytest.raises(TypeError, match="must hold numbers"):
        fit_imputer(np.array(x)[:, None])
