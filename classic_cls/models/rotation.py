"""Exact rotation of matrices with more columns than rows."""

from typing import Self

import numpy as np
from sklearn.base import BaseEstimator, ClassNamePrefixFeaturesOutMixin, TransformerMixin
from sklearn.utils.validation import check_is_fitted, validate_data

from .._typing import Data
from ._precision import KeepsPrecision
from ._rows import rows_for


class RowSpaceRotation(
    KeepsPrecision, ClassNamePrefixFeaturesOutMixin, TransformerMixin, BaseEstimator
):
    """Rotate the columns into the space that the training rows span.

    With ``n`` rows and ``d > n`` columns the rows span at most ``n`` dimensions. A linear
    model with an L2 penalty has its weights in that span (representer theorem), so it
    can be fitted on ``n`` columns instead of ``d`` without changing a prediction.
    Matrices with no more columns than rows pass unchanged.

    Attributes
    ----------
    components_ : ndarray of shape (n_rows, n_columns) or None
        Orthonormal rows; None where nothing is rotated.
    n_features_in_ : int
        Number of columns.

    References
    ----------
    T. Hastie and R. Tibshirani (2004), "Efficient quadratic regularization for
    expression arrays", Biostatistics 5(3).

    Examples
    --------
    >>> import numpy as np
    >>> X = np.random.default_rng(0).normal(size=(5, 100))
    >>> rotated = RowSpaceRotation().fit_transform(X)
    >>> rotated.shape, bool(np.allclose(rotated @ rotated.T, X @ X.T))
    ((5, 5), True)
    """

    def fit(self, X: Data, y: object = None) -> Self:
        """Find an orthonormal basis of rows of finite numbers, ``(n_rows, n_columns)``."""
        X = validate_data(self, X, dtype=[np.float64, np.float32])
        self.components_ = None
        if X.shape[1] > X.shape[0]:
            self.components_ = np.ascontiguousarray(np.linalg.qr(X.T)[0].T)
        self._n_features_out = X.shape[1] if self.components_ is None else len(self.components_)
        return self

    def transform(self, X: Data) -> np.ndarray:
        """Coordinates of the rows in the basis, ``(n, min(n_rows, n_columns))``."""
        check_is_fitted(self)
        X = rows_for(self, X)
        return X if self.components_ is None else X @ self.components_.T
