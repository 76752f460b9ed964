"""Base of the steps that divide all rows by one number."""

from abc import abstractmethod
from typing import Self

import numpy as np
from sklearn.base import BaseEstimator, OneToOneFeatureMixin, TransformerMixin
from sklearn.utils.validation import check_is_fitted, validate_data

from .._typing import Data
from ._precision import KeepsPrecision
from ._rows import rows_for


class RowDivision(KeepsPrecision, OneToOneFeatureMixin, TransformerMixin, BaseEstimator):
    """Divide all rows by one number, so that their mean squared length is as wanted.

    A subclass writes one hook, ``_wanted(n_columns)``, that mean squared length.
    """

    def fit(self, X: Data, y: object = None) -> Self:
        """Learn the mean squared length of rows of finite numbers, ``(n, n_features)``."""
        X = validate_data(self, X, dtype=[np.float64, np.float32])
        squared = np.einsum("ij,ij->i", X, X).mean(dtype=float)
        wanted = self._wanted(X.shape[1])
        self.divisor_ = float(np.sqrt(squared / wanted)) if squared > 0 else 1.0
        return self

    def transform(self, X: Data) -> np.ndarray:
        """Divide the rows, in their type."""
        check_is_fitted(self)
        X = rows_for(self, X)
        return X / X.dtype.type(self.divisor_)

    @abstractmethod
    def _wanted(self, n_columns: int) -> float:
        """The mean squared length that rows of so many columns shall have."""
