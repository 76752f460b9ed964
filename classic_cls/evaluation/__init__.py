"""Honest figures: splits that do not leak, the fold loop, metrics, intervals, results."""

from .cross_validation import cross_validate
from .folds import run_folds
from .image_cross_validation import cross_validate_images
from .leaks import cross_validate_apart, group_for_folds
from .measures.figures import FIGURES, LOWER_IS_BETTER, figure_names
from .measures.label_metrics import multilabel_metrics
from .measures.metrics import classification_metrics
from .measures.positive import positive_class
from .outcomes.breakdown import Breakdown
from .outcomes.comparison import compare_results, compare_to_best
from .outcomes.comparison_result import BestComparison, ModelComparison
from .outcomes.cross_validation_result import CrossValidationResult
from .outcomes.curves import Curve, Curves
from .outcomes.fold_result import FoldResult
from .outcomes.predictions import score_predictions
from .outcomes.results import PredictionResult
from .scores import aligned_scores
from .splitting.fold_list import read_fold_list
from .splitting.iterative_stratification import IterativeStratifiedKFold
from .splitting.random_splits import RandomSplits
from .splitting.splits import holdout, make_splits
from .uncertainty.estimates import Estimate
from .uncertainty.intervals import (
    Interval,
    accuracy_interval,
    corrected_resampled_interval,
    wilson_interval,
)
from .uncertainty.paired_tests import McNemar, corrected_resampled_t_test, mcnemar_test

__all__ = [
    "BestComparison",
    "Breakdown",
    "CrossValidationResult",
    "Curve",
    "Curves",
    "Estimate",
    "FIGURES",
    "FoldResult",
    "Interval",
    "IterativeStratifiedKFold",
    "LOWER_IS_BETTER",
    "McNemar",
    "ModelComparison",
    "PredictionResult",
    "RandomSplits",
    "accuracy_interval",
    "aligned_scores",
    "classification_metrics",
    "compare_results",
    "compare_to_best",
    "corrected_resampled_interval",
    "corrected_resampled_t_test",
    "cross_validate",
    "cross_validate_apart",
    "cross_validate_images",
    "figure_names",
    "group_for_folds",
    "holdout",
    "make_splits",
    "mcnemar_test",
    "multilabel_metrics",
    "positive_class",
    "read_fold_list",
    "run_folds",
    "score_predictions",
    "wilson_interval",
]
