"""The main jobs as plain functions: tiles, train, compare, search, evaluate, predict and so on."""

from .abstaining import NO_ANSWER, abstaining
from .audit import AUDIT_FILES, Audit, audit_images, check_codes, save_audit
from .checks import check_cache
from .cleaned import cleaned, codes_to_apply
from .columns import notes_on_columns
from .compare import compare
from .comparison import COMPARISON_FILES, LEADERBOARD, Comparison, ComparisonEntry, save_comparison
from .cross_validate_images import cross_validate_images
from .drift import Monitor
from .explain import (
    explain_images,
    mean_of_right_answers,
    nearest_to,
    notes_on_methods,
    save_explanations,
    save_mean,
    says_of_class,
    some_of,
)
from .extras import Extras
from .learning_curve_images import learning_curve_images
from .one_class import meaning_of_unusual
from .outputs import OutputExists, check_free, check_not_among, write_together
from .predict import Evaluation, Prediction, evaluate, iter_predictions, predict, predict_by_source
from .save import FILE_NAMES, PREDICTIONS_BY_SOURCE, save_training, write_predictions
from .save_evaluation import EVALUATION_FILES, write_evaluation
from .search import search_images, train_found
from .search_result import ImageSearch
from .search_store import OtherSearch
from .see_images import Seen, check_picture_format, save_sights, see_images
from .stages import reading_of
from .stress import stress_test
from .stress_changes import STRENGTHS
from .suggest import Suggestion, Suggestions, suggest
from .tiles import tiles
from .train import train
from .training import Training
from .update import update
from .update_result import PARTS, Update, save_update, update_files

__all__ = [
    "AUDIT_FILES",
    "Audit",
    "Comparison",
    "ComparisonEntry",
    "Evaluation",
    "Extras",
    "FILE_NAMES",
    "COMPARISON_FILES",
    "EVALUATION_FILES",
    "LEADERBOARD",
    "Monitor",
    "NO_ANSWER",
    "ImageSearch",
    "OtherSearch",
    "OutputExists",
    "PARTS",
    "PREDICTIONS_BY_SOURCE",
    "Prediction",
    "STRENGTHS",
    "Seen",
    "Suggestion",
    "Suggestions",
    "Training",
    "Update",
    "abstaining",
    "audit_images",
    "check_cache",
    "check_codes",
    "check_free",
    "check_picture_format",
    "check_not_among",
    "cleaned",
    "codes_to_apply",
    "compare",
    "cross_validate_images",
    "evaluate",
    "explain_images",
    "nearest_to",
    "iter_predictions",
    "learning_curve_images",
    "meaning_of_unusual",
    "mean_of_right_answers",
    "notes_on_columns",
    "notes_on_methods",
    "predict",
    "predict_by_source",
    "reading_of",
    "save_audit",
    "save_comparison",
    "save_explanations",
    "save_mean",
    "save_training",
    "save_update",
    "save_sights",
    "says_of_class",
    "search_images",
    "see_images",
    "some_of",
    "stress_test",
    "suggest",
    "tiles",
    "train",
    "train_found",
    "update",
    "update_files",
    "write_evaluation",
    "write_predictions",
    "write_together",
]
