"""Names for the kinds of value that pass between the layers."""

from collections.abc import Callable, Sequence
from os import PathLike
from typing import TypeAlias

import numpy as np

Image: TypeAlias = np.ndarray
"""``uint8`` array, ``(H, W)`` grey or ``(H, W, 3)`` RGB, never empty."""

ImageBatch: TypeAlias = Sequence[Image] | np.ndarray
"""List of images, 1-D object array, or one ``(n, H, W[, 3])`` array."""

ImageStack: TypeAlias = np.ndarray
"""``uint8`` array ``(n, H, W)`` or ``(n, H, W, 3)``: images of one shape."""

Path: TypeAlias = str | PathLike

Progress: TypeAlias = Callable[[int, int], None]
"""Called as ``progress(done, total)`` while long work goes on."""
