"""What the images are and what they show: folders, tables and demonstration sets."""

from ._draft import DatasetError, SetAside, natural_key, set_aside_words
from ._files import FolderWalk
from ._spelling import alike_names
from ._table import read_csv
from .demo import write_demo_sets
from .image_dataset import ImageDataset

__all__ = [
    "DatasetError",
    "FolderWalk",
    "ImageDataset",
    "SetAside",
    "alike_names",
    "natural_key",
    "read_csv",
    "set_aside_words",
    "write_demo_sets",
]
