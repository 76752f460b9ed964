"""Figures from arrays, in scikit-learn's Display manner."""

from .confusion_matrix import ConfusionDisplay
from .differences import DifferenceDisplay
from .dots import DotDisplay
from .explanation import ExplanationDisplay
from .feature import FeatureDisplay, show
from .heat_map import HeatMapDisplay
from .learning_curve import LearningCurveDisplay
from .nearest import NearestImagesDisplay
from .patches import PatchesDisplay
from .per_label import PerLabelDisplay
from .precision_recall import PrecisionRecallDisplay
from .reliability import ReliabilityDisplay
from .risk_coverage import RiskCoverageDisplay
from .roc import RocDisplay
from .validation_curve import ValidationCurveDisplay
from .visual_words import WordsDisplay
from .words_on_image import ImageWordsDisplay

__all__ = [
    "ConfusionDisplay",
    "DifferenceDisplay",
    "DotDisplay",
    "FeatureDisplay",
    "ExplanationDisplay",
    "HeatMapDisplay",
    "ImageWordsDisplay",
    "LearningCurveDisplay",
    "NearestImagesDisplay",
    "PatchesDisplay",
    "PerLabelDisplay",
    "PrecisionRecallDisplay",
    "ReliabilityDisplay",
    "RiskCoverageDisplay",
    "RocDisplay",
    "ValidationCurveDisplay",
    "WordsDisplay",
    "show",
]
