"""Numbers of the page Feature Selection, recomputed."""

from functools import cache
from itertools import combinations
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import stats
from sklearn.datasets import load_breast_cancer, load_wine
from sklearn.ensemble import RandomForestRegressor
from sklearn.linear_model import lasso_path
from sklearn.metrics import r2_score
from sklearn.model_selection import StratifiedKFold

from snippets.c04_feature_selection.mrmr import mrmr
from snippets.c04_feature_selection.mutual_information import (
    apply_bins,
    mutual_information,
    quantile_edges,
)
from snippets.c04_feature_selection.permutation_importance import (
    permutation_importance,
)
from snippets.c04_feature_selection.shapley import shapley_values
from snippets.c04_feature_selection.stability_selection import half_sample_selections

Array = NDArray[np.float64]
Labels = NDArray[np.int64]


class Importances(NamedTuple):
    """Importances of one forest; the pair is columns signal and twin together."""

    permutation: Array
    pair: float
    impurity: Array
    shap: Array


def _nearest_mean(X: Array, y: Labels, new: Array) -> NDArray[np.bool_]:
    """Whether each new row is closer to the mean of class 1 than of class 0."""
    zero, one = X[y == 0].mean(axis=0), X[y == 1].mean(axis=0)
    closer = ((new - one) ** 2).sum(axis=1) < ((new - zero) ** 2).sum(axis=1)
    return np.asarray(closer)


def _order_by_f(X: Array, y: Labels) -> NDArray[np.intp]:
    """Columns by falling F for two classes; F rises with the squared correlation."""
    unit, side = X - X.mean(axis=0), y - y.mean()
    squared = (side @ unit) ** 2 / (unit**2).sum(axis=0)
    return np.argsort(-squared)


def _noise_study(data_sets: int, columns: int, *, inside: bool = True) -> Array:
    """5-fold accuracy (data_sets, 2) on noise: selection outside, inside the folds.

    60 rows of two equal classes, standard normal columns without signal; the 20
    columns with the largest F, then the nearest class mean. Folds hold 6 + 6 rows.
    Without `inside` both are the first, which saves the selection in every fold.
    """
    out = np.empty((data_sets, 2))
    rng, y = np.random.default_rng(4), np.repeat([0, 1], 30)
    for data_set in range(data_sets):
        X = rng.normal(size=(60, columns))
        fold = np.concatenate([rng.permutation(30) % 5, rng.permutation(30) % 5])
        all_rows = _order_by_f(X, y)[:20]
        hits = np.zeros(2)
        for k in range(5):
            train, test = fold != k, fold == k
            own = _order_by_f(X[train], y[train])[:20] if inside else all_rows
            for way, chosen in enumerate((all_rows, own)):
                A, B = X[np.ix_(train, chosen)], X[np.ix_(test, chosen)]
                hits[way] += np.sum(_nearest_mean(A, y[train], B) == y[test])
        out[data_set] = hits / y.size
    return out


@cache
def _noise_accuracies() -> Array:
    """The study on 80 data sets of 500 columns."""
    return _noise_study(80, 500)


def _wine_accuracy(noise: int, draws: int) -> float:
    """5-fold accuracy of 5-NN on wine with `noise` normal columns, mean over draws.

    Standardized on training rows of each fold; tied votes go to the lower class.
    """
    wine, y = load_wine(return_X_y=True)
    folds = StratifiedKFold(5, shuffle=True, random_state=0)
    accuracy = []
    for seed in range(draws):
        extra = np.random.default_rng(seed).normal(size=(len(wine), noise))
        X = np.hstack([wine, extra])
        for train, test in folds.split(X, y):
            mean, spread = X[train].mean(axis=0), X[train].std(axis=0)
            A, B = (X[train] - mean) / spread, (X[test] - mean) / spread
            distance = (A**2).sum(axis=1) - 2 * B @ A.T  # without |b|^2, same order
            near = y[train][np.argsort(distance, axis=1)[:, :5]]
            votes = (near[:, :, None] == np.arange(3)).sum(axis=1)
            accuracy.append(np.mean(votes.argmax(axis=1) == y[test]))
    return float(np.mean(accuracy))


def _signal_rows(seed: int, twin: bool) -> tuple[Array, Array]:
    """400 rows: signal, second, noise (, twin = signal + N(0, 0.1^2)), and y.

    y = 2 * signal + 1.5 * second + N(0, 1); the twin is not in the formula.
    """
    rng = np.random.default_rng(seed)
    signal, second, noise, error, jitter = rng.normal(size=(5, 400))
    columns = [signal, second, noise] + ([signal + 0.1 * jitter] if twin else [])
    return np.column_stack(columns), 2 * signal + 1.5 * second + error


def _predict(forest: RandomForestRegressor, X: Array) -> Array:
    """`forest.predict` without its input checks, which cost more than the trees."""
    rows = np.ascontiguousarray(X, dtype=np.float32)
    votes = [tree.tree_.predict(rows).reshape(-1) for tree in forest.estimators_]
    return np.asarray(np.mean(votes, axis=0))


@cache
def _importances(twin: bool) -> Importances:
    """Importances in a default forest of 50 trees, fitted on 400 rows.

    Permutation: loss of R^2 on 400 other rows, 5 shuffles. SHAP: mean |exact Shapley
    value| over 30 of these, interventional, background of 25.
    """
    X, y = _signal_rows(0, twin)
    new, target = _signal_rows(1, twin)
    forest = RandomForestRegressor(50, random_state=0).fit(X, y)
    d = X.shape[1]
    loss = permutation_importance(
        lambda Z, t: float(r2_score(t, _predict(forest, Z))),
        new,
        target,
        rng=np.random.default_rng(0),
        n_repeats=5,
        groups=[[j] for j in range(d)] + [[0, d - 1] if twin else [0]],
    ).mean(axis=1)

    explained, background = new[:30], new[30:55]
    teams = [c for k in range(d + 1) for c in combinations(range(d), k)]
    rows = np.broadcast_to(background, (len(teams), 30, 25, d)).copy()
    for t, team in enumerate(teams):
        rows[t][..., list(team)] = explained[:, None, list(team)]
    value = _predict(forest, rows.reshape(-1, d)).reshape(len(teams), 30, 25).mean(-1)
    place = {team: t for t, team in enumerate(teams)}
    phi = [
        shapley_values(lambda team, i=i: float(value[place[team], i]), d)  # type: ignore[misc]
        for i in range(30)
    ]
    return Importances(
        loss[:d], float(loss[d]), forest.feature_importances_, np.abs(phi).mean(axis=0)
    )


@cache
def _twin_selections() -> NDArray[np.bool_]:
    """Lasso (penalty 0.25) on 100 halves of 120 rows, 200 columns: (100, 200).

    y = x0 + x2 + 0.8 x3 + 0.6 x4 + N(0, 1); x1 = x0 + N(0, 0.1^2), the rest noise.
    """
    rng = np.random.default_rng(0)
    X = rng.normal(size=(120, 200))
    X[:, 1] = X[:, 0] + 0.1 * rng.normal(size=120)
    y = X[:, [0, 2, 3, 4]] @ [1.0, 1.0, 0.8, 0.6] + rng.normal(size=120)

    def select(rows: NDArray[np.intp]) -> list[int]:
        part = X[rows]
        unit = (part - part.mean(axis=0)) / part.std(axis=0)
        target = y[rows] - y[rows].mean()
        weights = lasso_path(unit, target, alphas=[0.25])[1][:, 0]
        return [int(j) for j in np.flatnonzero(weights)]

    return half_sample_selections(select, 120, 200, rng=np.random.default_rng(1))


@cache
def _overlaps() -> tuple[float, float]:
    """Mean |correlation| among 5 breast-cancer columns: best by MI, and by mRMR.

    Columns in 10 quantile bins; mutual information for relevance and redundancy; all
    569 rows, so this describes the data and scores no model.
    """
    X, y = load_breast_cancer(return_X_y=True)
    codes = [apply_bins(column, quantile_edges(column, n_bins=10)) for column in X.T]
    relevance = np.array([mutual_information(code, y) for code in codes])
    redundancy = np.zeros((30, 30))
    for a, b in combinations(range(30), 2):
        redundancy[a, b] = redundancy[b, a] = mutual_information(codes[a], codes[b])
    R = np.abs(np.corrcoef(X.T))
    above = np.triu_indices(5, 1)
    top = np.argsort(-relevance)[:5].tolist()
    spread = mrmr(relevance, redundancy, k=5)
    return (
        float(R[np.ix_(top, top)][above].mean()),
        float(R[np.ix_(spread, spread)][above].mean()),
    )


def noise_accuracy_outside() -> float:
    """Mean 5-fold accuracy on 80 noise data sets, columns chosen on all rows."""
    return float(_noise_accuracies()[:, 0].mean())


def noise_accuracy_inside() -> float:
    """The same with the columns chosen again on the training rows of each fold."""
    return float(_noise_accuracies()[:, 1].mean())


def noise_accuracy_ten_thousand() -> float:
    """Mean accuracy with columns chosen on all rows, 10 data sets of 10,000 columns."""
    return float(_noise_study(10, 10_000, inside=False)[:, 0].mean())


def noise_accuracy_standard_error() -> float:
    """Standard error, in points, of the mean inside the folds over 80 data sets."""
    return float(100 * _noise_accuracies()[:, 1].std(ddof=1) / np.sqrt(80))


def wine_accuracy() -> float:
    """5-fold accuracy of 5-NN on the 13 standardized columns of wine."""
    return _wine_accuracy(0, draws=1)


def wine_accuracy_with_noise() -> float:
    """The same with 1,000 columns of normal noise added, mean of 10 draws of them."""
    return _wine_accuracy(1000, draws=10)


def mi_of_independent_columns() -> float:
    """Mean plug-in MI (nats) of 10 equal bins and a fair coin, 100 rows, 1,000 draws.

    x is drawn continuous and binned at its own quantiles; x and y are independent.
    """
    rng = np.random.default_rng(0)
    draws = []
    for _ in range(1000):
        x = rng.normal(size=100)
        codes = apply_bins(x, quantile_edges(x, n_bins=10))
        draws.append(mutual_information(codes, rng.integers(0, 2, 100)))
    return float(np.mean(draws))


def permutation_alone() -> float:
    """Loss of test R^2 when signal is shuffled, forest without the twin."""
    return float(_importances(False).permutation[0])


def permutation_beside_twin() -> float:
    """Loss of test R^2 when signal is shuffled, forest with the twin."""
    return float(_importances(True).permutation[0])


def permutation_of_pair() -> float:
    """Loss of test R^2 when signal and twin are shuffled together."""
    return _importances(True).pair


def impurity_of_noise() -> float:
    """Share of the impurity importance that the noise column gets, without the twin."""
    return float(_importances(False).impurity[2])


def wrong_sign_share() -> float:
    """Probability that a least-squares coefficient of y = x1 + x2 + e is negative.

    50 rows, Gaussian columns of correlation 0.98, e of standard deviation 2; at least
    one of the two. The part of x1 that x2 and the intercept leave over has a sum of
    squares of (1 - 0.98^2) times chi-squared with 48 degrees of freedom, so w1 < 0 is
    an event of Student's t. Both negative: below 1e-12, since w1 + w2 is near 2.
    """
    size = np.sqrt(48 * (1 - 0.98**2)) / 2
    return float(2 * stats.t.cdf(-size, 48))


def true_loss_of_shuffle() -> float:
    """Expected loss of R^2 when signal is shuffled under the true function.

    y = 2 * signal + 1.5 * second + N(0, 1), all of variance 1: 2 * 2^2 / Var(y).
    """
    return 2 * 2**2 / (2**2 + 1.5**2 + 1)


def overlap_of_best() -> float:
    """Mean |correlation| among the 5 columns of largest MI, breast cancer."""
    return _overlaps()[0]


def overlap_of_mrmr() -> float:
    """Mean |correlation| among the first 5 mRMR columns, breast cancer."""
    return _overlaps()[1]


def twin_frequency() -> float:
    """Share of 100 halves in which the lasso keeps x0, the column of the formula."""
    return float(_twin_selections()[:, 0].mean())


def either_twin_frequency() -> float:
    """Share of 100 halves in which the lasso keeps x0 or its copy x1."""
    return float(_twin_selections()[:, :2].any(axis=1).mean())
