"""What the images are and what they show: folders, tables and demonstration sets."""

from ._draft import DatasetError, SetAside, natural_key, set_aside_words
from ._files import FolderWalk
from ._group_columns import may_be_units
from ._one_class import KIND, in_known_and_other, other_than
from ._spelling import alike_names
from ._table import read_csv
from ._tabular import tabular_columns
from .demo import write_demo_sets
from .image_dataset import ImageDataset, are_regions, images_in_table

__all__ = [
    "DatasetError",
    "FolderWalk",
    "ImageDataset",
    "KIND",
    "SetAside",
    "alike_names",
    "are_regions",
    "images_in_table",
    "in_known_and_other",
    "may_be_units",
    "natural_key",
    "other_than",
    "read_csv",
    "set_aside_words",
    "tabular_columns",
    "write_demo_sets",
]
