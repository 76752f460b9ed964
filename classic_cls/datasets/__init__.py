"""What the images are and what they show: folders, tables and demonstration sets."""

from ._draft import DatasetError, SetAside
from ._table import read_csv
from .demo import write_demo_sets
from .image_dataset import ImageDataset

__all__ = ["DatasetError", "ImageDataset", "SetAside", "read_csv", "write_demo_sets"]
