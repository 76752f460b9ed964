"""Features that are cheap whatever the images: for probabilities, not for figures."""

from sklearn.pipeline import FeatureUnion, Pipeline

from ..features import HOG, ColorHistogram, TinyImage
from ..transforms import Resize

_SIDE = 48


def cheap_features() -> Pipeline:
    """A small image, its gradients and its colours; of all images the same columns."""
    parts = [("hog", HOG()), ("color", ColorHistogram()), ("tiny", TinyImage())]
    return Pipeline([("resize", Resize(_SIDE)), ("features", FeatureUnion(parts))])
