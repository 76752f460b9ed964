"""Names for the kinds of value that pass between the layers."""

from collections.abc import Callable, Sequence
from os import PathLike
from typing import Any, TypeAlias

import numpy as np

Image: TypeAlias = np.ndarray
"""``uint8`` array, ``(H, W)`` grey or ``(H, W, 3)`` RGB, never empty."""

ImageBatch: TypeAlias = Sequence[Image] | np.ndarray
"""List of images, 1-D object array, or one ``(n, H, W[, 3])`` array."""

ImageStack: TypeAlias = np.ndarray
"""``uint8`` array ``(n, H, W)`` or ``(n, H, W, 3)``: images of one shape."""

Shape: TypeAlias = tuple[int, ...]
"""Of an image: ``(H, W)`` or ``(H, W, 3)``."""

Data: TypeAlias = Any
"""Rows or targets for scikit-learn: an array, nested lists, a data frame or a sparse matrix."""

Names: TypeAlias = Sequence[str] | np.ndarray | None
"""Names of columns; None where there are none."""

FilePath: TypeAlias = str | PathLike[str]

Fold: TypeAlias = tuple[np.ndarray, np.ndarray]
"""Numbers of the images to learn from, and of those to test."""

Progress: TypeAlias = Callable[[int, int], None]
"""Called as ``progress(done, total)`` while long work goes on."""

RandomState: TypeAlias = int | np.random.RandomState | None
"""Seed, or source of random numbers; None is another one at every call."""

Source: TypeAlias = Any
"""A file, an ``ImageRef``, or the bytes of a file."""

Size: TypeAlias = int | tuple[int, int] | str | None
"""What images are resized to: a side, (width, height) or "keep"."""
