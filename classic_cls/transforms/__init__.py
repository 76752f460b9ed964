"""Steps from images to images: size, grey levels, contrast."""

from .clahe import CLAHE
from .equalize import EqualizeHistogram
from .gray import ToGray
from .resize import Resize

__all__ = ["CLAHE", "EqualizeHistogram", "Resize", "ToGray"]
