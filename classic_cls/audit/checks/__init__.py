"""Every check of the audit, in the order of the codes: one file each, listed here."""

from ..check import Check
from .alike_names import AlikeNames
from .alpha import Alpha
from .animated import Animated
from .blurred import Blurred
from .cmyk import Cmyk
from .constant_labels import ConstantLabels
from .copies import CopiesInClass
from .depth import Depth
from .extension import WrongExtension
from .grey_among_colour import GreyAmongColour
from .imbalance import Imbalance
from .joined_labels import JoinedLabels
from .label_conflicts import LabelConflicts
from .leaks import Leaks
from .low_contrast import LowContrast
from .near_blank import NearBlank
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
    # CC4xx: shortcuts and drift
    # CC5xx: names and groups
    Sequences(),
)

__all__ = ["CHECKS"]
