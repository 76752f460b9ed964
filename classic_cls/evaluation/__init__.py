"""Honest figures: splits that do not leak, the fold loop, figures, intervals, results."""

from .answer_figures import classification_figures, multilabel_figures
from .breakdown import Breakdown
from .comparison import compare_results, compare_to_best
from .comparison_result import BestComparison, ModelComparison
from .cross_validation import cross_validate
from .cross_validation_result import CrossValidationResult
from .curves import Curve, Curves
from .estimates import Estimate
from .figures.record import Figure
from .figures.table import FIGURES, figure_names
from .folds import run_folds
from .image_cross_validation import cross_validate_images
from .intervals import (
    Interval,
    accuracy_interval,
    corrected_resampled_interval,
    wilson_interval,
)
from .leaks import cross_validate_apart, group_for_folds
from .paired_tests import McNemar, corrected_resampled_t_test, mcnemar_test
from .positive import positive_class
from .predictions import Predictions
from .results import PredictionResult
from .scored import score, score_predictions
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
    "Interval",
    "McNemar",
    "ModelComparison",
    "PredictionResult",
    "Predictions",
    "accuracy_interval",
    "aligned_scores",
    "classification_figures",
    "compare_results",
    "compare_to_best",
    "corrected_resampled_interval",
    "corrected_resampled_t_test",
    "cross_validate",
    "cross_validate_apart",
    "cross_validate_images",
    "figure_names",
    "group_for_folds",
    "mcnemar_test",
    "multilabel_figures",
    "positive_class",
    "run_folds",
    "score",
    "score_predictions",
    "wilson_interval",
]
