"""Ridge classification with a Gaussian kernel, for tens of thousands of rows."""

from numbers import Real

import numpy as np
from scipy.linalg import get_lapack_funcs
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import check_is_fitted, validate_data

from .._compat import Interval

__all__ = ["KernelRidgeClassifier"]

# Rows and columns of the kernel that are worked out together.
_TILE = 1024
# LAPACK counts the elements of the packed kernel with 32 bits.
_MAX_ROWS = 65_000
_PRECISIONS = [np.float32, np.float64]


class KernelRidgeClassifier(ClassifierMixin, BaseEstimator):
    """Least squares on -1 and 1 for every class, in the space of a Gaussian kernel.

    A linear classifier adds up columns. This one asks how near a row is to each row it has learned
    from, and adds up their votes; so it draws curved borders, as a support vector machine with
    the same kernel does. The weights of the votes solve one system of linear equations, with as
    many unknowns as there are rows: no iterations, nearly all of it matrix products, and ten
    classes cost what two do. In single precision, which the rows decide, 10,000 of them take
    seconds and 0.2 GB, 50,000 minutes and 5 GB. All of them are kept for the prediction. Columns
    should be of one scale: put a ``StandardScaler`` before it.

    Parameters
    ----------
    alpha : float, default=0.003
        Strength of the penalty; the kernel of a row with itself is about ``2 gamma``.
    gamma : float, default=0.07
        How fast nearness falls with the squared distance, in units of the mean squared distance
        of the rows from their mean. Small values make it nearly a linear classifier.

    Attributes
    ----------
    classes_ : ndarray of shape (n_classes,)
    rows_ : ndarray of shape (n, n_features)
        What was learned from, from ``center_`` and divided by ``scale_``.
    weights_ : ndarray of shape (n, n_classes)
        Of one column if there are two classes.
    intercept_ : ndarray of shape (n_classes,)
    center_ : ndarray of shape (n_features,)
    scale_ : float

    Notes
    -----
    With ``x`` and ``y`` from ``center_`` and divided by ``scale_``, the root of their mean squared
    length, the kernel is ``exp(-gamma |x - y|^2) - exp(-gamma (|x|^2 + |y|^2))``: the Gaussian
    without the constant of its series. That is the matter of the intercept, the mean target, and
    would cost half of the digits of single precision. The kernel is kept in the rectangular full
    packed format [1]_, half as large as the matrix.

    References
    ----------
    .. [1] F. Gustavson, J. Wasniewski, J. Dongarra and J. Langou, "Rectangular full packed format
       for Cholesky's algorithm", ACM Transactions on Mathematical Software 37(2), 2010.

    Examples
    --------
    >>> rows = [[0, 0], [1, 1], [0, 1], [1, 0]]
    >>> model = KernelRidgeClassifier(gamma=1).fit(rows, ["same", "same", "other", "other"])
    >>> model.predict([[0.1, 0.2], [0.9, 0.1]])
    array(['same', 'other'], dtype='<U5')
    """

    _parameter_constraints = {
        "alpha": [Interval(Real, 0, None, closed="neither")],
        "gamma": [Interval(Real, 0, None, closed="neither")],
    }

    def __init__(self, alpha=0.003, gamma=0.07):
        self.alpha = alpha
        self.gamma = gamma

    def fit(self, X, y):
        """Solve for the weights.

        Parameters
        ----------
        X : array-like of shape (n, n_features)
        y : array-like of shape (n,)

        Returns
        -------
        self

        Raises
        ------
        ValueError
            If there are more than 65,000 rows, or less than two classes.
        """
        self._validate_params()
        X, y = validate_data(self, X, y, dtype=_PRECISIONS)
        check_classification_targets(y)
        if len(X) > _MAX_ROWS:
            raise ValueError(
                f"KernelRidgeClassifier was given {len(X):,} rows, but its kernel is too large for "
                f"more than {_MAX_ROWS:,}; take a random part of them, or a linear classifier"
            )
        self.classes_, codes = np.unique(y, return_inverse=True)
        if len(self.classes_) < 2:
            raise ValueError("KernelRidgeClassifier needs 2 classes or more, but y has one class")
        self.center_ = X.mean(axis=0, dtype=np.float64).astype(X.dtype)
        self.rows_ = X - self.center_
        self.scale_ = float(np.sqrt(_squares(self.rows_).mean(dtype=np.float64))) or 1.0
        self.rows_ /= X.dtype.type(self.scale_)
        targets = np.where(codes[:, None] == np.arange(len(self.classes_)), 1, -1)
        if len(self.classes_) == 2:
            targets = targets[:, 1:]
        self.intercept_ = targets.mean(axis=0).astype(X.dtype)
        self.weights_ = self._solve(targets - self.intercept_)
        return self

    def decision_function(self, X):
        """Score of every class; of the second class alone if there are two.

        Parameters
        ----------
        X : array-like of shape (n, n_features)

        Returns
        -------
        ndarray of shape (n, n_classes) or (n,)
        """
        check_is_fitted(self)
        X = validate_data(self, X, dtype=self.rows_.dtype, reset=False)
        scores = np.empty((len(X), self.weights_.shape[1]), X.dtype)
        for start in range(0, len(X), _TILE):
            some = (X[start : start + _TILE] - self.center_) / X.dtype.type(self.scale_)
            scores[start : start + _TILE] = self.intercept_
            for first in range(0, len(self.rows_), 8 * _TILE):
                learned = slice(first, first + 8 * _TILE)
                kernel = _kernel(some, self.rows_[learned], self.gamma)
                scores[start : start + _TILE] += kernel @ self.weights_[learned]
        return scores if scores.shape[1] > 1 else scores[:, 0]

    def predict(self, X):
        """Class of every row.

        Parameters
        ----------
        X : array-like of shape (n, n_features)

        Returns
        -------
        ndarray of shape (n,)
        """
        scores = self.decision_function(X)
        best = (scores > 0).astype(int) if scores.ndim == 1 else scores.argmax(axis=1)
        return self.classes_[best]

    def _solve(self, targets):
        number = len(targets) + len(targets) % 2  # the format is simpler for even numbers
        packed = _packed_kernel(self.rows_, self.gamma, self.alpha, number)
        factorize, solve = get_lapack_funcs(("pftrf", "pftrs"), (packed,))
        factor, failed = factorize(number, packed, transr="N", uplo="L", overwrite_a=True)
        if failed:
            raise ValueError(
                f"alpha={self.alpha} is too small for the precision of the kernel: raise it"
            )
        padded = np.zeros((number, targets.shape[1]), packed.dtype, order="F")
        padded[: len(targets)] = targets
        return solve(number, factor, padded, transr="N", uplo="L")[0][: len(targets)]

    def __sklearn_tags__(self):
        tags = super().__sklearn_tags__()
        tags.transformer_tags = None
        return tags


def _squares(rows):
    return np.einsum("ij,ij->i", rows, rows)


def _kernel(rows, others, gamma):
    """The kernel between rows, in their precision."""
    gamma = rows.dtype.type(gamma)
    kernel = np.dot(rows, others.T)
    kernel *= 2 * gamma
    np.expm1(kernel, out=kernel)
    kernel *= np.exp(-gamma * _squares(rows))[:, None]
    kernel *= np.exp(-gamma * _squares(others))
    return kernel


def _packed_kernel(rows, gamma, alpha, number):
    """Kernel plus ``alpha`` on its diagonal, packed for LAPACK; 1 on the diagonal of a last row.

    With ``h`` half of ``number`` the format is a matrix of ``number + 1`` rows, ``h`` columns.
    Below its diagonal it holds the first ``h`` columns of the lower triangle, and from the diagonal
    up the upper triangle of the remaining square.
    """
    half = number // 2
    packed = np.zeros((number + 1, half), rows.dtype, order="F")
    tiles = [slice(start, min(start + _TILE, half)) for start in range(0, half, _TILE)]
    for tile in tiles:
        # Some of this lies above the diagonal, and is overwritten by what follows.
        below = _kernel(rows[tile.start :], rows[tile], gamma)
        packed[1 + tile.start : 1 + len(rows), tile] = below
    for tile in tiles:
        _fill_upper(packed, rows[half:], tile, gamma)
    diagonal = np.arange(half)
    packed[diagonal + 1, diagonal] += rows.dtype.type(alpha)
    packed[diagonal, diagonal] += rows.dtype.type(alpha)
    if number > len(rows):
        packed[half - 1, half - 1] = 1
    return packed.reshape(-1, order="F")


def _fill_upper(packed, rows, tile, gamma):
    """Some columns of the upper triangle; zeros where the row that makes the number even is."""
    above = np.zeros((tile.stop, tile.stop - tile.start), rows.dtype)
    kernel = _kernel(rows[: tile.stop], rows[tile], gamma)
    above[: kernel.shape[0], : kernel.shape[1]] = kernel
    packed[: tile.start, tile] = above[: tile.start]
    upper = np.triu_indices(tile.stop - tile.start)
    packed[tile, tile][upper] = above[tile.start :][upper]
