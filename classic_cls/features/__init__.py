"""Steps from images to rows of features; none of them learns anything."""

from .canny import CannyEdges
from .color_histogram import ColorHistogram
from .color_moments import ColorMoments
from .corners import CornerGrid
from .correlogram import ColorAutoCorrelogram
from .dalal_triggs_hog import DalalTriggsHOG
from .edges import EdgeHistogram
from .fast_corners import FASTCorners
from .felzenszwalb_hog import FelzenszwalbHOG
from .gabor import GaborBank
from .gist import GIST
from .haralick import Haralick
from .hog import HOG
from .hu import HuMoments
from .intensity import IntensityStatistics
from .lbp import LBP
from .lpq import LPQ
from .mirrored import Mirrored
from .mpeg7_edges import EdgeHistogramDescriptor
from .multiscale import MultiScale
from .orb import ORBStatistics
from .raw_pixels import RawPixels
from .scattering import Scattering
from .spatial_pyramid import SpatialPyramid
from .tiny_image import TinyImage
from .zernike import ZernikeMoments

__all__ = [
    "GIST", "HOG", "LBP", "LPQ", "CannyEdges", "ColorAutoCorrelogram", "ColorHistogram",
    "ColorMoments", "CornerGrid", "DalalTriggsHOG", "EdgeHistogram", "EdgeHistogramDescriptor",
    "FASTCorners", "FelzenszwalbHOG", "GaborBank", "Haralick", "HuMoments", "IntensityStatistics",
    "Mirrored", "MultiScale", "ORBStatistics", "RawPixels", "Scattering", "SpatialPyramid",
    "TinyImage", "ZernikeMoments",
]
