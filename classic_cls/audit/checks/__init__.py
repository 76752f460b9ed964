"""Every check of the audit, in the order of the codes: one file each, listed here."""

from ..check import Check
from .atypical import Atypical
from .border_tells import BorderTells
from .brightness_tells import BrightnessTells
from .dimensions_tell import DimensionsTell
from .drift import Drift
from .exif_tells import ExifTells
from .file_size_tells import FileSizeTells
from .format_tells import FormatTells
from .jpeg_tables_tell import JpegTablesTell
from .mark_tells import MarkTells
from .mislabelled import Mislabelled
from .number_tells import NumberTells
from .unreadable import Unreadable

CHECKS: tuple[Check, ...] = (
    # CC0xx: files and images
    Unreadable(),
    # CC1xx: copies
    # CC2xx: labels and classes
    # CC3xx: what cross-validated probabilities say
    Mislabelled(),
    Atypical(),
    # CC4xx: shortcuts and drift
    FormatTells(),
    DimensionsTell(),
    JpegTablesTell(),
    ExifTells(),
    NumberTells(),
    MarkTells(),
    FileSizeTells(),
    BrightnessTells(),
    BorderTells(),
    Drift(),
    # CC5xx: names and groups
)

__all__ = ["CHECKS"]
