"""What was found, as plain data and as one page for a person."""

from .copies import Pair, near_duplicate_pairs
from .html import render_report
from .mistakes import Mistake, mistakes
from .summary import summarize

__all__ = [
    "Mistake",
    "Pair",
    "mistakes",
    "near_duplicate_pairs",
    "render_report",
    "summarize",
]
