"""Steps from images to rows of features; none of them learns anything."""

from .color_histogram import ColorHistogram
from .corners import CornerGrid
from .edges import EdgeHistogram
from .haralick import Haralick
from .hog import HOG
from .lbp import LBP
from .multiscale import MultiScale
from .raw_pixels import RawPixels
from .spatial_pyramid import SpatialPyramid

__all__ = [
    "HOG",
    "LBP",
    "ColorHistogram",
    "CornerGrid",
    "EdgeHistogram",
    "Haralick",
    "MultiScale",
    "RawPixels",
    "SpatialPyramid",
]
