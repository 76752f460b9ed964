"""The sections of the report, in the order of the page."""

from .abstention import Abstention
from .breakdowns import Breakdowns
from .calibration import Calibration
from .checklist import Checklist
from .classes import Classes
from .confusions import Confusions
from .counts import Counts
from .curves import Curves
from .data_audit import DataAudit
from .duplicates import Duplicates
from .figures import Figures
from .groups import Groups
from .head import Head
from .headline import Headline
from .how import How
from .learning_curve import LearningCurve
from .left_out_classes import LeftOutClasses
from .methods import Methods
from .mistakes import Mistakes
from .notes import Notes
from .set_aside import SetAside
from .sources import Sources
from .tabular import Tabular
from .tuning import Tuning
from .validation_curve import ValidationCurve

__all__ = ["SECTIONS"]

SECTIONS = [
    Head(),
    Headline(),
    Notes(),
    Tuning(),
    Figures(),
    Sources(),
    Tabular(),
    Counts(),
    Confusions(),
    Curves(),
    Calibration(),
    Abstention(),
    Classes(),
    DataAudit(),
    Duplicates(),
    Groups(),
    LearningCurve(),
    ValidationCurve(),
    LeftOutClasses(),
    Breakdowns(),
    Mistakes(),
    SetAside(),
    How(),
    Methods(),
    Checklist(),
]
