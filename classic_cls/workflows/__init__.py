"""The main jobs as plain functions: train, compare, cross-validate, search, evaluate, predict."""

from .audit import Audit, audit
from .checks import check_cache
from .compare import compare
from .comparison import LEADERBOARD, Comparison, ComparisonEntry, save_comparison
from .cross_validate_images import cross_validate_images
from .outputs import OutputExists, check_free, check_not_among, write_together
from .predict import Evaluation, Prediction, evaluate, iter_predictions, predict
from .save import FILE_NAMES, save_training, write_predictions
from .search import ImageSearch, search_images
from .train import train
from .training import Training

__all__ = [
    "Audit",
    "Comparison",
    "ComparisonEntry",
    "Evaluation",
    "FILE_NAMES",
    "LEADERBOARD",
    "ImageSearch",
    "OutputExists",
    "Prediction",
    "Training",
    "audit",
    "check_cache",
    "check_free",
    "check_not_among",
    "compare",
    "cross_validate_images",
    "evaluate",
    "iter_predictions",
    "predict",
    "save_comparison",
    "save_training",
    "search_images",
    "train",
    "write_predictions",
    "write_together",
]
