"""The sections of the report, in the order of the page."""

from .breakdowns import Breakdowns
from .calibration import Calibration
from .classes import Classes
from .confusions import Confusions
from .counts import Counts
from .curves import Curves
from .duplicates import Duplicates
from .figures import Figures
from .groups import Groups
from .head import Head
from .headline import Headline
from .how import How
from .learning_curve import LearningCurve
from .mistakes import Mistakes
from .notes import Notes
from .set_aside import SetAside
from .sources import Sources
from .validation_curve import ValidationCurve

__all__ = ["SECTIONS"]

SECTIONS = [
    Head(),
    Headline(),
    Notes(),
    Figures(),
    Sources(),
    Counts(),
    Confusions(),
    Curves(),
    Calibration(),
    Classes(),
    Duplicates(),
    Groups(),
    LearningCurve(),
    ValidationCurve(),
    Breakdowns(),
    Mistakes(),
    SetAside(),
    How(),
]
