"""What folds gave, kept in a file: the result is the same, and nothing is fitted again."""

import numpy as np
import pytest
from sklearn.datasets import load_iris
from sklearn.dummy import DummyClassifier
from sklearn.linear_model import LogisticRegression

from classic_cls import Protocol, cross_validate
from classic_cls.evaluation import folds_kept_in

X, Y = load_iris(return_X_y=True)
MANY = np.column_stack([Y == 0, Y > 0]).astype(int)


@pytest.mark.parametrize("labels", [Y, np.array(["ä", "b", "c"])[Y], Y.astype(object)])
def test_the_same_result_comes_from_the_file(tmp_path, labels):
    file, model = tmp_path / "folds.npz", LogisticRegression(max_iter=1000)
    with folds_kept_in(file):
        first = cross_validate(model, X, labels)
        again = cross_validate(DummyClassifier(), X, labels)  # which is not fitted
    assert again.figures == first.figures and again.fold_rows == first.fold_rows
    np.testing.assert_array_equal(again.predictions.scores, first.predictions.scores)
    assert cross_validate(model, X, labels).figures == first.figures  # kept nowhere any more


def test_several_labels(tmp_path):
    with folds_kept_in(tmp_path / "folds.npz"):
        first = cross_validate(DummyClassifier(), X, MANY)
        again = cross_validate(DummyClassifier(), X, MANY)
    assert again.figures == first.figures


def test_other_folds_and_other_files_are_refused(tmp_path):
    file = tmp_path / "folds.npz"
    with folds_kept_in(file):
        cross_validate(DummyClassifier(), X, Y)
        with pytest.raises(ValueError, match="folds.npz holds results of other folds"):
            cross_validate(DummyClassifier(), X, Y, Protocol(seed=1))
        for content in (b"", b"PK\x03\x04no zip", file.read_bytes()[:200]):
            file.write_bytes(content)
            with pytest.raises(ValueError, match="folds.npz holds no results of folds"):
                cross_validate(DummyClassifier(), X, Y)
    with folds_kept_in(None):
        cross_validate(DummyClassifier(), X, Y)
