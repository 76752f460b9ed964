"""Steps from images to images: size, grey levels, contrast; several versions of one."""

from .augment import Augment
from .bilateral import BilateralFilter
from .clahe import CLAHE
from .content_crop import ContentCrop
from .contrast_stretch import ContrastStretch
from .deskew import Deskew
from .equalize import EqualizeHistogram
from .gamma import GammaCorrection
from .gaussian_blur import GaussianBlur
from .gray import ToGray
from .gray_world import GrayWorld
from .homomorphic import HomomorphicFilter
from .match_histogram import MatchHistogram
from .max_rgb import MaxRGB
from .median import MedianFilter
from .nl_means import NonLocalMeans
from .remove_background import RemoveBackground
from .resize import Resize
from .retinex import Retinex
from .tan_triggs import TanTriggs
from .total_variation import TotalVariation
from .unsharp import UnsharpMask

__all__ = [
    "Augment", "BilateralFilter", "CLAHE", "ContentCrop", "ContrastStretch", "Deskew",
    "EqualizeHistogram", "GammaCorrection", "GaussianBlur", "GrayWorld", "HomomorphicFilter",
    "MatchHistogram", "MaxRGB", "MedianFilter", "NonLocalMeans", "RemoveBackground", "Resize",
    "Retinex", "TanTriggs", "ToGray", "TotalVariation", "UnsharpMask",
]
