"""What spoils a data set: checks, each of them one file, on facts of one pass over the images."""

from .check import Check
from .checks import CHECKS
from .facts import Facts
from .files import Files
from .finding import SEVERITIES, Finding, Flagged
from .pixels import Pixels
from .told import told_by_train

__all__ = [
    "CHECKS",
    "Check",
    "Facts",
    "Files",
    "Finding",
    "Flagged",
    "Pixels",
    "SEVERITIES",
    "told_by_train",
]
