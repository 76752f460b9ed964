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
    setting a small fold would then fail where a large one does not. This one takes fewer,
    and none in which the training rows do not differ (centred rows span one direction less
    than there are rows; copies span none): those directions are arbitrary.

    Parameters
    ----------
    n_components : int
        Components wanted, 1 or more.
    random_state : int or None
        Seed of the randomised solver, which serves large matrices.

    Attributes
    ----------
    pca_ : sklearn.decomposition.PCA
        Fitted, with ``min(n_components, n_rows - 1, n_columns)`` components at most.

    References
    ----------
    M. Turk and A. Pentland (1991), "Eigenfaces for recognition". What counts as no
    difference: W. H. Press et al. (2007), "Numerical Recipes", section 2.6.

    Examples
    --------
    >>> import numpy as np
    >>> X = np.random.default_rng(0).normal(size=(6, 40))
    >>> PrincipalComponents(200).fit_transform(X).shape
    (6, 5)
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
        self.pca_ = self._fit_components(X, min(self.n_components, len(X) - 1, X.shape[1]))
        directions = self._count_directions(X)
        if directions < self.pca_.n_components_:
            self.pca_ = self._fit_components(X, directions)
        self._n_features_out = self.pca_.n_components_
        return self

    def _fit_components(self, X: np.ndarray, n_components: int) -> PCA:
        with np.errstate(invalid="ignore"):  # the shares of a variance of 0, where rows are equal
            return PCA(n_components, random_state=self.random_state).fit(X)

    def _count_directions(self, X: np.ndarray) -> int:
        """Components along which the rows differ by more than rounding; at least one."""
        # Of the rows as they came, since taking their mean away is what rounds most.
        rounding = 0.5 * np.sqrt(sum(X.shape) + 1) * np.finfo(X.dtype).eps * np.linalg.norm(X)
        return max(1, int(np.count_nonzero(self.pca_.singular_values_ > rounding)))

    def transform(self, X: Data) -> np.ndarray:
        """Coordinates along the components, ``(n, n_components_found)``."""
        check_is_fitted(self)
        X = validate_data(self, X, dtype=["float64", "float32"], reset=False)
        return self.pca_.transform(X)
