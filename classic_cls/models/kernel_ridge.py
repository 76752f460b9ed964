"""Ridge classification with a Gaussian kernel, for tens of thousands of rows."""

from numbers import Integral, Real
from typing import Any, Self

import numpy as np
from scipy.linalg import LinAlgError, cho_solve, cholesky, get_blas_funcs, solve_triangular
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.utils import check_consistent_length, check_random_state
from sklearn.utils.class_weight import compute_class_weight
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import check_is_fitted, validate_data

from .._compat import Interval, StrOptions
from .._typing import Data, RandomState
from .._validation import UNKNOWN, checked_groups, typed_labels
from ._gaussian import TILE, Rows, gaussian, gaussian_among, squared_lengths
from ._labels import checked_indicator
from ._left_out import left_out_scores
from ._ridge_choice import ALPHAS, GAMMAS, MOST_ROWS, chosen
from ._ridge_task import Task
from ._rows import rows_for
from .principal_components import PrincipalComponents

_MOST_CENTERS = 40_000  # more take hours, and more memory than most machines have
# Added to the kernel of a centre with itself, so that centres alike do no harm.
_LITTLE = 1e-3
# Of fewer rows than so many times the components, these hold more of each than of a new row.
_CROWDED = 2
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

    The same equations tell, without a further fit, what score each row would have had if it had
    been left out. By these scores penalty and width are chosen, where they are not given; and
    thresholds and probabilities are learned from them (`fit_leaving_out`).

    Parameters
    ----------
    alpha : float or "loo", default="loo"
        Strength of the penalty; the kernel of a row with itself is about ``2 gamma``. "loo" is the
        one of 0.003, 0.03, 0.1, 0.3 and 1 with the smallest log loss of rows left out, at the
        temperature that suits it best; groups are left out whole.
    gamma : float or "loo", default="loo"
        How fast nearness falls with the squared distance, in units of the mean squared distance
        of the rows from their mean. Small values make it nearly a linear classifier. "loo" is one
        of 0.1, 0.3, 0.8 and 1.6.
    n_centers : int, default=10_000
        Rows that vote, at most; they need ``4 n_centers^2`` bytes in single precision, twice.
    n_components : int or None, default=None
        Of more than twice as many rows and more columns than this, so many principal components
        stand for the columns, each row keeping its whole length; fewer rows are kept themselves,
        in half precision. None keeps all columns, in full.
    class_weight : "balanced", dict or None, default=None
        How much a mistake on a row of a class counts, as in scikit-learn.
    random_state : int, RandomState or None, default=None
        Draws the centres, and 1,000 rows to choose by if there are more.

    Attributes
    ----------
    classes_ : ndarray of shape (n_classes,)
        Of several labels the numbers of their columns.
    multilabel_ : bool
    alpha_, gamma_ : float
        As given or chosen.
    rows_ : ndarray of shape (n_centers, n_features) or (n_centers, n_components)
        The centres, from ``center_`` and divided by ``scale_``.
    squares_ : ndarray of shape (n_centers,)
        Their squared lengths, in all columns.
    reduction_ : PrincipalComponents or None
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

    Left out, row ``i`` misses its target by ``a_i / (A^-1)_ii``, where ``A = K + alpha / W`` and
    ``a`` are the votes of all rows [2]_ [3]_; a group ``G`` by ``((A^-1)_GG)^-1 a_G`` [4]_. Mean
    target and votes are exactly those of a fit without it; origin and unit of the rows, which have
    seen no label, stay. One Cholesky factor and its inverse serve all rows, classes and labels.

    Principal components of few rows hold all of these but not of a new row, which in them is too
    near to the origin and to all others. So distances are made of products in the components and
    of whole lengths. Where there are few rows of many columns scores left out are then like those
    of new rows; without the lengths the scores of right classes differed by 0.13 (500 images).

    Chosen in place of 0.03 and 0.3, penalty and width brought 0.7 points on average (-0.3 to 2) on
    small photos, flowers, textures and satellite images (160 to 2,000 to learn from), and 2.2 (-1
    to 3.8) where a fifth of the labels was wrong. The smallest squared error, or most right
    answers, of rows left out brought less. What suits 1,000 rows also suited 4,500.

    References
    ----------
    .. [1] A. Rudi, R. Camoriano and L. Rosasco, "Less is more: Nystrom computational
       regularization", NIPS, 2015.
    .. [2] G. Golub, M. Heath and G. Wahba, "Generalized cross-validation as a method for choosing
       a good ridge parameter", Technometrics 21(2), 1979.
    .. [3] R. Rifkin and R. Lippert, "Notes on regularized least squares", MIT-CSAIL-TR-2007-025.
    .. [4] T. Pahikkala, J. Boberg and T. Salakoski, "Fast n-fold cross-validation for regularized
       least-squares", SCAI, 2006.

    Examples
    --------
    >>> rows = [[0, 0], [1, 1], [0, 1], [1, 0]]
    >>> model = KernelRidgeClassifier(gamma=1).fit(rows, ["same", "same", "other", "other"])
    >>> model.predict([[0.1, 0.2], [0.9, 0.1]])
    array(['same', 'other'], dtype='<U5')

    A row that is like none of the others would have been taken for the more frequent class:

    >>> rows, labels = [[0.0], [0.1], [0.2], [5.0]], ["near", "near", "near", "far"]
    >>> model = KernelRidgeClassifier(alpha=0.1, gamma=0.3)
    >>> [str(model.classes_[int(score > 0)]) for score in model.fit_leaving_out(rows, labels)]
    ['near', 'near', 'near', 'near']
    """

    _parameter_constraints = {
        "alpha": [StrOptions({"loo"}), Interval(Real, 0, 1e6, closed="right")],
        "gamma": [StrOptions({"loo"}), Interval(Real, 0, 1e6, closed="right")],
        "n_centers": [Interval(Integral, 1, _MOST_CENTERS, closed="both")],
        "n_components": [Interval(Integral, 1, None, closed="left"), None],
        "class_weight": [StrOptions({"balanced"}), dict, None],
        "random_state": ["random_state"],
    }

    def __init__(
        self,
        alpha: float | str = "loo",
        gamma: float | str = "loo",
        n_centers: int = 10_000,
        n_components: int | None = None,
        class_weight: str | dict | None = None,
        random_state: RandomState = None,
    ):
        self.alpha = alpha
        self.gamma = gamma
        self.n_centers = n_centers
        self.n_components = n_components
        self.class_weight = class_weight
        self.random_state = random_state

    def fit(self, X: Data, y: Data, groups: Data | None = None) -> Self:
        """Choose penalty and width, where they are no numbers, and solve for the weights.

        Parameters
        ----------
        X : array-like of shape (n, n_features)
        y : array-like of shape (n,) or (n, n_labels)
            Classes; or, of two labels or more, 1 (present), 0 (absent) and -1 (unknown).
        groups : array-like of shape (n,), optional
            Rows of one group are left out together.

        Returns
        -------
        self

        Raises
        ------
        ValueError
            If there are less than two classes, or ``alpha`` is below the precision of the kernel.
        """
        self._fit(X, y, groups)
        return self

    def fit_leaving_out(self, X: Data, y: Data, groups: Data | None = None) -> np.ndarray | None:
        """Fit, and give every row the score of a model that has not seen it, nor its group.

        Parameters
        ----------
        X, y, groups
            Those of ``fit``.

        Returns
        -------
        ndarray or None
            As ``decision_function`` gives them; None if there are more rows than centres.
        """
        rows, task, groups = self._fit(X, y, groups)
        if len(rows) > self.n_centers:
            return None
        scores = np.tile(self.intercept_, (len(rows), 1))
        for known, columns, root in self._systems(rows, task):
            own = None if groups is None else groups[known]
            targets, weights = task.targets[known][:, columns], task.weights[known, columns[0]]
            scores[np.ix_(known, columns)] = left_out_scores(root, targets, weights, own)
        return scores if scores.shape[1] > 1 else scores[:, 0]

    def _fit(self, X, y, groups):
        """Rows, task and numbers of groups as they were understood."""
        self._validate_params()
        X, task = self._checked(X, y)
        groups = checked_groups(groups, len(X))
        groups = None if groups is None else np.unique(groups, return_inverse=True)[1].reshape(-1)
        rows = self._place(X)
        self.alpha_, self.gamma_ = self._choose(X, task, groups)
        self.intercept_ = task.means()
        centers, self.weights_ = self._solve(rows, task.centred(self.intercept_))
        self.rows_, self.squares_ = centers.coordinates, centers.squares
        return rows, task, groups

    def _checked(self, X, y):
        """Rows, and what they are to be fitted to."""
        y = typed_labels(y)
        shape = np.shape(y)
        self.multilabel_ = len(shape) == 2 and shape[1] > 1
        if self.multilabel_:
            X, y = validate_data(self, X, dtype=_PRECISIONS), checked_indicator(y)
            check_consistent_length(X, y)
            self.classes_ = np.arange(y.shape[1])
            return X, self._labels(y, X.dtype)
        X, y = validate_data(self, X, y, dtype=_PRECISIONS)
        check_classification_targets(y)
        self.classes_ = np.unique(y)
        if len(self.classes_) < 2:
            raise ValueError("KernelRidgeClassifier needs 2 classes or more, but y has one class")
        return X, self._classes(y, X.dtype)

    def _classes(self, y, dtype) -> Task:
        codes = np.searchsorted(self.classes_, y)
        targets = np.where(codes[:, None] == np.arange(len(self.classes_)), 1, -1)
        targets = targets[:, 1:] if len(self.classes_) == 2 else targets
        by_class = compute_class_weight(self.class_weight, classes=self.classes_, y=y)
        return Task(targets.astype(dtype), by_class[codes][:, None].astype(dtype), True)

    def _labels(self, y, dtype) -> Task:
        weights = np.zeros(y.shape, dtype)
        for label, column in enumerate(y.T):
            known = column != UNKNOWN
            found, codes = np.unique(column[known], return_inverse=True)
            by_class = compute_class_weight(self.class_weight, classes=found, y=column[known])
            weights[known, label] = by_class[codes]
        return Task(np.where(y == 1, 1, -1).astype(dtype), weights, False)

    def _place(self, X) -> Rows:
        """Learn origin, unit of length, and components that stand for columns; give the rows."""
        self.center_ = X.mean(axis=0, dtype=np.float64).astype(X.dtype)
        self.reduction_: Any = None
        n = self.n_components
        if n is not None and len(X) > _CROWDED * n and X.shape[1] > n:
            self.reduction_ = PrincipalComponents(n, self.random_state).fit(X)
        self.scale_ = 1.0
        rows = self._rows(X)
        self.scale_ = float(np.sqrt(rows.squares.mean(dtype=np.float64))) or 1.0
        rows.coordinates /= X.dtype.type(self.scale_)
        rows.squares /= X.dtype.type(self.scale_) ** 2
        if self._keeps_halves():
            rows.coordinates[:] = rows.coordinates.astype(np.float16)
        if self.reduction_ is None:
            rows.squares = squared_lengths(rows.coordinates)
        return rows

    def _whole_rows(self, X) -> Rows:
        """Rows by all their columns."""
        rows = X - self.center_
        rows /= X.dtype.type(self.scale_)
        return Rows(rows, squared_lengths(rows))

    def _rows(self, X) -> Rows:
        """Rows by components, if there are any, but with the lengths that they have."""
        if self.reduction_ is None:
            return self._whole_rows(X)
        scale = X.dtype.type(self.scale_)
        rows = self.reduction_.transform(X) / scale
        tiles = [X[start : start + TILE] for start in range(0, len(X), TILE)]
        lengths = np.concatenate([self._whole_rows(tile).squares for tile in tiles])
        return Rows(rows, np.maximum(lengths, squared_lengths(rows)))

    def _keeps_halves(self) -> bool:
        """Whether the rows take half the room in files; their mean length is 1, so all fit in."""
        return self.n_components is not None and self.reduction_ is None

    def _choose(self, X, task, groups) -> tuple[float, float]:
        """Penalty and width, as given, or by scores of rows left out."""
        alphas = ALPHAS if self.alpha == "loo" else (self.alpha,)
        gammas = GAMMAS if self.gamma == "loo" else (self.gamma,)
        if len(alphas) * len(gammas) == 1:
            return float(self.alpha), float(self.gamma)
        if len(X) > MOST_ROWS:
            rng = check_random_state(self.random_state)
            some = np.sort(rng.permutation(len(X))[:MOST_ROWS])
            X, task = X[some], task.of(some)
            groups = None if groups is None else groups[some]
        found = chosen(self._whole_rows(X), task, groups, alphas, gammas)
        return float(found[0]), float(found[1])

    def _solve(self, rows, task):
        """Centres and their votes."""
        if len(rows) <= self.n_centers:
            votes = np.zeros_like(task.targets)
            for known, columns, root in self._systems(rows, task):
                right = task.targets[np.ix_(known, columns)]
                votes[np.ix_(known, columns)] = cho_solve((root, True), right, check_finite=False)
            return rows, votes
        rng = check_random_state(self.random_state)
        centers = rows[np.sort(rng.permutation(len(rows))[: self.n_centers])]
        among = gaussian_among(centers, self.gamma_)
        among[np.diag_indices(len(centers))] += _LITTLE
        root = cholesky(among.T, lower=True, overwrite_a=True, check_finite=False)
        votes = np.zeros((len(centers), task.targets.shape[1]), task.targets.dtype)
        for weights, columns in task.by_weights():
            right = task.targets[:, columns]
            votes[:, columns] = self._votes(rows, right, weights, centers, root)
        return centers, votes

    def _systems(self, rows, task):
        """Rows that know labels, these labels, and the Cholesky factor of their equations."""
        for weights, columns in task.by_weights():
            known = np.flatnonzero(weights)
            some = rows if len(known) == len(rows) else rows[known]
            matrix = gaussian_among(some, self.gamma_)
            matrix[np.diag_indices(len(some))] += self.alpha_ / weights[known]
            yield known, columns, self._root(matrix)

    def _votes(self, rows, targets, weights, centers, root):
        """Of fewer centres than rows, in coordinates in which their kernel is the unit matrix."""
        matrix, right = self._equations(rows, targets, np.sqrt(weights), centers, root)
        matrix[np.diag_indices(len(centers))] += self.alpha_
        votes = cho_solve((self._root(matrix), True), right, check_finite=False)
        return solve_triangular(root, votes, lower=True, trans="T", check_finite=False)

    def _equations(self, rows, targets, roots, centers, root):
        """Both sides, summed over some rows at a time; only the lower triangle of the left one."""
        matrix = np.zeros((len(centers),) * 2, targets.dtype, order="F")
        right = np.zeros((len(centers), targets.shape[1]), targets.dtype)
        add_product = get_blas_funcs("syrk", (matrix,))
        for start in range(0, len(rows), TILE):
            some = slice(start, start + TILE)
            tile = np.asfortranarray(gaussian(centers, rows[some], self.gamma_) * roots[some])
            tile = solve_triangular(root, tile, lower=True, overwrite_b=True, check_finite=False)
            add_product(1, tile, beta=1, c=matrix, lower=True, overwrite_c=True)
            right += tile @ (roots[some, None] * targets[some])
        return matrix, right

    def _root(self, matrix):
        """The lower Cholesky factor, in place of the matrix."""
        try:  # the transpose is the same matrix, in the order that LAPACK needs no copy of
            matrix = matrix if matrix.flags.f_contiguous else matrix.T
            return cholesky(matrix, lower=True, overwrite_a=True, check_finite=False)
        except LinAlgError:
            raise ValueError(
                f"alpha={self.alpha_} is too small for the precision of the kernel: raise it"
            ) from None

    def decision_function(self, X: Data) -> np.ndarray:
        """Score of every class or label ``(n, n_classes)``; of two classes of the second alone."""
        check_is_fitted(self)
        X = rows_for(self, X, dtype=(self.rows_.dtype.type,))
        scores = np.empty((len(X), self.weights_.shape[1]), X.dtype)
        centers = Rows(self.rows_, self.squares_)
        for start in range(0, len(X), TILE):
            some = self._rows(X[start : start + TILE])
            scores[start : start + TILE] = self.intercept_
            for first in range(0, len(centers), 8 * TILE):
                learned = slice(first, first + 8 * TILE)
                kernel = gaussian(some, centers[learned], self.gamma_)
                scores[start : start + TILE] += kernel @ self.weights_[learned]
        return scores if scores.shape[1] > 1 else scores[:, 0]

    def predict(self, X: Data) -> np.ndarray:
        """Class of every row ``(n,)``; of several labels an indicator ``(n, n_labels)``."""
        scores = self.decision_function(X)
        if self.multilabel_:
            return (scores > 0).astype(self.classes_.dtype)
        best = (scores > 0).astype(int) if scores.ndim == 1 else scores.argmax(axis=1)
        return self.classes_[best]

    def __getstate__(self):
        """State without digits of the rows that are 0."""
        state = super().__getstate__()
        if "rows_" not in state or not self._keeps_halves():
            return state
        return {**state, "rows_": self.rows_.astype(np.float16)}

    def __setstate__(self, state):
        super().__setstate__(state)
        if "rows_" in state and self._keeps_halves():
            self.rows_ = self.rows_.astype(self.weights_.dtype)

    def __sklearn_tags__(self):
        tags = super().__sklearn_tags__()
        tags.transformer_tags = None
        tags.classifier_tags.multi_label = True
        return tags
