"""The sections of the report, in the order of the page."""

from .abstention import Abstention
from .breakdowns import Breakdowns
from .calibration import Calibration
from .checklist import Checklist
from .class_curves import ClassCurves
from .classes import Classes
from .confusions import Confusions
from .counts import Counts
from .curves import Curves
from .data_audit import DataAudit
from .duplicates import Duplicates
from .figures import Figures
from .folds import Folds
from .groups import Groups
from .head import Head
from .headline import Headline
from .how import How
from .importance import Importance
from .label_sets import LabelSets
from .learning_curve import LearningCurve
from .least_certain import LeastCertain
from .left_out_classes import LeftOutClasses
from .methods import Methods
from .mistakes import Mistakes
from .montage import Montage
from .notes import Notes
from .one_class import OneClass
from .operating_points import OperatingPoints
from .set_aside import SetAside
from .sources import Sources
from .tabular import Tabular
from .tuning import Tuning
from .validation_curve import ValidationCurve

__all__ = ["SECTIONS"]

SECTIONS = [
    Head(),
    Headline(),
    OneClass(),
    Notes(),
    Tuning(),
    Figures(),
    Folds(),
    Sources(),
    Tabular(),
    Importance(),
    Counts(),
    Confusions(),
    OperatingPoints(),
    Curves(),
    ClassCurves(),
    Calibration(),
    Abstention(),
    LabelSets(),
    Classes(),
    DataAudit(),
    Duplicates(),
    Groups(),
    LearningCurve(),
    ValidationCurve(),
    LeftOutClasses(),
    Breakdowns(),
    Mistakes(),
    LeastCertain(),
    Montage(),
    SetAside(),
    How(),
    Methods(),
    Checklist(),
]
