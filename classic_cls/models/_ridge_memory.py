"""What kernel ridge still knows of the rows that it was fitted on."""

import numpy as np

from ._gaussian import Rows, gaussian_among
from .kernel_ridge import KernelRidgeClassifier

# Targets are -1 and 1; those of a model that was altered, or weighted, come out otherwise.
_MOST_OFF = 0.25


def remembered_rows(classifier: KernelRidgeClassifier) -> tuple[np.ndarray, np.ndarray] | None:
    """Rows ``(n, n_features)`` and classes ``(n,)`` of a fit that kept all its rows.

    Every row is a centre, so the equations can be read backwards: kernel and votes give the targets
    that they were solved for. None where rows were drawn or stand in components, and of weighted
    classes or several labels.

    >>> rows, labels = np.array([[0.0], [1.0], [5.0], [6.0]]), ["a", "a", "b", "c"]
    >>> found = remembered_rows(KernelRidgeClassifier().fit(rows, labels))
    >>> found[0].round(3).ravel().tolist(), found[1].tolist()
    ([0.0, 1.0, 5.0, 6.0], ['a', 'a', 'b', 'c'])
    """
    if classifier.multilabel_ or classifier.reduction_ is not None or classifier.class_weight:
        return None
    rows = Rows(classifier.rows_, classifier.squares_)
    kernel = gaussian_among(rows, classifier.gamma_)
    targets = kernel @ classifier.weights_ + classifier.alpha_ * classifier.weights_
    targets += classifier.intercept_
    if np.abs(np.abs(targets) - 1).max() > _MOST_OFF:
        return None
    binary = targets.shape[1] == 1
    codes = (targets[:, 0] > 0).astype(int) if binary else targets.argmax(axis=1)
    X = classifier.rows_ * classifier.rows_.dtype.type(classifier.scale_) + classifier.center_
    return X, classifier.classes_[codes]
