"""Run what learns nothing once per image; let scikit-learn run the rest."""

from .blocks import Block, Fed, Lookup
from .composites import JOINED, changed
from .dictionaries import (
    encode_once,
    has_dictionaries,
    learn_dictionaries,
    samples_dictionaries,
)
from .engine import Extraction, NothingUsable, extract, observe, stream
from .freezing import Frozen, freeze
from .items import Rejected
from .learned_size import learned_bytes
from .purity import is_pure
from .streaming import IMAGES_OF_A_BATCH, extract_batches
from .tables import table_columns
from .views import KnownRows, Views, training_views, views_of

__all__ = [
    "Block",
    "Extraction",
    "Fed",
    "Frozen",
    "IMAGES_OF_A_BATCH",
    "JOINED",
    "KnownRows",
    "Lookup",
    "NothingUsable",
    "Rejected",
    "Views",
    "changed",
    "encode_once",
    "extract",
    "extract_batches",
    "freeze",
    "has_dictionaries",
    "is_pure",
    "learn_dictionaries",
    "learned_bytes",
    "observe",
    "samples_dictionaries",
    "stream",
    "table_columns",
    "training_views",
    "views_of",
]
