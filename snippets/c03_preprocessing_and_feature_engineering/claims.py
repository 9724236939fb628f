"""Numbers of the page Data Preprocessing and Feature Engineering, recomputed."""

from functools import cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.stats import norm
from sklearn.datasets import load_wine
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedKFold
from sklearn.neighbors import KNeighborsClassifier
from sklearn.tree import DecisionTreeClassifier

from snippets.c03_preprocessing_and_feature_engineering.imputation import fit_imputer
from snippets.c03_preprocessing_and_feature_engineering.outliers import (
    iqr_fences,
    is_outlier,
)
from snippets.c03_preprocessing_and_feature_engineering.scalers import fit_standard
from snippets.c03_preprocessing_and_feature_engineering.target_encoding import (
    fit_target_encoding,
    out_of_fold_encoding,
)

Array = NDArray[np.float64]
Mechanism = Literal["MCAR", "MAR", "MNAR"]
Fill = Literal["mean", "regression", "regression + noise"]


@cache
def _random_label_auc(rows_each: int, kind: str) -> float:
    """AUC of an encoded feature on 20,000 rows (or new ones), the label a fair coin."""
    rng = np.random.default_rng(3)
    category = (np.arange(20_000) // rows_each).tolist()
    y = (rng.random(20_000) < 0.5).astype(float)
    encoding = fit_target_encoding(category, y, smoothing=1.0)
    if kind == "naive":
        score = encoding.transform(category)
    elif kind == "out of fold":
        score = out_of_fold_encoding(category, y, rng=rng, smoothing=1.0)
    else:
        y = (rng.random(20_000) < 0.5).astype(float)  # fresh rows, same categories
        score = encoding.transform(category)
    return float(roc_auc_score(y, score))


@cache
def _test_auc(kind: str, rows_each: int) -> float:
    """Test AUC of a logistic regression on one real feature and an encoded category.

    P(y = 1) = sigmoid(x), x standard normal; the category (about rows_each training
    rows a level) has nothing to do with y. 10,000 rows each for training and test.
    """
    rng = np.random.default_rng(4)
    x = rng.normal(size=20_000)
    y = (rng.random(20_000) < 1 / (1 + np.exp(-x))).astype(float)
    category = rng.integers(10_000 // rows_each, size=20_000).tolist()
    train, test = slice(0, 10_000), slice(10_000, 20_000)
    encoding = fit_target_encoding(category[train], y[train], smoothing=1.0)
    if kind == "naive":
        encoded = encoding.transform(category[train])
    else:
        encoded = out_of_fold_encoding(
            category[train], y[train], rng=rng, smoothing=1.0
        )
    model = LogisticRegression(C=1e6).fit(
        np.column_stack([x[train], encoded]), y[train]
    )
    new = np.column_stack([x[test], encoding.transform(category[test])])
    return float(roc_auc_score(y[test], model.decision_function(new)))


@cache
def _leave_one_out() -> tuple[float, float, float]:
    """AUC of a leave-one-out mean alone; of a tree on category and mean: train, test.

    The label is a fair coin; 20 categories of 500 training rows, as many test rows;
    at least 20 rows a leaf. Test rows get the plain category mean of training.
    """
    rng = np.random.default_rng(8)
    code = np.arange(10_000) % 20
    y = (rng.random(10_000) < 0.5).astype(float)
    total, count = np.bincount(code, weights=y), np.bincount(code)
    others = (total[code] - y) / (count[code] - 1)
    tree = DecisionTreeClassifier(min_samples_leaf=20, random_state=0)
    tree.fit(np.column_stack([code, others]), y)
    y_new = (rng.random(10_000) < 0.5).astype(float)
    new = np.column_stack([code, (total / count)[code]])
    train = tree.predict_proba(np.column_stack([code, others]))[:, 1]
    return (
        float(roc_auc_score(y, others)),
        float(roc_auc_score(y, train)),
        float(roc_auc_score(y_new, tree.predict_proba(new)[:, 1])),
    )


@cache
def _after_fill(mechanism: Mechanism, fill: Fill) -> tuple[float, float]:
    """Mean of z and its correlation with x after filling 40 % of z; truth 0 and 0.7.

    100,000 rows, x and z standard normal. z goes missing by a coin (MCAR), or where x
    plus noise is large (MAR), or where z plus noise is large (MNAR).
    """
    rng = np.random.default_rng(5)
    x = rng.normal(size=100_000)
    z = 0.7 * x + np.sqrt(1 - 0.49) * rng.normal(size=x.size)
    noise = rng.normal(size=x.size)
    drive = {"MCAR": noise, "MAR": x + 0.5 * noise, "MNAR": z + 0.5 * noise}[mechanism]
    missing = drive > np.quantile(drive, 0.6)
    seen = ~missing
    filled = z.copy()
    if fill == "mean":
        filled[missing] = z[seen].mean()
    else:
        slope, intercept = np.polyfit(x[seen], z[seen], 1)
        filled[missing] = slope * x[missing] + intercept
        if fill == "regression + noise":
            spread = (z[seen] - slope * x[seen] - intercept).std()
            filled[missing] += spread * rng.normal(size=int(missing.sum()))
    return float(filled.mean()), float(np.corrcoef(x, filled)[0, 1])


@cache
def _mnar_auc(indicator: bool) -> float:
    """Test AUC of a logistic regression on one feature that is missing when large.

    P(y = 1) = sigmoid(2 z); z is missing with probability sigmoid(3 z - 1). Filled with
    the training median; 10,000 rows each for training and test.
    """
    rng = np.random.default_rng(6)
    z = rng.normal(size=20_000)
    y = rng.random(z.size) < 1 / (1 + np.exp(-2 * z))
    missing = rng.random(z.size) < 1 / (1 + np.exp(1 - 3 * z))
    X = np.where(missing, np.nan, z)[:, None]
    imputer = fit_imputer(X[:10_000])
    filled = imputer.transform(X)[:, : 2 if indicator else 1]
    model = LogisticRegression(C=1e6).fit(filled[:10_000], y[:10_000])
    return float(roc_auc_score(y[10_000:], model.decision_function(filled[10_000:])))


def _wine_accuracy(scaled: bool) -> float:
    """5-fold accuracy of 5 nearest neighbors on wine, scaler fitted in each fold."""
    X, y = load_wine(return_X_y=True)
    hits = 0
    folds = StratifiedKFold(5, shuffle=True, random_state=0)
    for train, test in folds.split(X, y):
        A, B = X[train], X[test]
        if scaled:
            scaler = fit_standard(A)
            A, B = scaler.transform(A), scaler.transform(B)
        hits += int(
            (KNeighborsClassifier(5).fit(A, y[train]).predict(B) == y[test]).sum()
        )
    return hits / len(y)


def naive_auc_train() -> float:
    """AUC on its own training rows of a naively encoded feature, random label.

    20,000 rows, 5 a category, smoothing 1, the label a fair coin: the truth is 0.5.
    """
    return _random_label_auc(5, "naive")


def out_of_fold_auc_train() -> float:
    """The same with 5-fold out-of-fold encoding."""
    return _random_label_auc(5, "out of fold")


def leave_one_out_pooled() -> float:
    """Training AUC of the leave-one-out mean as the only column, random label."""
    return _leave_one_out()[0]


def leave_one_out_tree_train() -> float:
    """Training AUC of a tree on category and leave-one-out mean, random label."""
    return _leave_one_out()[1]


def leave_one_out_tree_test() -> float:
    """Test AUC of the same tree."""
    return _leave_one_out()[2]


def model_auc_naive() -> float:
    """Test AUC, one real feature plus a useless category encoded naively."""
    return _test_auc("naive", 5)


def model_auc_out_of_fold() -> float:
    """Test AUC, the same features, training rows encoded out of fold."""
    return _test_auc("out of fold", 5)


def mar_mean_fill() -> float:
    """Mean of z after mean imputation, 40 % missing at random given x; truth 0."""
    return _after_fill("MAR", "mean")[0]


def mcar_correlation_mean_fill() -> float:
    """Correlation of x and z after mean imputation, 40 % MCAR; truth 0.7."""
    return _after_fill("MCAR", "mean")[1]


def mnar_auc_fill_only() -> float:
    """Test AUC with a median fill alone where large values go missing."""
    return _mnar_auc(indicator=False)


def mnar_auc_indicator() -> float:
    """Test AUC with a median fill and a missing indicator, same rows."""
    return _mnar_auc(indicator=True)


def tukey_flags_normal() -> float:
    """Share of a standard normal outside Tukey's fences (100,000 quantiles)."""
    x = norm.ppf((np.arange(100_000) + 0.5) / 100_000)
    return float(is_outlier(x, iqr_fences(x)).mean())


def tukey_flags_lognormal() -> float:
    """Share of a lognormal (sigma 1) outside Tukey's fences (100,000 quantiles)."""
    x = np.exp(norm.ppf((np.arange(100_000) + 0.5) / 100_000))
    return float(is_outlier(x, iqr_fences(x)).mean())


def wine_accuracy_raw() -> float:
    """5-fold accuracy of 5-nearest-neighbors on scikit-learn's wine data, raw units."""
    return _wine_accuracy(scaled=False)


def wine_accuracy_scaled() -> float:
    """The same with columns standardized inside each fold."""
    return _wine_accuracy(scaled=True)


def hash_collision_share() -> float:
    """Chance that one of 10,000 categories shares its column, 2^16 columns.

    Closed form for a uniform hash: 1 - (1 - 2**-16) ** 9,999.
    """
    return 1.0 - (1.0 - 2.0**-16) ** 9_999


def indicator_coefficient() -> float:
    """Coefficient of w with a mean fill and indicator for x, 40 % MCAR; truth 1.

    100,000 rows, y = x + w + noise, each term of variance 1, x and w correlated 0.7.
    """
    rng = np.random.default_rng(9)
    x, other, noise = rng.normal(size=(3, 100_000))
    w = 0.7 * x + np.sqrt(1 - 0.49) * other
    y = x + w + noise
    missing = rng.random(x.size) < 0.4
    filled = np.where(missing, x[~missing].mean(), x)
    design = np.column_stack([w, filled, missing, np.ones(x.size)])
    return float(np.linalg.lstsq(design, y, rcond=None)[0][0])


def _slope_after_draws(with_outcome: bool) -> float:
    """Slope of y on x, truth 1, after drawing 40 % of x, missing completely at random.

    100,000 rows, y = x + noise, each term of variance 1. The draws are normal around
    the mean of the observed x, or around their regression on y.
    """
    rng = np.random.default_rng(10)
    x, noise = rng.normal(size=(2, 100_000))
    y = x + noise
    missing = rng.random(x.size) < 0.4
    slope, intercept = 0.0, float(x[~missing].mean())
    if with_outcome:
        slope, intercept = np.polyfit(y[~missing], x[~missing], 1)
    spread = (x - slope * y - intercept)[~missing].std()
    drawn = slope * y + intercept + spread * rng.normal(size=x.size)
    return float(np.polyfit(np.where(missing, drawn, x), y, 1)[0])


def slope_drawn_without_outcome() -> float:
    """Slope of y on x after draws that ignore y; truth 1."""
    return _slope_after_draws(with_outcome=False)


def slope_drawn_with_outcome() -> float:
    """Slope of y on x after draws from the regression of x on y; truth 1."""
    return _slope_after_draws(with_outcome=True)
