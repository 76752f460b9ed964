"""What was found, as plain data and as one page for a person."""

from .html import render_report
from .mistakes import Mistake, mistakes
from .summary import summarize

__all__ = ["Mistake", "mistakes", "render_report", "summarize"]
