"""What everything is built on: image references, abstract steps, local features."""

from .image_ref import ImageRef
from .local_features import DescriptorExtractor, LocalFeatures, Points
from .steps import FeatureExtractor, ImageSizeError, ImageTransformer, PureStep
from .views import ImageViews

__all__ = [
    "DescriptorExtractor",
    "FeatureExtractor",
    "ImageRef",
    "ImageSizeError",
    "ImageTransformer",
    "ImageViews",
    "LocalFeatures",
    "Points",
    "PureStep",
]
