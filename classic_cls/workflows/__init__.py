"""The main jobs as plain functions: tiles, train, compare, search, evaluate, predict and so on."""

from .audit import AUDIT_FILES, Audit, audit_images, check_codes, save_audit
from .checks import check_cache
from .cleaned import cleaned, codes_to_apply
from .compare import compare
from .comparison import LEADERBOARD, Comparison, ComparisonEntry, save_comparison
from .cross_validate_images import cross_validate_images
from .drift import Monitor
from .learning_curve_images import learning_curve_images
from .outputs import OutputExists, check_free, check_not_among, write_together
from .predict import Evaluation, Prediction, evaluate, iter_predictions, predict, predict_by_source
from .save import FILE_NAMES, PREDICTIONS_BY_SOURCE, save_training, write_predictions
from .search import ImageSearch, search_images
from .stages import reading_of
from .stress import stress_test
from .stress_changes import STRENGTHS
from .suggest import Suggestion, Suggestions, suggest
from .tiles import tiles
from .train import train
from .training import Training

__all__ = [
    "AUDIT_FILES",
    "Audit",
    "Comparison",
    "ComparisonEntry",
    "Evaluation",
    "FILE_NAMES",
    "LEADERBOARD",
    "Monitor",
    "ImageSearch",
    "OutputExists",
    "PREDICTIONS_BY_SOURCE",
    "Prediction",
    "STRENGTHS",
    "Suggestion",
    "Suggestions",
    "Training",
    "audit_images",
    "check_cache",
    "check_codes",
    "check_free",
    "check_not_among",
    "cleaned",
    "codes_to_apply",
    "compare",
    "cross_validate_images",
    "evaluate",
    "iter_predictions",
    "learning_curve_images",
    "predict",
    "predict_by_source",
    "reading_of",
    "save_audit",
    "save_comparison",
    "save_training",
    "search_images",
    "stress_test",
    "suggest",
    "tiles",
    "train",
    "write_predictions",
    "write_together",
]
