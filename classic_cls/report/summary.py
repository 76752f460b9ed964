"""A training as one dict of plain values: the content of ``result.json``."""

import json

from .._command import command_line
from .plain import plain
from .sections import SECTIONS

SCHEMA = 2


def summarize(training, command: str | None = None) -> dict:
    """All of a training as plain values, section by section; these describe their keys.

    Paths are relative to the data set, figures in [0, 1] where their definition says so, intervals
    ``[low, high]`` at 95%. ``schema`` grows when a key changes its meaning; ``command`` is what a
    person typed, absolute paths cut to their last name.
    """
    summary = {
        "schema": SCHEMA,
        "command": None if command is None else command_line(command),
    }
    for section in SECTIONS:
        merge(summary, plain(section.summarize(training)))
    json.dumps(summary, allow_nan=False)
    return summary


def merge(summary: dict, part: dict) -> None:
    """Add the part of a section."""
    for key, value in part.items():
        if isinstance(value, dict) and isinstance(summary.get(key), dict):
            merge(summary[key], value)
        elif key in summary:
            raise ValueError(f"two sections of the report give '{key}'")
        else:
            summary[key] = value
