"""Model files: written without pickle, opened without trust."""

from ._errors import ModelFileError
from ._registry import register_types
from .kept_rows import KeptRows
from .model import ImageModel
from .model_file import check_savable, load_model, save_model
from .reference import MOST as MOST_OF_REFERENCE
from .reference import Reference, on_directions
from .seen import SeenImages

__all__ = [
    "ImageModel",
    "KeptRows",
    "MOST_OF_REFERENCE",
    "ModelFileError",
    "Reference",
    "SeenImages",
    "check_savable",
    "load_model",
    "on_directions",
    "register_types",
    "save_model",
]
