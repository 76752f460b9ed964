"""How far rows lie off the principal components of others."""

from numbers import Integral, Real
from typing import Self

import numpy as np
from sklearn.base import BaseEstimator
from sklearn.utils.validation import check_is_fitted, validate_data

from .._compat import Interval
from .._typing import Data, RandomState
from .principal_components import PrincipalComponents


class DistanceFromSubspace(BaseEstimator):
    """Score rows by what the principal components of the fitted rows leave of them.

    What rows of one class have in common lies in a few directions; what is not of the class has
    parts in others. For :class:`OneClassClassifier`, as scikit-learn's ``PCA`` scores rows by a
    matrix of columns by columns, which thousands of columns make slow and large.

    Parameters
    ----------
    share : float, default=0.95
        Of the variance of the fitted rows, in (0, 1): as many components as hold it.
    max_components : int, default=200
        No more than these.
    random_state : int, RandomState or None
        Seed of the solver for many rows.

    Attributes
    ----------
    reduction_ : PrincipalComponents
        The components.

    References
    ----------
    J. E. Jackson and G. S. Mudholkar (1979), "Control procedures for residuals associated with
    principal component analysis", Technometrics 21.

    Examples
    --------
    >>> X = np.array([[0.0, 0, 0], [1, 0, 0], [3, 0, 0], [2, 0.1, 0]])
    >>> model = DistanceFromSubspace().fit(X)
    >>> model.score_samples([[9.0, 0.025, 0], [2, 0, 1]]).round(2).tolist()
    [-0.08, -1.0]
    """

    _parameter_constraints = {
        "share": [Interval(Real, 0, 1, closed="neither")],
        "max_components": [Interval(Integral, 1, None, closed="left")],
        "random_state": ["random_state"],
    }

    def __init__(
        self, share: float = 0.95, max_components: int = 200, random_state: RandomState = None
    ):
        self.share = share
        self.max_components = max_components
        self.random_state = random_state

    def fit(self, X: Data, y: object = None) -> Self:
        """Find the components of rows of finite numbers, ``(n, n_features)``."""
        self._validate_params()
        X = validate_data(self, X, dtype=[np.float64, np.float32], ensure_min_samples=2)
        found = PrincipalComponents(self.max_components, self.random_state).fit(X)
        total = float(np.sum((X - found.mean_) ** 2, dtype=float))
        held = np.cumsum(found.singular_values_**2)
        n = 1 + int(np.count_nonzero(held < self.share * total))
        found.components_ = found.components_[:n]
        found.singular_values_ = found.singular_values_[:n]
        found._n_features_out = len(found.components_)
        self.reduction_ = found
        return self

    def score_samples(self, X: Data) -> np.ndarray:
        """Distances from the subspace ``(n,)``, negated: more is more usual."""
        check_is_fitted(self)
        X = validate_data(self, X, dtype=[np.float64, np.float32], reset=False)
        inside = self.reduction_.transform(X)
        whole = np.sum((X - self.reduction_.mean_) ** 2, axis=1, dtype=float)
        left = whole - np.sum(np.asarray(inside, float) ** 2, axis=1)
        return -np.sqrt(np.maximum(left, 0))
