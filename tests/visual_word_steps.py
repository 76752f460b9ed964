"""Small pipelines of visual words, for tests."""

from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import FeatureUnion, Pipeline

from classic_cls.descriptors import RawPatches
from classic_cls.encoders import BagOfVisualWords


def words_of(descriptor=None, encoder=None):
    """A member of a union of features."""
    return Pipeline([
        ("descriptor", descriptor or RawPatches(sides=[8], color=False)),
        ("words", encoder or BagOfVisualWords(n_words=5, n_components=None, random_state=0)),
    ])


def word_pipeline(*before, **features):
    """A classifier on features, by default words of patches; steps before them."""
    features = features or {"bovw": words_of()}
    return Pipeline([
        *((type(step).__name__.lower(), step) for step in before),
        ("features", FeatureUnion(list(features.items()))),
        ("classifier", LogisticRegression()),
    ])
