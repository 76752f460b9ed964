"""What everything is built on: image references, abstract steps, local features."""

from .image_ref import ImageRef
from .local_features import DescriptorExtractor, LocalFeatures, Points
from .steps import FeatureExtractor, ImageSizeError, ImageTransformer, PureStep

__all__ = [
    "DescriptorExtractor",
    "FeatureExtractor",
    "ImageRef",
    "ImageSizeError",
    "ImageTransformer",
    "LocalFeatures",
    "Points",
    "PureStep",
]
