"""Rows of length one, on average."""

import numpy as np
from sklearn.base import BaseEstimator, OneToOneFeatureMixin, TransformerMixin
from sklearn.utils.validation import check_is_fitted, validate_data

__all__ = ["UnitMeanNorm"]


class UnitMeanNorm(OneToOneFeatureMixin, TransformerMixin, BaseEstimator):
    """Divide all rows by one number, so that their mean squared length is 1.

    The penalty of a linear classifier weighs against the size of what it is given: standardised
    rows of 2,000 columns are ten times as long as rows of 20, and want a hundredth of the ``C``.
    After this step one ``C`` suits any number of columns. It is the default of SVMlight [1]_, whose
    ``C`` is one over the mean squared length of the rows.

    Attributes
    ----------
    length_ : float
        Root of the mean squared length of the rows learned from; 1 if they are all zero.

    References
    ----------
    .. [1] T. Joachims, "Making large-scale SVM learning practical", in: Advances in Kernel
       Methods, MIT Press, 1999.

    Examples
    --------
    >>> UnitMeanNorm().fit_transform([[3.0, 4.0], [0.0, 5.0]])
    array([[0.6, 0.8],
           [0. , 1. ]])
    """

    def fit(self, X, y=None):
        """Learn the mean squared length.

        Parameters
        ----------
        X : array-like of shape (n, n_features)
            Finite numbers.
        y : ignored
            Present for scikit-learn.

        Returns
        -------
        self
        """
        X = validate_data(self, X, dtype=[np.float64, np.float32])
        squared = np.einsum("ij,ij->i", X, X).mean(dtype=float)
        self.length_ = float(np.sqrt(squared)) if squared > 0 else 1.0
        return self

    def transform(self, X):
        """Divide the rows, in their type.

        Parameters
        ----------
        X : array-like of shape (n, n_features)

        Returns
        -------
        ndarray of shape (n, n_features)
        """
        check_is_fitted(self)
        X = validate_data(self, X, dtype=[np.float64, np.float32], reset=False)
        return X / X.dtype.type(self.length_)

    def __sklearn_tags__(self):
        tags = super().__sklearn_tags__()
        tags.transformer_tags.preserves_dtype = ["float64", "float32"]
        return tags
