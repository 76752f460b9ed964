"""Square roots of columns."""

from typing import Self

import numpy as np
from sklearn.base import BaseEstimator, OneToOneFeatureMixin, TransformerMixin
from sklearn.utils.validation import validate_data

from .._typing import Data
from ._precision import KeepsPrecision
from ._rows import rows_for


class SignedSquareRoot(KeepsPrecision, OneToOneFeatureMixin, TransformerMixin, BaseEstimator):
    """Replace every value by the square root of its size, with its sign.

    Of a histogram a few large bins decide the Euclidean distance; among square roots it is
    the Hellinger distance, in which small bins count too. It learns nothing.

    References
    ----------
    R. Arandjelovic and A. Zisserman (2012), "Three things everyone should know to improve
    object retrieval", CVPR.

    Examples
    --------
    >>> SignedSquareRoot().fit_transform([[4.0, -9.0, 0.0]])
    array([[ 2., -3.,  0.]])
    """

    def fit(self, X: Data, y: object = None) -> Self:
        """Look at the number of columns of rows of finite numbers, ``(n, n_features)``."""
        validate_data(self, X, dtype=[np.float64, np.float32])
        return self

    def transform(self, X: Data) -> np.ndarray:
        """Square roots, of the type of ``X``."""
        X = rows_for(self, X)
        roots = np.abs(X)
        np.sqrt(roots, out=roots)
        return np.copysign(roots, X, out=roots)

    def __sklearn_tags__(self):
        tags = super().__sklearn_tags__()
        tags.requires_fit = False
        return tags
