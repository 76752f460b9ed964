"""Every check of the audit, in the order of the codes: one file each, listed here."""

from ..check import Check
from .alike_names import AlikeNames
from .alpha import Alpha
from .animated import Animated
from .atypical import Atypical
from .blurred import Blurred
from .border_tells import BorderTells
from .brightness_tells import BrightnessTells
from .cmyk import Cmyk
from .constant_labels import ConstantLabels
from .copies import CopiesInClass
from .depth import Depth
from .dimensions_tell import DimensionsTell
from .drift import Drift
from .exif_tells import ExifTells
from .extension import WrongExtension
from .file_size_tells import FileSizeTells
from .format_tells import FormatTells
from .grey_among_colour import GreyAmongColour
from .imbalance import Imbalance
from .joined_labels import JoinedLabels
from .jpeg_tables_tell import JpegTablesTell
from .label_conflicts import LabelConflicts
from .leaks import Leaks
from .low_contrast import LowContrast
from .mark_tells import MarkTells
from .mislabelled import Mislabelled
from .near_blank import NearBlank
from .number_tells import NumberTells
from .odd_shapes import OddShapes
from .odd_sizes import OddSizes
from .sequences import Sequences
from .set_aside import SetAsideEntries
from .small_classes import SmallClasses
from .too_bright import TooBright
from .too_dark import TooDark
from .turned_by_exif import TurnedByExif
from .turned_copies import TurnedCopies
from .unreadable import Unreadable
from .without_labels import WithoutLabels

CHECKS: tuple[Check, ...] = (
    # CC0xx: files and images
    Unreadable(),
    SetAsideEntries(),
    WrongExtension(),
    Animated(),
    Alpha(),
    Depth(),
    Cmyk(),
    GreyAmongColour(),
    TurnedByExif(),
    OddSizes(),
    OddShapes(),
    TooDark(),
    TooBright(),
    LowContrast(),
    Blurred(),
    NearBlank(),
    # CC1xx: copies
    CopiesInClass(),
    LabelConflicts(),
    Leaks(),
    TurnedCopies(),
    # CC2xx: labels and classes
    Imbalance(),
    SmallClasses(),
    AlikeNames(),
    ConstantLabels(),
    JoinedLabels(),
    WithoutLabels(),
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
    Sequences(),
)

__all__ = ["CHECKS"]
