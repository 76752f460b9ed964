"""What everything is built on: image references, abstract steps, local features."""

from .image_ref import ImageRef, relative_name
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
    "relative_name",
]
