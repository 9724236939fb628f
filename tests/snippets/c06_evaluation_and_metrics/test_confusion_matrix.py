import numpy as np
import pytest
from sklearn import metrics

from snippets.c06_evaluation_and_metrics.confusion_matrix import (
    average_f1,
    binary_scores,
    class_f1,
    confusion_matrix,
)


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("k", [2, 3, 6])
def test_counts_and_f1_agree_with_sklearn(seed, k):
    rng = np.random.default_rng(seed)
    y, pred = rng.integers(k, size=(2, 300))
    counts = confusion_matrix(y, pred, n_classes=k)
    np.testing.assert_array_equal(counts, metrics.confusion_matrix(y, pred))
    np.testing.assert_allclose(
        class_f1(counts), metrics.f1_score(y, pred, average=None)
    )
    for average in ("macro", "micro", "weighted"):
        assert average_f1(counts, average=average) == pytest.approx(
            metrics.f1_score(y, pred, average=average)
        )


@pytest.mark.parametrize("seed", range(5))
def test_binary_scores_agree_with_sklearn(seed):
    rng = np.random.default_rng(seed)
    y = (rng.random(400) < 0.2).astype(int)
    pred = np.where(rng.random(400) < 0.25, 1 - y, y)
    got = binary_scores(confusion_matrix(y, pred), beta=2.0)
    assert got["accuracy"] == pytest.approx(metrics.accuracy_score(y, pred))
    assert got["balanced_accuracy"] == pytest.approx(
        metrics.balanced_accuracy_score(y, pred)
    )
    assert got["precision"] == pytest.approx(metrics.precision_score(y, pred))
    assert got["recall"] == pytest.approx(metrics.recall_score(y, pred))
    assert got["specificity"] == pytest.approx(
        metrics.recall_score(y, pred, pos_label=0)
    )
    assert got["f_beta"] == pytest.approx(metrics.fbeta_score(y, pred, beta=2.0))
    assert got["mcc"] == pytest.approx(metrics.matthews_corrcoef(y, pred))


def test_by_hand_ten_thousand_transactions():
    got = binary_scores([[9580, 320], [20, 80]])
    assert got["precision"] == 0.2
    assert got["recall"] == 0.8
    assert got["f_beta"] == pytest.approx(0.32)  # harmonic; the plain mean is 0.5
    assert got["accuracy"] == 0.966
    assert got["mcc"] == pytest.approx(760_000 / np.sqrt(400 * 100 * 9900 * 9600))


def test_rows_are_the_actual_class_and_a_missing_class_keeps_its_row():
    counts = confusion_matrix([0, 0, 1], [1, 1, 1])
    np.testing.assert_array_equal(counts, [[0, 2], [0, 1]])
    np.testing.assert_array_equal(confusion_matrix([0], [0]), [[1, 0], [0, 0]])


def test_integer_float_and_bool_labels_agree():
    y, pred = np.array([0, 1, 1, 0]), np.array([0, 1, 0, 0])
    want = confusion_matrix(y, pred)
    np.testing.assert_array_equal(confusion_matrix(y * 1.0, pred == 1), want)


def test_undefined_scores_are_nan_not_zero():
    never = binary_scores([[99, 0], [1, 0]])
    assert np.isnan(never["precision"])
    assert np.isnan(never["mcc"])
    assert never["recall"] == 0.0
    assert never["f_beta"] == 0.0
    assert np.isnan(class_f1([[5, 0], [0, 0]])[1])
    assert np.isnan(average_f1([[5, 0], [0, 0]], average="macro"))
    np.testing.assert_allclose(class_f1([[9, 0], [1, 0]]), [18 / 19, 0])


@pytest.mark.parametrize(
    ("y", "pred"),
    [([0, 2], [0, 1]), ([0, 1], [0, -1]), ([0], [0, 1]), ([], []), ([0.5], [0])],
)
def test_bad_labels_are_refused(y, pred):
    with pytest.raises(ValueError):
        confusion_matrix(y, pred)


@pytest.mark.parametrize("counts", [[[1, 2]], [[-1, 0], [0, 1]], [[0, 0], [0, 0]]])
def test_bad_matrices_are_refused(counts):
    with pytest.raises(ValueError):
        binary_scores(counts)


@pytest.mark.parametrize("counts", [[1, 2], [[1, 2]], [[-1, 0], [0, 1]], [[0]]])
def test_averages_need_a_square_matrix_of_counts(counts):
    for average in ("macro", "micro", "weighted"):
        with pytest.raises(ValueError, match="counts"):
            average_f1(counts, average=average)


def test_unknown_average_is_refused():
    with pytest.raises(ValueError, match="macro"):
        average_f1([[1, 0], [0, 1]], average="samples")
