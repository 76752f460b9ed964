"""How much each of several features counts."""

import numpy as np
from sklearn.base import BaseEstimator, OneToOneFeatureMixin, TransformerMixin
from sklearn.utils.validation import check_is_fitted, validate_data

__all__ = ["BlockWeight"]


class BlockWeight(OneToOneFeatureMixin, TransformerMixin, BaseEstimator):
    """Divide the rows of one feature by a number, so that it counts as it should beside others.

    Standardised columns side by side all count alike, so a feature of 8,000 columns drowns one of
    30, however much the 30 tell. Features that all count alike let 30 columns of little worth count
    as much as a whole description. In between, and better than either on all sets tried: the mean
    squared length of a feature's rows becomes the square root of its number of columns.

    Attributes
    ----------
    divisor_ : float
        What rows are divided by; 1 if all that were learned from are zero.

    See Also
    --------
    UnitMeanNorm : One length for the rows of all features together, before a linear classifier.

    Notes
    -----
    The sum of kernels with fixed weights is a strong baseline for learning them [1]_; dividing
    features is the same thing for linear and RBF kernels.

    References
    ----------
    .. [1] P. Gehler and S. Nowozin, "On feature combination for multiclass object classification",
       ICCV, 2009.

    Examples
    --------
    >>> BlockWeight().fit_transform([[3.0, 4.0, 0.0, 0.0], [0.0, 0.0, 0.0, 5.0]]).round(3)
    array([[0.849, 1.131, 0.   , 0.   ],
           [0.   , 0.   , 0.   , 1.414]])
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
        self.divisor_ = float(np.sqrt(squared / np.sqrt(X.shape[1]))) if squared > 0 else 1.0
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
        return X / X.dtype.type(self.divisor_)

    def __sklearn_tags__(self):
        tags = super().__sklearn_tags__()
        tags.transformer_tags.preserves_dtype = ["float64", "float32"]
        return tags
