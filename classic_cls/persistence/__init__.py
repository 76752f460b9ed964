"""Model files: written without pickle, opened without trust."""

from ._archive import ModelFileError
from .model import ImageModel
from .model_file import load_model, save_model

__all__ = ["ImageModel", "ModelFileError", "load_model", "save_model"]
