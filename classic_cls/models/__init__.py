"""Learned steps that scikit-learn lacks."""

from .calibration import CalibratedClassifier
from .constant import ConstantSafeClassifier
from .multilabel import MultilabelOneVsRest
from .principal_components import PrincipalComponents
from .rotation import RowSpaceRotation
from .selection import anova_f

__all__ = [
    "CalibratedClassifier",
    "ConstantSafeClassifier",
    "MultilabelOneVsRest",
    "PrincipalComponents",
    "RowSpaceRotation",
    "anova_f",
]
