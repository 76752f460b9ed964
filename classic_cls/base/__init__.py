"""What everything is built on: image references, abstract steps, columns, local features."""

from .columns import Column, Columns, Region, moved
from .image_ref import ImageRef, Source
from .local_features import DescriptorExtractor, LocalFeatures, Points
from .placing import columns_in_image
from .steps import FeatureExtractor, ImageSizeError, ImageTransformer, PureStep

__all__ = [
    "Column",
    "Columns",
    "DescriptorExtractor",
    "FeatureExtractor",
    "ImageRef",
    "ImageSizeError",
    "ImageTransformer",
    "LocalFeatures",
    "Points",
    "PureStep",
    "Region",
    "Source",
    "columns_in_image",
    "moved",
]
