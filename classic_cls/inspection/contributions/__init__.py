"""What columns, and parts of an image, add to a score: the rules, one file a family of steps."""

from .classifiers import Decision, decision
from .features import Row, described
from .shares import NotExact, Shares, Term

__all__ = ["Decision", "NotExact", "Row", "Shares", "Term", "decision", "described"]
