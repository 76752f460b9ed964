"""Figures from arrays, in scikit-learn's Display manner."""

from .confusion_matrix import ConfusionDisplay
from .per_label import PerLabelDisplay

__all__ = ["ConfusionDisplay", "PerLabelDisplay"]
