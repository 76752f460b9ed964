"""Ridge classification with a Gaussian kernel, for tens of thousands of rows."""

from numbers import Integral, Real
from typing import Self

import numpy as np
from scipy.linalg import (
    LinAlgError,
    cho_factor,
    cho_solve,
    cholesky,
    get_blas_funcs,
    solve_triangular,
)
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.utils import check_random_state
from sklearn.utils.class_weight import compute_class_weight
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import check_is_fitted, validate_data

from .._compat import Interval, StrOptions
from .._typing import Data, RandomState
from .._validation import typed_labels

# Rows of the kernel that are worked out together.
_TILE = 4096
# More take hours, and more memory than most machines have.
_MOST_CENTERS = 40_000
# Added to the kernel of a centre with itself, so that centres alike do no harm.
_LITTLE = 1e-3
# exp(x) - 1 is exp(x) from here on, to all digits.
_LARGE = 40
_PRECISIONS = [np.float32, np.float64]


class KernelRidgeClassifier(ClassifierMixin, BaseEstimator):
    """Least squares on -1 and 1 for every class, in the space of a Gaussian kernel.

    A linear classifier adds up columns. This one asks how near a row is to rows it has learned
    from, its *centres*, and adds up their votes; so it draws curved borders, as a support vector
    machine with the same kernel does. The weights of the votes solve one system of linear
    equations: no iterations, nearly all of it matrix products, and ten classes cost what two do. Up
    to ``n_centers`` rows, each is a centre. Of more, so many are drawn at random, and weighted so
    that *all* rows are fitted as well as may be [1]_; time then grows in proportion to the rows,
    and what is kept for prediction does not grow. Columns should be of one scale.

    Parameters
    ----------
    alpha : float, default=0.03
        Strength of the penalty; the kernel of a row with itself is about ``2 gamma``.
    gamma : float, default=0.3
        How fast nearness falls with the squared distance, in units of the mean squared distance
        of the rows from their mean. Small values make it nearly a linear classifier.
    n_centers : int, default=10_000
        Rows that vote, at most; they need ``4 n_centers^2`` bytes in single precision, twice.
    class_weight : "balanced", dict or None, default=None
        How much a mistake on a row of a class counts, as in scikit-learn.
    random_state : int, RandomState or None, default=None
        Draws the centres.

    Attributes
    ----------
    classes_ : ndarray of shape (n_classes,)
    rows_ : ndarray of shape (n_centers, n_features)
        The centres, from ``center_`` and divided by ``scale_``.
    weights_ : ndarray of shape (n_centers, n_classes)
        Of one column if there are two classes.
    intercept_ : ndarray of shape (n_classes,)
    center_ : ndarray of shape (n_features,)
    scale_ : float

    See Also
    --------
    PatchDictionary : Columns that it goes well with.
    sklearn.svm.SVC : Borders of the same kind, of the rows nearest to them alone.
    sklearn.kernel_ridge.KernelRidge : The same equations, for numbers in place of classes.

    Notes
    -----
    With ``x`` and ``y`` from ``center_`` and divided by ``scale_``, the root of their mean squared
    length, the kernel is ``exp(-gamma |x - y|^2) - exp(-gamma (|x|^2 + |y|^2))``: the Gaussian
    without the constant of its series. That is the matter of the intercept, the mean target, and
    would cost half of the digits of single precision, which the rows decide.

    With ``K`` the kernel of the rows, ``W`` their weights on the diagonal and ``T`` the targets,
    the votes are ``(K + alpha / W)^-1 T``. With ``M`` the kernel of the centres, 0.001 added on its
    diagonal, and ``B`` that of rows with centres they are ``(B' W B + alpha M)^-1 B' W T``, solved
    in coordinates in which ``M`` is the unit matrix: single precision then suffices.

    References
    ----------
    .. [1] A. Rudi, R. Camoriano and L. Rosasco, "Less is more: Nystrom computational
       regularization", NIPS, 2015.

    Examples
    --------
    >>> rows = [[0, 0], [1, 1], [0, 1], [1, 0]]
    >>> model = KernelRidgeClassifier(gamma=1).fit(rows, ["same", "same", "other", "other"])
    >>> model.predict([[0.1, 0.2], [0.9, 0.1]])
    array(['same', 'other'], dtype='<U5')
    """

    _parameter_constraints = {
        "alpha": [Interval(Real, 0, 1e6, closed="right")],
        "gamma": [Interval(Real, 0, 1e6, closed="right")],
        "n_centers": [Interval(Integral, 1, _MOST_CENTERS, closed="both")],
        "class_weight": [StrOptions({"balanced"}), dict, None],
        "random_state": ["random_state"],
    }

    def __init__(
        self,
        alpha: float = 0.03,
        gamma: float = 0.3,
        n_centers: int = 10_000,
        class_weight: str | dict | None = None,
        random_state: RandomState = None,
    ):
        self.alpha = alpha
        self.gamma = gamma
        self.n_centers = n_centers
        self.class_weight = class_weight
        self.random_state = random_state

    def fit(self, X: Data, y: Data) -> Self:
        """Solve for the weights of rows ``(n, n_features)``.

        Raises
        ------
        ValueError
            If there are less than two classes.
        """
        self._validate_params()
        X, y = validate_data(self, X, typed_labels(y), dtype=_PRECISIONS)
        check_classification_targets(y)
        self.classes_, codes = np.unique(y, return_inverse=True)
        if len(self.classes_) < 2:
            raise ValueError("KernelRidgeClassifier needs 2 classes or more, but y has one class")
        self.center_ = X.mean(axis=0, dtype=np.float64).astype(X.dtype)
        rows = X - self.center_
        self.scale_ = float(np.sqrt(_squares(rows).mean(dtype=np.float64))) or 1.0
        rows /= X.dtype.type(self.scale_)
        targets = np.where(codes[:, None] == np.arange(len(self.classes_)), 1, -1)
        targets = (targets[:, 1:] if len(self.classes_) == 2 else targets).astype(X.dtype)
        by_class = compute_class_weight(self.class_weight, classes=self.classes_, y=y)
        weights = by_class[codes].astype(X.dtype)
        self.intercept_ = np.average(targets, axis=0, weights=weights).astype(X.dtype)
        self.rows_, self.weights_ = self._solve(rows, targets - self.intercept_, weights)
        return self

    def _solve(self, rows, targets, weights):
        """Centres and their votes."""
        if len(rows) <= self.n_centers:
            matrix = _among(rows, self.gamma)
            matrix[np.diag_indices(len(rows))] += self.alpha / weights
            return rows, self._solved(matrix, targets)
        rng = check_random_state(self.random_state)
        centers = rows[np.sort(rng.permutation(len(rows))[: self.n_centers])]
        among = _among(centers, self.gamma)
        among[np.diag_indices(len(centers))] += _LITTLE
        root = cholesky(among.T, lower=True, overwrite_a=True, check_finite=False)
        matrix, right = self._equations(rows, targets, np.sqrt(weights), centers, root)
        matrix[np.diag_indices(len(centers))] += self.alpha
        votes = self._solved(matrix, right)
        return centers, solve_triangular(root, votes, lower=True, trans="T", check_finite=False)

    def _equations(self, rows, targets, roots, centers, root):
        """Both sides, summed over some rows at a time; only the lower triangle of the left one."""
        matrix = np.zeros((len(centers),) * 2, rows.dtype, order="F")
        right = np.zeros((len(centers), targets.shape[1]), rows.dtype)
        add_product = get_blas_funcs("syrk", (matrix,))
        for start in range(0, len(rows), _TILE):
            some = slice(start, start + _TILE)
            tile = np.asfortranarray(_kernel(centers, rows[some], self.gamma) * roots[some])
            tile = solve_triangular(root, tile, lower=True, overwrite_b=True, check_finite=False)
            add_product(1, tile, beta=1, c=matrix, lower=True, overwrite_c=True)
            right += tile @ (roots[some, None] * targets[some])
        return matrix, right

    def _solved(self, matrix, right):
        try:  # the transpose is the same matrix, in the order that LAPACK needs no copy of
            matrix = matrix if matrix.flags.f_contiguous else matrix.T
            factor = cho_factor(matrix, lower=True, overwrite_a=True, check_finite=False)
        except LinAlgError:
            raise ValueError(
                f"alpha={self.alpha} is too small for the precision of the kernel: raise it"
            ) from None
        return cho_solve(factor, right, check_finite=False)

    def decision_function(self, X: Data) -> np.ndarray:
        """Score of every class ``(n, n_classes)``; of two, that of the second alone ``(n,)``."""
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

    def predict(self, X: Data) -> np.ndarray:
        """Class of every row."""
        scores = self.decision_function(X)
        best = (scores > 0).astype(int) if scores.ndim == 1 else scores.argmax(axis=1)
        return self.classes_[best]

    def __sklearn_tags__(self):
        tags = super().__sklearn_tags__()
        tags.transformer_tags = None
        return tags


def _squares(rows):
    return np.einsum("ij,ij->i", rows, rows)


def _among(rows, gamma):
    """The kernel of rows with each other; in tiles, since BLAS crashed on the product at 50,000."""
    kernel = np.empty((len(rows),) * 2, rows.dtype)
    for start in range(0, len(rows), _TILE):
        some = slice(start, start + _TILE)
        _kernel(rows[some], rows, gamma, out=kernel[some])  # no second one beside it
    return kernel


def _kernel(rows, others, gamma, out=None):
    """The kernel between rows, in their precision."""
    gamma = rows.dtype.type(gamma)
    kernel = np.dot(rows, others.T, out=out)
    kernel *= 2 * gamma
    down, across = gamma * _squares(rows), gamma * _squares(others)
    # Two rows of many times the usual length: the constant is nothing, but exp would overflow.
    far = np.nonzero(kernel > _LARGE) if kernel.size and kernel.max() > _LARGE else None
    if far is not None:
        near = np.exp(kernel[far] - down[far[0]] - across[far[1]])
        kernel[far] = 0
    np.expm1(kernel, out=kernel)
    kernel *= np.exp(-down)[:, None]
    kernel *= np.exp(-across)
    if far is not None:
        kernel[far] = near
    return kernel
