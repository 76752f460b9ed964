"""Steps for the tests of the engine: pure and learned, on images, points and rows."""

import numpy as np
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.utils.validation import check_is_fitted

from classic_cls.base import (
    Columns,
    DescriptorExtractor,
    FeatureExtractor,
    ImageTransformer,
    ImageViews,
    Points,
    PureStep,
)


class Invert(ImageTransformer):
    """255 minus the image."""

    def _transform(self, images):
        return 255 - images


class Flips(ImageViews):
    """View 1 is the image upside down."""

    n_views = 2

    def __init__(self, test_views=1):
        self.test_views = test_views

    def _view(self, image, number, rng):
        return image[::-1]


class NoisyViews(ImageViews):
    """Every view but the first has noise of its own."""

    def __init__(self, n_views=3, random_state=0, test_views=1):
        self.n_views = n_views
        self.test_views = test_views
        self.random_state = random_state

    def _view(self, image, number, rng):
        noise = rng.integers(-20, 21, image.shape)
        return np.clip(image.astype(int) + noise, 0, 255).astype(np.uint8)


class AsBytes(PureStep):
    """The first pixels of every image, as many as its first pixel says."""

    def transform(self, X):
        return [image.tobytes()[: int(image.flat[0])] for image in X]


class RowMeans(FeatureExtractor):
    """Mean of every pixel row, times a factor."""

    short_name = "row_means"
    _parameter_constraints = {"factor": "no_validation"}

    def __init__(self, factor=1.0):
        self.factor = factor

    def _extract(self, images):
        return (self.factor * images.mean(axis=2)).astype(np.float32)

    def _columns(self, shape):
        return Columns.whole(f"row_{i}" for i in range(shape[0]))


class PixelSpread(FeatureExtractor):
    """Deviation over the image; refuses images without any."""

    short_name = "pixel_spread"

    def _extract(self, images):
        spread = images.std(axis=(1, 2)).astype(np.float32)[:, None]
        if (spread == 0).any():
            raise ValueError("the image is flat")
        return spread

    def _columns(self, shape):
        return Columns.whole(["spread"])


class DistanceToMeanImage(TransformerMixin, BaseEstimator):
    """Learns the mean image of each class; gives the distances to them."""

    def __init__(self, power=1.0):
        self.power = power

    def fit(self, X, y):
        X, y = np.asarray(X, float), np.asarray(y)
        self.means_ = np.stack([X[y == label].mean(axis=0) for label in np.unique(y)])
        return self

    def transform(self, X):
        differences = np.asarray(X, float)[:, None] - self.means_
        return np.abs(differences).mean(axis=(2, 3)) ** self.power

    def get_feature_names_out(self, input_features=None):
        return np.array([f"distance_{i}" for i in range(len(self.means_))], dtype=object)


class Blocks(DescriptorExtractor):
    """Every block of 4 x 4 pixels of a grey image is a point; its pixels describe it."""

    short_name = "blocks"
    _parameter_constraints = {"factor": "no_validation"}

    def __init__(self, factor=1):
        self.factor = factor

    def _describe(self, images):
        n, down, across = len(images), images.shape[1] // 4, images.shape[2] // 4
        blocks = images[:, : 4 * down, : 4 * across].reshape(n, down, 4, across, 4)
        values = blocks.swapaxes(2, 3).reshape(n, down * across, 16) // self.factor
        y, x = np.indices((down, across)).reshape(2, -1)
        positions = np.stack([(x + 0.5) / across, (y + 0.5) / down], axis=1).astype(np.float32)
        scales = np.full(down * across, 4 / min(images.shape[1:]), np.float32)
        return [Points(positions, scales, descriptors) for descriptors in values]


FITTED_ON = []
"""Mean values of the images that every `Words` was fitted on, in order."""


class Words(TransformerMixin, BaseEstimator):
    """Counts of visual words, which are descriptors drawn at random."""

    def __init__(self, n_words=4, random_state=0):
        self.n_words = n_words
        self.random_state = random_state

    def fit(self, X, y=None):
        FITTED_ON.append([float(points.descriptors.mean()) for points in X])
        descriptors = np.concatenate([points.descriptors for points in X])
        rng = np.random.default_rng(self.random_state)
        self.words_ = rng.choice(descriptors, self.n_words).astype(float)
        return self

    def transform(self, X):
        check_is_fitted(self)
        return np.stack([self._counts(points.descriptors) for points in X])

    def _counts(self, descriptors):
        nearest = ((descriptors[:, None] - self.words_) ** 2).sum(axis=2).argmin(axis=1)
        return np.bincount(nearest, minlength=self.n_words).astype(np.float32)

    def get_feature_names_out(self, input_features=None):
        return np.array([f"word_{i}" for i in range(self.n_words)], dtype=object)
