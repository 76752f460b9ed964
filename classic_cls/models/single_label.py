"""A check of the target, with a message that says what to do."""

from typing import Self

import numpy as np
from sklearn.base import BaseEstimator, OneToOneFeatureMixin, TransformerMixin
from sklearn.utils.validation import validate_data

from .._typing import Data


class SingleLabelCheck(OneToOneFeatureMixin, TransformerMixin, BaseEstimator):
    """Pass rows on unchanged, and refuse to be fitted on several labels an image.

    It stands before classifiers that know one label an image only, in pipelines that
    were made without knowing the targets.

    Examples
    --------
    >>> import numpy as np
    >>> SingleLabelCheck().fit(np.zeros((2, 1)), np.array([[0, 1], [1, 1]]))
    Traceback (most recent call last):
    ValueError: y has 2 labels an image, and this pipeline was made for one: make it with \
data=dataset or multilabel=True
    """

    def fit(self, X: Data, y: Data = None) -> Self:
        """Look at the target.

        Raises
        ------
        ValueError
            If ``y`` is an indicator matrix of several labels.
        """
        validate_data(self, X, accept_sparse=True, ensure_all_finite=False)
        shape = np.asarray(y).shape
        if len(shape) == 2 and shape[1] > 1:
            raise ValueError(
                f"y has {shape[1]} labels an image, and this pipeline was made for one: make it "
                "with data=dataset or multilabel=True"
            )
        return self

    def transform(self, X: Data) -> np.ndarray:
        """Return the rows as they are."""
        return validate_data(self, X, accept_sparse=True, ensure_all_finite=False, reset=False)

    def __sklearn_tags__(self):
        tags = super().__sklearn_tags__()
        tags.input_tags.sparse = True
        tags.input_tags.allow_nan = True
        tags.requires_fit = False
        return tags
