"""Scores for the selection of columns."""

import numpy as np
from sklearn.feature_selection import f_classif

__all__ = ["anova_f"]


def anova_f(X, y):
    """F statistic of every column, for single labels and for multilabel targets.

    Parameters
    ----------
    X : ndarray of shape (n, n_features)
    y : ndarray of shape (n,) or (n, n_labels)
        Labels, or a 0/1 indicator matrix: a column then counts by its best label.

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
    X = np.asarray(X)
    labels = np.asarray(y).reshape(len(X), -1).T
    varies = np.flatnonzero(np.ptp(X, axis=0) > 0)
    scores = np.zeros(X.shape[1])
    for label in labels:
        if len(varies) and len(np.unique(label)) > 1:
            with np.errstate(divide="ignore", invalid="ignore"):
                found = np.nan_to_num(f_classif(X[:, varies], label)[0], posinf=np.finfo(float).max)
            scores[varies] = np.maximum(scores[varies], found)
    return scores
