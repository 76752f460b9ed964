"""What stands in a frozen estimator for steps that learn nothing: rows computed beforehand."""

import numpy as np
from sklearn.base import BaseEstimator, TransformerMixin, clone
from sklearn.exceptions import NotFittedError
from sklearn.utils.validation import check_is_fitted


class Block:
    """The output of a chain of pure steps for every view of every kept image, side by side.

    Row numbers are those of the images, 0 to n - 1, for view 0; those of view v are n v more. So
    whoever knows nothing of views sees the images themselves.
    """

    def __init__(self, steps: tuple):
        self.steps = steps
        self.n_training_views = self.n_test_views = 1
        self.values = None
        self.of_one_shape = False
        """Whether what learns from these images wants them of one shape."""

    @property
    def n_views(self) -> int:
        """Entries of every image."""
        return max(self.n_training_views, self.n_test_views)

    @property
    def n_images(self) -> int:
        if self.values is None:
            raise ValueError("this pipeline is frozen but nothing is extracted: call extract first")
        return len(self.values) // self.n_views

    def take(self, rows):
        """The entries with these row numbers."""
        n_images = self.n_images
        rows = np.asarray(rows).reshape(-1)
        if self.n_views > 1:
            rows = rows % n_images * self.n_views + rows // n_images
        if isinstance(self.values, list):
            return [self.values[row] for row in rows]
        if getattr(self.values, "ndim", 0) > 2 and len(rows) and (np.diff(rows) == 1).all():
            return self.values[rows[0] : rows[-1] + 1]  # images one behind the other: no copy
        return self.values[rows]  # of local features a view, of others a copy


class ToldBlock(Block):
    """What references say of every kept image, which takes no look at it: one row for all views."""

    def tell(self, sources) -> None:
        """Take the rows of kept images from what names them."""
        (step,) = self.steps
        self.values = step.transform(sources)

    def take(self, rows):
        """The rows of the images with these numbers, or of which these are views."""
        return self.values[np.asarray(rows).reshape(-1) % self.n_images]


class Lookup(TransformerMixin, BaseEstimator):
    """Stands for a pure node: row numbers in, the rows of its block out."""

    def __init__(self, block):
        self.block = block

    def fit(self, X, y=None):
        return self

    def transform(self, X):
        return self.block.take(X)

    def get_feature_names_out(self, input_features=None):
        names = input_features
        for step in self.block.steps:
            names = step.get_feature_names_out(names)
        return names

    def set_params(self, **params):
        """Refuse: a frozen step has been computed already."""
        if params:
            raise ValueError(
                f"cannot set {sorted(params)}: {type(self.block.steps[-1]).__name__} is frozen; "
                "set parameters of steps that learn nothing before extraction"
            )
        return self

    def __sklearn_clone__(self):
        return Lookup(self.block)  # shared: a block may be gigabytes

    def __sklearn_tags__(self):
        tags = super().__sklearn_tags__()
        tags.requires_fit = False
        return tags


class Fed(TransformerMixin, BaseEstimator):
    """A learned transformer whose images come from a block; its parameters are the inner ones."""

    def __init__(self, estimator, block):
        self.estimator = estimator
        self.block = block

    def get_params(self, deep=True):
        return self.estimator.get_params(deep)

    def set_params(self, **params):
        self.estimator.set_params(**params)
        return self

    def __sklearn_clone__(self):
        return Fed(clone(self.estimator), self.block)

    def fit(self, X, y=None):
        self.estimator.fit(self.block.take(X), y)
        return self

    def __sklearn_is_fitted__(self):
        try:
            check_is_fitted(self.estimator)
        except NotFittedError:
            return False
        return True

    def transform(self, X):
        return self.estimator.transform(self.block.take(X))

    def get_feature_names_out(self, input_features=None):
        return self.estimator.get_feature_names_out(input_features)
