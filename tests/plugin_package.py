"""A package of somebody else's, written to a folder as an installer would leave it."""

MODULE = '''
from numbers import Real

import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin, TransformerMixin

from classic_cls import (
    Columns as Placed,
    DescriptorExtractor,
    FeatureExtractor,
    ImageTransformer,
    Points,
    Region,
)


class MeanValue(FeatureExtractor):
    """Mean of all pixels.

    How bright an image is, times a factor.
    """

    short_name = "mean_value"
    _parameter_constraints = {"factor": [Real]}

    def __init__(self, factor=1.0):
        self.factor = factor

    def _extract(self, images):
        return self.factor * images.reshape(len(images), -1).mean(axis=1, keepdims=True, dtype="f")

    def _columns(self, shape):
        return Placed.whole(["mean_value"])


class Halves(FeatureExtractor):
    """Another feature of both halves."""

    short_name = "halves"

    def __init__(self, extractor):
        self.extractor = extractor

    def _extract(self, images):
        middle = images.shape[2] // 2
        halves = images[:, :, :middle], images[:, :, middle:]
        return np.hstack([self.extractor._extract(np.ascontiguousarray(h)) for h in halves])

    def _columns(self, shape):
        height, width = shape[:2]
        halves = {"l": (0, width // 2), "r": (width // 2, width)}
        return Placed.joined(
            self.extractor._columns((height, right - left, *shape[2:]))
            .inside(Region(0, left, height, right))
            .prefixed(f"{side}_")
            for side, (left, right) in halves.items()
        )


class Columns(DescriptorExtractor):
    """Spread and mean of every column."""

    short_name = "columns"

    def _describe(self, images):
        columns = images.reshape(*images.shape[:3], -1).mean(axis=3).astype(np.float32)
        n = images.shape[2]
        positions = np.stack([(np.arange(n) + 0.5) / n, np.full(n, 0.5)], 1).astype(np.float32)
        return [
            Points(positions, np.ones(n, "f"), np.stack([c.std(axis=0), c.mean(axis=0)], 1))
            for c in columns
        ]


class Spread(TransformerMixin, BaseEstimator):
    """Mean and spread of the descriptors."""

    short_name = "spread"
    takes_images = False

    def fit(self, X, y=None):
        self.n_values_ = X.n_dimensions
        return self

    def transform(self, X):
        rows = [(p.descriptors.mean(axis=0), p.descriptors.std(axis=0)) for p in X]
        return np.array(rows, np.float32).reshape(len(X), -1)

    def get_feature_names_out(self, input_features=None):
        return np.array([f"spread{i}" for i in range(2 * self.n_values_)], object)


class Darker(ImageTransformer):
    """Half as bright."""

    short_name = "darker"

    def _transform(self, images):
        return images // 2


class Centre:
    """What fitting leaves inside the classifier."""

    def __init__(self, place):
        self.place = place


class NearestMean(ClassifierMixin, BaseEstimator):
    """The class whose mean is nearest.

    Nothing else.
    """

    def __init__(self, power=2.0):
        self.power = power

    def fit(self, X, y):
        self.classes_ = np.unique(y)
        self.centres_ = [Centre(X[y == name].mean(axis=0)) for name in self.classes_]
        return self

    def predict_proba(self, X):
        away = np.stack([(abs(X - c.place) ** self.power).sum(axis=1) for c in self.centres_], 1)
        near = 1 / (1e-9 + away)
        return near / near.sum(axis=1, keepdims=True)

    def predict(self, X):
        return self.classes_[self.predict_proba(X).argmax(axis=1)]


class Greedy:
    """No estimator at all."""


def check(model):
    if len(model.centres_) != len(model.classes_):
        raise ValueError("centres_ of a NearestMean")


def register():
    from classic_cls import register_types

    register_types(MeanValue, Halves, Columns, Spread, Darker, Centre)
    register_types(NearestMean, check=check)
'''
NAMES = """
[classic_cls.features]
mean_value = toy_plugin.steps:MeanValue
halves = toy_plugin.steps:Halves

[classic_cls.descriptors]
columns = toy_plugin.steps:Columns

[classic_cls.encoders]
spread = toy_plugin.steps:Spread

[classic_cls.transforms]
darker = toy_plugin.steps:Darker

[classic_cls.classifiers]
nearest_mean = toy_plugin.steps:NearestMean
"""
TYPES = """
[classic_cls.model_types]
toy = toy_plugin.steps:register
"""


def write_package(folder, entry_points=NAMES + TYPES, name="toy_plugin", module=MODULE):
    """Write a package with a module ``steps`` and its entry points; returns the folder."""
    information = folder / f"{name}-1.0.dist-info"
    for place in (folder / name, information):
        place.mkdir(parents=True)
    (folder / name / "__init__.py").write_text("")
    (folder / name / "steps.py").write_text(module)
    (information / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
    (information / "entry_points.txt").write_text(entry_points)
    return folder
