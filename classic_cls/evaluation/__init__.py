"""Honest figures: splits that do not leak, the fold loop, metrics, intervals, results."""

from .cross_validation import cross_validate, cross_validate_images
from .estimates import Estimate
from .fold_result import FoldResult
from .folds import group_parameters, run_folds
from .intervals import Interval, accuracy_interval, wilson_interval
from .metrics import classification_metrics, multilabel_metrics
from .positive import positive_class
from .predictions import score_predictions
from .results import CrossValidationResult, PredictionResult
from .scores import aligned_scores
from .splits import holdout, make_splits

__all__ = [
    "CrossValidationResult",
    "Estimate",
    "FoldResult",
    "Interval",
    "PredictionResult",
    "accuracy_interval",
    "aligned_scores",
    "classification_metrics",
    "cross_validate",
    "cross_validate_images",
    "group_parameters",
    "holdout",
    "make_splits",
    "multilabel_metrics",
    "positive_class",
    "run_folds",
    "score_predictions",
    "wilson_interval",
]
