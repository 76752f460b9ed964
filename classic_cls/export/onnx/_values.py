"""What travels along the graph between steps, and short names for its operators."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import spox.opset.ai.onnx.v17 as op

Var = Any  # a value of the graph


@dataclass(frozen=True)
class Picture:
    """An image: whole numbers from 0 to 255 as float32, ``(H, W)`` or ``(H, W, channels)``."""

    values: Var
    height: Var  # whole numbers, in the graph too: the first image may be of any size
    width: Var
    shape: tuple | None  # (H, W[, 3]) where it is known before the graph runs
    channels: int | None  # None: grey


@dataclass(frozen=True)
class Points:
    """Local features: ``(n_points, n_values)`` and their places ``(n_points, 2)``, from 0 to 1."""

    values: Var
    places: np.ndarray


def constant(values, dtype=np.float32) -> Var:
    """Numbers that the graph holds."""
    return op.constant(value=np.asarray(values, dtype=dtype))


def whole(values) -> Var:
    """Whole numbers that the graph holds."""
    return constant(values, np.int64)


def real(var: Var) -> Var:
    return op.cast(var, to=np.float32)


def double(var: Var) -> Var:
    return op.cast(var, to=np.float64)


def integer(var: Var) -> Var:
    return op.cast(var, to=np.int64)


def reshaped(var: Var, *shape: int) -> Var:
    """Of another shape; -1 is what remains."""
    return op.reshape(var, whole(shape))


def total(var: Var, axis: int, keepdims: bool = False) -> Var:
    """Sums along an axis."""
    return op.reduce_sum(var, whole([axis]), keepdims=keepdims)


def taken(var: Var, numbers, axis: int = 0) -> Var:
    """Entries along an axis by number, of an array or of the graph."""
    numbers = whole(numbers) if isinstance(numbers, (list, tuple, np.ndarray)) else numbers
    return op.gather(var, numbers, axis=axis)


def part(var: Var, start: int, stop: int, axis: int, step: int = 1) -> Var:
    """A slice along an axis."""
    return op.slice(var, whole([start]), whole([stop]), whole([axis]), whole([step]))
