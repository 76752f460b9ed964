"""Steps from images to rows of features; none of them learns anything."""

from .color_histogram import ColorHistogram
from .corners import CornerGrid
from .edges import EdgeHistogram
from .hog import HOG
from .raw_pixels import RawPixels

__all__ = ["HOG", "ColorHistogram", "CornerGrid", "EdgeHistogram", "RawPixels"]
