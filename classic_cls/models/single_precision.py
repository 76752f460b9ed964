"""Numbers in single precision."""

from typing import Self

import numpy as np
from sklearn.base import BaseEstimator, OneToOneFeatureMixin, TransformerMixin
from sklearn.utils.validation import validate_data

from .._typing import Data
from ._rows import rows_for


class SinglePrecision(OneToOneFeatureMixin, TransformerMixin, BaseEstimator):
    """Rows as ``float32``, so that those of images beside them stay so. It learns nothing.

    Examples
    --------
    >>> SinglePrecision().fit_transform([[0.5, 2.0]]).dtype
    dtype('float32')
    """

    def fit(self, X: Data, y: object = None) -> Self:
        """Look at the number of columns of rows of finite numbers, ``(n, n_features)``."""
        validate_data(self, X, dtype=np.float32)
        return self

    def transform(self, X: Data) -> np.ndarray:
        """The same rows, ``float32``."""
        return rows_for(self, X, dtype=(np.float32,))

    def __sklearn_tags__(self):
        tags = super().__sklearn_tags__()
        tags.requires_fit = False
        tags.transformer_tags.preserves_dtype = ["float32"]
        return tags
