"""The command line: one module per verb, which parses, calls a workflow and prints."""

from .application import main, run

__all__ = ["main", "run"]
