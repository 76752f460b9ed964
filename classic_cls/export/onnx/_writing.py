"""From a step to the part of the graph that does the same, by single dispatch."""

from functools import singledispatch
from typing import Any


class NoExportError(ValueError):
    """A step has no way into the graph; the message names it and says what to do."""


@singledispatch
def write(step: object, value: Any) -> Any:
    """What a step makes of a value of the graph."""
    raise NoExportError(f"{type(step).__name__} cannot be exported to ONNX")


def is_written(step: object) -> bool:
    """Whether a step has a way into the graph."""
    return write.dispatch(type(step)) is not write.dispatch(object)
