"""Images that are versions of one image, and groups that keep them together."""

from .copies import NearDuplicates, copies_across, near_duplicates
from .grouping import DuplicateGrouping, duplicate_groups
from .thumbnail import SIDE, Thumbnail

__all__ = [
    "DuplicateGrouping",
    "NearDuplicates",
    "SIDE",
    "Thumbnail",
    "copies_across",
    "duplicate_groups",
    "near_duplicates",
]
