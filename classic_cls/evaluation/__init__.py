"""Honest figures: the protocol, the fold loop, metrics, intervals, results."""

from ..pipelines.positive import positive_class
from .breakdown import Breakdown
from .comparison import compare_results, compare_to_best
from .comparison_result import BestComparison, ModelComparison
from .cross_validation import cross_validate
from .cross_validation_result import CrossValidationResult
from .curves import Curve, Curves
from .estimates import Estimate
from .figures.counts import classification_metrics
from .figures.labels import multilabel_metrics
from .figures.record import Figure
from .figures.table import FIGURES, figure_names
from .fold_result import FoldResult
from .folds import run_folds
from .intervals import (
    Interval,
    accuracy_interval,
    corrected_resampled_interval,
    wilson_interval,
)
from .paired_tests import McNemar, corrected_resampled_t_test, mcnemar_test
from .predictions import score_predictions
from .protocol import Protocol
from .results import PredictionResult
from .scores import aligned_scores

__all__ = [
    "BestComparison",
    "Breakdown",
    "CrossValidationResult",
    "Curve",
    "Curves",
    "Estimate",
    "FIGURES",
    "Figure",
    "FoldResult",
    "Interval",
    "McNemar",
    "ModelComparison",
    "PredictionResult",
    "Protocol",
    "accuracy_interval",
    "aligned_scores",
    "classification_metrics",
    "compare_results",
    "compare_to_best",
    "corrected_resampled_interval",
    "corrected_resampled_t_test",
    "cross_validate",
    "figure_names",
    "mcnemar_test",
    "multilabel_metrics",
    "positive_class",
    "run_folds",
    "score_predictions",
    "wilson_interval",
]
