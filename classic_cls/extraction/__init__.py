"""Run what learns nothing once per image; let scikit-learn run the rest."""

from .dictionaries import learn_dictionaries
from .engine import Extraction, NothingUsable, Rejected, extract
from .freezing import Frozen, freeze
from .purity import is_pure

__all__ = [
    "Extraction",
    "Frozen",
    "NothingUsable",
    "Rejected",
    "extract",
    "freeze",
    "is_pure",
    "learn_dictionaries",
]
