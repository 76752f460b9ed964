"""Honest figures: the protocol, the fold loop, figures, intervals, results."""

from .abstention import Answering, answer_threshold, known_threshold, set_threshold
from .aim_answer import AimAnswer, AtRecall
from .aim_words import AT_RECALL, aim_lines, mistakes_line
from .aimed import about, agreed_positive, decision_limits, learned_threshold
from .answer_figures import classification_figures, multilabel_figures
from .breakdown import Breakdown
from .by_source import answers_to, by_source, mean_by_source
from .calibration import Calibration
from .class_curves import ClassCurve
from .comparison import compare_results, compare_to_best
from .comparison_result import BestComparison, ModelComparison
from .cross_validation import check_scores, cross_validate
from .cross_validation_result import CrossValidationResult
from .curves import Curve, Curves
from .drift import Drift, drift_test
from .dummy import dummy_figures
from .estimates import Estimate
from .figures.behind import Ranks
from .figures.record import Figure
from .figures.table import FIGURES, figure_names, front_page, record_of
from .fold_files import folds_kept_in
from .fold_spread import FoldFigure, fold_spread
from .folds import answer_images, run_folds
from .had_they_been_right import figures_if_right
from .held_out_labels import HeldOutLabels, held_out_of
from .held_out_scores import HeldOutScores, sureness
from .importance import feature_importance
from .importance_result import READING as HOW_TO_READ_IMPORTANCE
from .importance_result import Change, FamilyImportance, FeatureImportance
from .intervals import (
    Interval,
    accuracy_interval,
    corrected_resampled_interval,
    wilson_interval,
)
from .label_sets import LABEL_COVERAGES, UNSURE, YES, LabelLimits, LabelSets, label_limits
from .learning_curve import learning_curve
from .learning_curve_result import LearningCurve
from .left_out_classes import LeftOutClasses, check_leave_class_out, left_out_classes
from .one_class import OneClass, ShareCalledOther, one_class_result
from .operating_points import OperatingPoint, operating_points
from .other_tool import OtherTool, beside, read_other_tool
from .paired_tests import McNemar, corrected_resampled_t_test, mcnemar_test
from .power_law import Gain, PowerLaw
from .predictions import Predictions
from .protocol import Protocol, protocol_words
from .results import PredictionResult, sources_line
from .risk_coverage import RiskCoverage, SetSize
from .scored import score, score_predictions
from .scores import aligned_scores
from .selection import against_chosen, corrected_for_choice
from .stress_result import Stress, Stressed
from .tuned import TunedClassifier
from .validation_curve import ValidationCurve, validation_curve
from .worth_of_columns import WorthOfColumns

__all__ = [
    "AT_RECALL",
    "AimAnswer",
    "Answering",
    "AtRecall",
    "BestComparison",
    "Breakdown",
    "Calibration",
    "ClassCurve",
    "CrossValidationResult",
    "Curve",
    "Curves",
    "Drift",
    "Estimate",
    "FIGURES",
    "Figure",
    "FoldFigure",
    "Gain",
    "HeldOutLabels",
    "HeldOutScores",
    "Interval",
    "LABEL_COVERAGES",
    "LabelLimits",
    "LabelSets",
    "LearningCurve",
    "LeftOutClasses",
    "McNemar",
    "ModelComparison",
    "OneClass",
    "OperatingPoint",
    "OtherTool",
    "PredictionResult",
    "PowerLaw",
    "Predictions",
    "Protocol",
    "Ranks",
    "RiskCoverage",
    "SetSize",
    "ShareCalledOther",
    "Stress",
    "Stressed",
    "TunedClassifier",
    "UNSURE",
    "ValidationCurve",
    "WorthOfColumns",
    "YES",
    "about",
    "accuracy_interval",
    "against_chosen",
    "agreed_positive",
    "aim_lines",
    "aligned_scores",
    "answer_images",
    "answer_threshold",
    "answers_to",
    "beside",
    "by_source",
    "check_leave_class_out",
    "check_scores",
    "classification_figures",
    "compare_results",
    "compare_to_best",
    "corrected_for_choice",
    "corrected_resampled_interval",
    "corrected_resampled_t_test",
    "cross_validate",
    "decision_limits",
    "drift_test",
    "dummy_figures",
    "figure_names",
    "figures_if_right",
    "fold_spread",
    "folds_kept_in",
    "front_page",
    "held_out_of",
    "known_threshold",
    "label_limits",
    "learned_threshold",
    "learning_curve",
    "HOW_TO_READ_IMPORTANCE",
    "Change",
    "FamilyImportance",
    "FeatureImportance",
    "feature_importance",
    "left_out_classes",
    "mcnemar_test",
    "mean_by_source",
    "mistakes_line",
    "multilabel_figures",
    "one_class_result",
    "operating_points",
    "protocol_words",
    "read_other_tool",
    "record_of",
    "run_folds",
    "score",
    "score_predictions",
    "set_threshold",
    "sources_line",
    "sureness",
    "validation_curve",
    "wilson_interval",
]
