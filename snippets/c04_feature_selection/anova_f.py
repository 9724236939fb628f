"""One-way ANOVA F of every column against a class label: O(n*k*d), k classes."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]


def anova_f(X: ArrayLike, y: ArrayLike) -> tuple[Array, tuple[int, int]]:
    """F of each column (d,) and its degrees of freedom (classes - 1, n - classes).

    F is the variance between class means over the variance inside classes (Fisher,
    1925). It sees a difference of means and nothing else. For two classes it is the
    square of Student's t. A constant column gets 0; a column that is constant inside
    every class and differs between them gets inf. Any change of unit or origin leaves
    F as it is. The p-value is `scipy.stats.f.sf(F, *dof)`.
    """
    data, labels = np.asarray(X, dtype=float), np.asarray(y)
    if data.ndim != 2 or 0 in data.shape or not np.isfinite(data).all():
        raise ValueError("X must be (n, d), not empty and finite: impute first")
    if labels.shape != (len(data),):
        raise ValueError("y must hold one label for each row of X")
    if labels.dtype.kind not in "biuUS":
        raise ValueError("y must be class labels (integers or strings)")
    classes, code, count = np.unique(labels, return_inverse=True, return_counts=True)
    n, k = len(data), len(classes)
    if k < 2 or n <= k:
        raise ValueError("F needs two classes or more, and more rows than classes")

    spread = np.ptp(data, axis=0)
    if not np.isfinite(spread).all():
        raise ValueError("a column's range overflows: rescale it")
    unit = (data - data[0]) / np.where(spread > 0, spread, 1.0)  # (n, d) in [-1, 1]
    member = (code[:, None] == np.arange(k)).astype(float)  # (n, k)
    means = member.T @ unit / count[:, None]  # (k, d)
    between = (count[:, None] * (means - unit.mean(axis=0)) ** 2).sum(axis=0)
    within = ((unit - means[code]) ** 2).sum(axis=0)

    flat = np.all([np.ptp(data[code == c], axis=0) == 0 for c in range(k)], axis=0)
    F = np.where(flat, np.inf, 0.0)
    np.divide(between / (k - 1), within / (n - k), out=F, where=~flat)
    F[spread == 0] = 0.0
    return F, (k - 1, n - k)
