"""Figures from arrays, in scikit-learn's Display manner."""

from .confusion_matrix import ConfusionDisplay
from .differences import DifferenceDisplay
from .per_label import PerLabelDisplay
from .precision_recall import PrecisionRecallDisplay
from .roc import RocDisplay

__all__ = [
    "ConfusionDisplay",
    "DifferenceDisplay",
    "PerLabelDisplay",
    "PrecisionRecallDisplay",
    "RocDisplay",
]
