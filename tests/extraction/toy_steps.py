"""Steps for the tests of the engine: pure and learned, on images and on rows."""

import numpy as np
from sklearn.base import BaseEstimator, TransformerMixin

from classic_cls.base import FeatureExtractor, ImageTransformer


class Invert(ImageTransformer):
    """255 minus the image."""

    def _transform(self, images):
        return 255 - images


class RowMeans(FeatureExtractor):
    """Mean of every pixel row, times a factor."""

    short_name = "row_means"
    _parameter_constraints = {"factor": "no_validation"}

    def __init__(self, factor=1.0):
        self.factor = factor

    def _extract(self, images):
        return (self.factor * images.mean(axis=2)).astype(np.float32)

    def _names(self, shape):
        return [f"row_{i}" for i in range(shape[0])]


class PixelSpread(FeatureExtractor):
    """Deviation over the image; refuses images without any."""

    short_name = "pixel_spread"

    def _extract(self, images):
        spread = images.std(axis=(1, 2)).astype(np.float32)[:, None]
        if (spread == 0).any():
            raise ValueError("the image is flat")
        return spread

    def _names(self, shape):
        return ["spread"]


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
