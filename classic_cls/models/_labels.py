"""Labels of multilabel targets, of which some may be unknown."""

import numpy as np
from sklearn.base import clone

from .._validation import UNKNOWN
from ._groups import group_options
from .constant import ConstantSafeClassifier

__all__ = ["checked_indicator", "fitted_label", "multilabel_tags"]


def checked_indicator(y) -> np.ndarray:
    """``y`` as an array ``(n, n_labels)``, if it is a multilabel target.

    Raises
    ------
    ValueError
        If it holds anything but 1 (present), 0 (absent) and -1 (unknown).
    """
    y = np.asarray(y)
    if y.ndim != 2 or not np.isin(y, (0, 1, UNKNOWN)).all():
        raise ValueError(
            "y must be an indicator matrix (n, n_labels) of 1 (present), 0 (absent) and "
            f"{UNKNOWN} (unknown)"
        )
    return y


def fitted_label(estimator, X, label, groups=None) -> ConstantSafeClassifier:
    """Fit a classifier of one label on the rows where it is known.

    Parameters
    ----------
    estimator : classifier
        Cloned.
    X : ndarray of shape (n, n_features)
    label : ndarray of shape (n,)
        1, 0 and -1; of a label that no row knows nothing is found, ever.
    groups : array-like of shape (n,), optional

    Returns
    -------
    ConstantSafeClassifier
    """
    model = ConstantSafeClassifier(clone(estimator))
    known = np.flatnonzero(label != UNKNOWN)
    if not len(known):
        return model.fit(X[:1], np.zeros(1, int))
    if len(known) < len(label):
        X, label = X[known], label[known]
        groups = None if groups is None else np.asarray(groups)[known]
    return model.fit(X, label, **group_options(estimator, groups))


def multilabel_tags(tags):
    """Tags of a classifier that decides labels, and nothing else."""
    tags.target_tags.two_d_labels = True
    tags.target_tags.single_output = False
    tags.target_tags.multi_output = True
    tags.classifier_tags.multi_label = True
    tags.classifier_tags.multi_class = False
    return tags
