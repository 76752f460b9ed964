"""The main jobs as plain functions: tiles, train, compare, search, evaluate, predict and so on."""

from .audit import AUDIT_FILES, Audit, audit_images, check_codes, save_audit
from .checks import check_cache
from .cleaned import cleaned, codes_to_apply
from .compare import compare
from .comparison import LEADERBOARD, Comparison, ComparisonEntry, save_comparison
from .cross_validate_images import cross_validate_images
from .learning_curve_images import learning_curve_images
from .outputs import OutputExists, check_free, check_not_among, write_together
from .predict import Evaluation, Prediction, evaluate, iter_predictions, predict, predict_by_source
from .save import FILE_NAMES, PREDICTIONS_BY_SOURCE, save_training, write_predictions
from .search import search_images, train_found
from .search_result import ImageSearch
from .search_store import OtherSearch
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
    "ImageSearch",
    "OtherSearch",
    "OutputExists",
    "PREDICTIONS_BY_SOURCE",
    "Prediction",
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
    "save_audit",
    "save_comparison",
    "save_training",
    "search_images",
    "tiles",
    "train",
    "train_found",
    "write_predictions",
    "write_together",
]
