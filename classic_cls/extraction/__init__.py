"""Run what learns nothing once per image; let scikit-learn run the rest."""

from .batch import Rejected
from .dictionaries import learn_dictionaries
from .engine import Extraction, NothingUsable, extract, observe
from .freezing import Frozen, freeze
from .purity import is_pure
from .views import training_views

__all__ = [
    "Extraction",
    "Frozen",
    "NothingUsable",
    "Rejected",
    "extract",
    "freeze",
    "is_pure",
    "learn_dictionaries",
    "observe",
    "training_views",
]
