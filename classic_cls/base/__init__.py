"""What everything is built on: image references, abstract steps, columns, local features."""

from .columns import Column, Columns, Region, moved
from .image_ref import ImageRef, Source, relative_name
from .local_features import DescriptorExtractor, LocalFeatures, Points
from .on_demand import ImagesOnDemand
from .placing import SeenImage, columns_in_image
from .steps import FeatureExtractor, ImageSizeError, ImageTransformer, PureStep
from .views import ImageViews

__all__ = [
    "Column",
    "Columns",
    "DescriptorExtractor",
    "FeatureExtractor",
    "ImageRef",
    "ImageSizeError",
    "ImageTransformer",
    "ImageViews",
    "ImagesOnDemand",
    "LocalFeatures",
    "Points",
    "PureStep",
    "Region",
    "SeenImage",
    "Source",
    "columns_in_image",
    "moved",
    "relative_name",
]
