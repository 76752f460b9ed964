"""Scores for the selection of columns."""

import numpy as np
from sklearn.feature_selection import f_classif

from .._typing import Data
from .._validation import UNKNOWN


def anova_f(X: Data, y: Data) -> np.ndarray:
    """F statistic of every column, for single labels and for multilabel targets.

    Parameters
    ----------
    X : ndarray of shape (n, n_features)
    y : ndarray of shape (n,) or (n, n_labels)
        Labels, or an indicator matrix of 1, 0 and -1 (unknown): a column then counts by
        its best label, which is looked at on the rows where it is known.

    Returns
    -------
    ndarray of shape (n_features,)
        Zero for constant columns; finite.

    Examples
    --------
    >>> import numpy as np
    >>> X = np.array([[0.0, 1.0, 7.0], [0.1, 5.0, 7.0], [0.9, 2.0, 7.0], [1.0, 4.0, 7.0]])
    >>> anova_f(X, np.array(["a", "a", "b", "b"])).round(1)
    array([162.,   0.,   0.])
    """
    X, y = np.asarray(X), np.asarray(y)
    scores = np.zeros(X.shape[1])
    for label in y.reshape(len(X), -1).T:
        rows = label != UNKNOWN if y.ndim == 2 else slice(None)
        scores = np.maximum(scores, _finite_f(X[rows], label[rows]))
    return scores


def _finite_f(X, label):
    scores = np.zeros(X.shape[1])
    varies = np.flatnonzero(np.ptp(X, axis=0) > 0) if len(X) else []
    if len(varies) and len(np.unique(label)) > 1:
        with np.errstate(divide="ignore", invalid="ignore"):
            found = f_classif(X[:, varies], label)[0]
        scores[varies] = np.nan_to_num(found, posinf=np.finfo(float).max)
    return scores
