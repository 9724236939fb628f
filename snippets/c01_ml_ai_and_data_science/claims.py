"""Numbers of the page Fundamentals of ML, AI, and Data Science, recomputed."""

from functools import cache
from itertools import combinations, product

import numpy as np
from numpy.typing import NDArray
from sklearn.datasets import load_breast_cancer, load_iris
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from snippets.c01_ml_ai_and_data_science.baselines import constant, fit_rule
from snippets.c01_ml_ai_and_data_science.lift_over_baseline import Lift, lift
from snippets.c01_ml_ai_and_data_science.no_free_lunch import (
    every_truth,
    inputs,
    off_training_accuracy,
)
from snippets.c01_ml_ai_and_data_science.perceptron import fit

Array = NDArray[np.float64]
Bits = NDArray[np.int64]


@cache
def _errors() -> dict[str, Array]:
    """0/1 errors of 5-fold out-of-fold predictions, breast cancer, 569 rows.

    Every baseline and model is fitted on the training folds alone; the rule picks its
    feature among the 30 there, by training errors.
    """
    X, y = load_breast_cancer(return_X_y=True)
    out = {
        name: np.empty(y.size)
        for name in ("majority", "rule", "logistic regression", "random forest")
    }
    folds = StratifiedKFold(5, shuffle=True, random_state=1)
    for train, test in folds.split(X, y):
        out["majority"][test] = constant(y[train], kind="majority")
        rules = [fit_rule(column, y[train]) for column in X[train].T]
        wrong = [
            np.sum((X[train, j] > r.threshold) != (y[train] == r.above))
            for j, r in enumerate(rules)
        ]
        j = int(np.argmin(wrong))
        above = X[test, j] > rules[j].threshold
        out["rule"][test] = np.where(above, rules[j].above, 1 - rules[j].above)
        linear = make_pipeline(StandardScaler(), LogisticRegression())
        out["logistic regression"][test] = linear.fit(X[train], y[train]).predict(
            X[test]
        )
        forest = RandomForestClassifier(40, random_state=0).fit(X[train], y[train])
        out["random forest"][test] = forest.predict(X[test])
    return {name: (guess != y).astype(np.float64) for name, guess in out.items()}


def _lift(model: str, baseline: str) -> Lift:
    errors = _errors()
    return lift(errors[model], errors[baseline])


def majority_accuracy() -> float:
    """Out-of-fold accuracy of the majority class, breast cancer."""
    return 1 - float(_errors()["majority"].mean())


def rule_accuracy() -> float:
    """Out-of-fold accuracy of the best one-feature threshold."""
    return 1 - float(_errors()["rule"].mean())


def logistic_accuracy() -> float:
    """Out-of-fold accuracy of scaled logistic regression."""
    return 1 - float(_errors()["logistic regression"].mean())


def lift_over_rule() -> float:
    """Error rate that logistic regression saves against the one-feature rule."""
    return _lift("logistic regression", "rule").saved


def lift_over_rule_low() -> float:
    """Lower end of the paired 95 % interval of that saving, rows as independent."""
    return _lift("logistic regression", "rule").low


def lift_over_rule_high() -> float:
    """Upper end of the paired 95 % interval of that saving."""
    return _lift("logistic regression", "rule").high


def share_over_rule() -> float:
    """Share of the rule's errors that logistic regression removes."""
    return _lift("logistic regression", "rule").share


def forest_lift_low() -> float:
    """Lower end, error rate that logistic regression saves against the forest."""
    return _lift("logistic regression", "random forest").low


def forest_lift_high() -> float:
    """Upper end, error rate that logistic regression saves against the forest."""
    return _lift("logistic regression", "random forest").high


def _nearest(X: Bits, y: Bits, new: Bits) -> Bits:
    """Vote of the closest training inputs (Hamming distance); a tied vote says 0."""
    gap = (new[:, None, :] != X[None, :, :]).sum(axis=2)
    close = gap == gap.min(axis=1, keepdims=True)
    return np.asarray(2 * (close * y).sum(axis=1) > close.sum(axis=1), dtype=np.int64)


def _opposite(X: Bits, y: Bits, new: Bits) -> Bits:
    """The opposite of what the nearest neighbors say."""
    return 1 - _nearest(X, y, new)


def _majority(X: Bits, y: Bits, new: Bits) -> Bits:
    """The more frequent training label; a tie says 0."""
    return np.full(len(new), int(2 * y.sum() > y.size))


LEARNERS = {
    "nearest neighbors": _nearest,
    "majority class": _majority,
    "opposite of nearest": _opposite,
}


def _linear_truths() -> Bits:
    """The 104 functions of 3 bits that a perceptron can represent."""
    X = inputs(3)
    planes = product(range(-3, 4), range(-3, 4), range(-3, 4), np.arange(-6.5, 7))
    w = np.array(list(planes))
    score = X @ w[:, :3].T - w[:, 3]
    return np.unique((score > 0).T.astype(np.int64), axis=0)


@cache
def _lunch(name: str, linear: bool) -> float:
    """Mean over all 56 training sets of 5 inputs of the off-training accuracy."""
    # Sets of one shape (pairwise distances of the 3 inputs left out) are images of one
    # another under symmetries of the cube, which neither learners nor truths notice.
    truths = _linear_truths() if linear else every_truth(3)
    X = inputs(3)
    shapes: dict[tuple[int, ...], list[tuple[int, ...]]] = {}
    for left in combinations(range(8), 3):
        gaps = sorted(int((X[i] != X[j]).sum()) for i, j in combinations(left, 2))
        shapes.setdefault(tuple(gaps), []).append(left)
    total = 0.0
    for alike in shapes.values():
        train = [i for i in range(8) if i not in alike[0]]
        score = off_training_accuracy(LEARNERS[name], train, truths, n_bits=3)
        total += len(alike) * float(score)
    return total / 56


def nearest_on_every_truth() -> float:
    """Off-training accuracy of nearest neighbors over all 256 truths on 3 bits."""
    return _lunch("nearest neighbors", False)


def nearest_on_linear_truths() -> float:
    """The same over the 104 linearly separable truths, weighted alike."""
    return _lunch("nearest neighbors", True)


def opposite_on_linear_truths() -> float:
    """Off-training accuracy of the opposite of nearest neighbors, 104 truths."""
    return _lunch("opposite of nearest", True)


def linear_truths() -> float:
    """How many of the 256 boolean functions on 3 bits are linearly separable."""
    return float(len(_linear_truths()))


def iris_mistakes() -> float:
    """Perceptron updates until setosa is told from the rest of iris, in file order."""
    X, y = load_iris(return_X_y=True)
    return float(fit(X, np.where(y == 0, 1, -1)).mistakes)
