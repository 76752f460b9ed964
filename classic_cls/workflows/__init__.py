"""The main jobs as plain functions: train, compare, evaluate, predict."""

from .compare import compare
from .comparison import Comparison, ComparisonEntry, save_comparison
from .outputs import OutputExists
from .predict import Evaluation, Prediction, evaluate, predict
from .save import save_training
from .train import train
from .training import Training

__all__ = [
    "Comparison",
    "ComparisonEntry",
    "Evaluation",
    "OutputExists",
    "Prediction",
    "Training",
    "compare",
    "evaluate",
    "predict",
    "save_comparison",
    "save_training",
    "train",
]
