"""Principal components, as many as the training images allow."""

from collections.abc import Iterator
from numbers import Integral
from typing import Self

import numpy as np
from scipy.linalg import eigh
from scipy.linalg.blas import dsyrk
from sklearn.base import BaseEstimator, ClassNamePrefixFeaturesOutMixin, TransformerMixin
from sklearn.decomposition import PCA
from sklearn.utils.validation import check_is_fitted, validate_data

from .._compat import Interval
from .._typing import Data, RandomState
from ._precision import KeepsPrecision
from ._rows import rows_for

# Rows or columns up to which exact components cost no more than the randomised solver's 600.
_MOST_EXACT = 2500
# Of the largest singular value: the squares of smaller ones have less than four digits left.
_LEAST = 1e-6
# Numbers that are made double together.
_TILE = 1 << 20


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
        Seed of scikit-learn's randomised solver, which takes over where both rows and columns are
        more than 2,500 and more than four times the components.

    Attributes
    ----------
    mean_ : ndarray of shape (n_columns,)
        Mean training row, in double precision.
    components_ : ndarray of shape (n_found, n_columns)
        Orthonormal rows, most variance first; the entry farthest from 0 is positive. ``n_found`` is
        ``min(n_components, n_rows - 1, n_columns)`` at most. Zeros, if all rows are equal.
    singular_values_ : ndarray of shape (n_found,)
        Lengths of the columns of centred training rows along the components.

    See Also
    --------
    sklearn.decomposition.PCA : The same components but for their signs, by an SVD.

    Notes
    -----
    They are the eigenvectors of the products of centred rows with one another, or of columns,
    whichever are fewer [1]_, summed in double precision whatever the rows are in. A product holds
    the square of a singular value, so these are known to half of the digits: components with less
    than a millionth of the largest, as well as those within the rounding of the rows [2]_, count
    as none.

    References
    ----------
    .. [1] M. Turk and A. Pentland, "Eigenfaces for recognition", 1991.
    .. [2] W. H. Press et al., "Numerical Recipes", section 2.6, 2007.

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
        self._fit(X)
        return self

    def fit_transform(self, X: Data, y: object = None) -> np.ndarray:
        """Find the components of rows; of few rows their coordinates come with it."""
        X, units = self._fit(X)
        if units is None:
            return self._project(X)
        return (units * self.singular_values_).astype(X.dtype)

    def transform(self, X: Data) -> np.ndarray:
        """Coordinates along the components, ``(n, n_found)``."""
        check_is_fitted(self)
        return self._project(rows_for(self, X))

    def _fit(self, X: Data) -> tuple[np.ndarray, np.ndarray | None]:
        """The rows, and their coordinates of unit length if they are known."""
        self._validate_params()
        X = validate_data(self, X, dtype=["float64", "float32"], ensure_min_samples=2)
        n_wanted = min(self.n_components, len(X) - 1, X.shape[1])
        self.mean_ = X.mean(axis=0, dtype=np.float64)
        if min(X.shape) <= max(_MOST_EXACT, 4 * n_wanted):
            values, components, units = _exact(X, self.mean_, n_wanted)
        else:
            values, components, units = _randomised(X, n_wanted, self.random_state)
        if not len(values):  # the steps behind want a column
            values, components, units = np.zeros(1), np.zeros((1, X.shape[1]), X.dtype), None
        self.singular_values_, self.components_ = values, components
        self._n_features_out = len(components)
        return X, units

    def _project(self, X: np.ndarray) -> np.ndarray:
        coordinates = np.empty((len(X), len(self.components_)), X.dtype)
        for rows in _slices(len(X), 4 * _TILE // X.shape[1]):
            centered = (X[rows] - self.mean_).astype(X.dtype, copy=False)
            coordinates[rows] = centered @ self.components_.T
        return coordinates


def _exact(X, mean, n_wanted):
    """Singular values, components and, of few rows, their coordinates of unit length."""
    is_wide = len(X) < X.shape[1]
    squares, vectors = _eigenvectors(_products(X, mean, is_wide), n_wanted)
    values = _telling(X, np.sqrt(squares.clip(0)))
    vectors = vectors[:, : len(values)]
    if not is_wide:
        components = vectors.T.astype(X.dtype, order="C")
    else:
        components = _combined(vectors.T / values[:, None], X, mean)
    farthest = np.abs(components).argmax(axis=1)[:, None]
    signs = np.sign(np.take_along_axis(components, farthest, axis=1))
    components *= signs
    return values, components, vectors * signs.T if is_wide else None


def _products(X, mean, is_wide):
    """Of centred rows with one another, or of columns; only the upper triangle is filled."""
    matrix = np.zeros((min(X.shape),) * 2, order="F")
    for some in _slices(max(X.shape), _TILE // len(matrix)):
        tile = X[:, some] - mean[some] if is_wide else X[some] - mean
        matrix = dsyrk(1, tile.T, beta=1, c=matrix, trans=is_wide, overwrite_c=True)
    return matrix


def _eigenvectors(matrix, n_wanted):
    """Of the largest eigenvalues, largest first."""
    n = len(matrix)
    # To find all of them is faster where most are wanted.
    how = {"driver": "evd"} if 2 * n_wanted > n else {"subset_by_index": [n - n_wanted, n - 1]}
    values, vectors = eigh(matrix, lower=False, overwrite_a=True, **how)
    return values[: -n_wanted - 1 : -1], vectors[:, : -n_wanted - 1 : -1]


def _combined(weights, X, mean):
    """Sums of centred rows, as precise as these."""
    sums = np.empty((len(weights), X.shape[1]), X.dtype)
    for some in _slices(X.shape[1], _TILE // len(X)):
        sums[:, some] = weights @ (X[:, some] - mean[some])
    return sums


def _randomised(X, n_wanted, random_state):
    solver = PCA(n_wanted, svd_solver="randomized", random_state=random_state)
    with np.errstate(invalid="ignore"):  # the shares of a variance of 0, where rows are equal
        pca = solver.fit(X)
    values = _telling(X, pca.singular_values_.astype(np.float64))
    return values, pca.components_[: len(values)], None


def _telling(X, values):
    """The singular values along which rows differ by more than rounding."""
    # Of the rows as they came, since taking their mean away is what rounds most.
    rounding = 0.5 * np.sqrt(sum(X.shape) + 1) * np.finfo(X.dtype).eps * np.linalg.norm(X)
    return values[values > max(rounding, _LEAST * values[0])]


def _slices(length: int, step: int) -> Iterator[slice]:
    step = max(1, step)
    return (slice(start, start + step) for start in range(0, length, step))
