"""How far rows lie from others, counted by how these vary."""

from numbers import Integral, Real
from typing import Self

import numpy as np
from sklearn.base import BaseEstimator
from sklearn.utils.validation import check_is_fitted, validate_data

from .._compat import Interval
from .._typing import Data, RandomState
from .principal_components import PrincipalComponents

# Of the smallest variance of a component: directions in which no row differs say much, not all.
_LEAST_NOISE = 1e-3


class MahalanobisDistance(BaseEstimator):
    """Score rows by their Mahalanobis distance from the fitted ones.

    There are fewer rows than columns, so the covariance is that of the probabilistic model of
    principal components: a variance for each of the components, and one for all other directions.
    For :class:`OneClassClassifier`, as scikit-learn's ``PCA`` scores rows by a matrix of columns by
    columns, which thousands of columns make slow and large.

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
    variances_ : ndarray of shape (n_components,)
        Of the fitted rows along each of them.
    noise_ : float
        Their variance along every other direction.

    References
    ----------
    M. Tipping and C. Bishop (1999), "Probabilistic principal component analysis", Journal of the
    Royal Statistical Society B 61.

    Examples
    --------
    >>> X = np.random.default_rng(0).normal(size=(200, 2)) * [9, 1]
    >>> MahalanobisDistance().fit(X).score_samples([[18, 0], [0, 2]]).round(1).tolist()
    [-2.1, -2.0]
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
        n = min(1 + int(np.count_nonzero(held < self.share * total)), len(held))
        found.components_ = found.components_[:n]
        found.singular_values_ = found.singular_values_[:n]
        found._n_features_out = n
        least = np.finfo(X.dtype).tiny
        self.variances_ = np.maximum(found.singular_values_**2 / len(X), least)
        n_others = X.shape[1] - n  # by the rows, distances would grow with their number
        rest = (total - float(held[n - 1])) / len(X)
        noise = rest / n_others if n_others > 0 and rest > 0 else 0.0
        self.noise_ = max(noise, _LEAST_NOISE * float(self.variances_[-1]))
        self.reduction_ = found
        return self

    def score_samples(self, X: Data) -> np.ndarray:
        """Distances ``(n,)``, negated: more is more usual."""
        check_is_fitted(self)
        X = validate_data(self, X, dtype=[np.float64, np.float32], reset=False)
        inside = np.asarray(self.reduction_.transform(X), float) ** 2
        whole = np.sum((X - self.reduction_.mean_) ** 2, axis=1, dtype=float)
        left = np.maximum(whole - inside.sum(axis=1), 0)
        return -np.sqrt(np.sum(inside / self.variances_, axis=1) + left / self.noise_)
