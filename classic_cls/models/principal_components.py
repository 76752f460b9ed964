"""Principal components, as many as the training images allow."""

from numbers import Integral
from typing import Self

import numpy as np
from sklearn.base import BaseEstimator, ClassNamePrefixFeaturesOutMixin, TransformerMixin
from sklearn.decomposition import PCA
from sklearn.utils.validation import check_is_fitted, validate_data

from .._compat import Interval
from .._typing import Data, RandomState
from ._precision import KeepsPrecision


class PrincipalComponents(
    KeepsPrecision, ClassNamePrefixFeaturesOutMixin, TransformerMixin, BaseEstimator
):
    """Project onto at most ``n_components`` principal components.

    scikit-learn's ``PCA`` refuses more components than rows or columns; with the same
    setting a small fold would then fail where a large one does not. This one takes fewer.

    Parameters
    ----------
    n_components : int
        Components wanted, 1 or more.
    random_state : int or None
        Seed of the randomised solver, which serves large matrices.

    Attributes
    ----------
    pca_ : sklearn.decomposition.PCA
        Fitted, with ``min(n_components, n_rows, n_columns)`` components.

    References
    ----------
    M. Turk and A. Pentland (1991), "Eigenfaces for recognition".

    Examples
    --------
    >>> import numpy as np
    >>> X = np.random.default_rng(0).normal(size=(6, 40))
    >>> PrincipalComponents(200).fit_transform(X).shape
    (6, 6)
    """

    _parameter_constraints = {
        "n_components": [Interval(Integral, 1, None, closed="left")],
        "random_state": ["random_state"],
    }

    def __init__(self, n_components: int = 200, random_state: RandomState = None):
        self.n_components = n_components
        self.random_state = random_state

    def fit(self, X: Data, y: object = None) -> Self:
        """Find the components of rows ``(n_rows, n_columns)``."""
        self._validate_params()
        X = validate_data(self, X, dtype=["float64", "float32"], ensure_min_samples=2)
        n_components = min(self.n_components, *X.shape)
        with np.errstate(invalid="ignore"):  # the shares of a variance of 0, where rows are equal
            self.pca_ = PCA(n_components, random_state=self.random_state).fit(X)
        self._n_features_out = n_components
        return self

    def transform(self, X: Data) -> np.ndarray:
        """Coordinates along the components, ``(n, n_components_found)``."""
        check_is_fitted(self)
        X = validate_data(self, X, dtype=["float64", "float32"], reset=False)
        return self.pca_.transform(X)
