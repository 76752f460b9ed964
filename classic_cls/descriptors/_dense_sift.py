"""What dense SIFT of grey and of colour images share."""

from abc import abstractmethod
from collections.abc import Sequence
from functools import lru_cache
from numbers import Integral, Real

import numpy as np

from .._compat import Interval, InvalidParameterError
from .._remedies import remedy
from .._typing import ImageStack
from .._validation import distinct_integers
from ..base import DescriptorExtractor, Points
from ..kernels.dense_sift import dense_sift
from ..kernels.sift_bands import grid_axis, grid_shape
from ._grid import Squares, positions_and_scales


class SIFTGrid(DescriptorExtractor):
    """SIFT of one or more channels on a regular grid; a subclass says of which."""

    _parameter_constraints = {
        "bin_sizes": [tuple, list],
        "step": [Interval(Integral, 1, None, closed="left")],
        "contrast": [Interval(Real, 0, 1, closed="both")],
        "root": ["boolean"],
        "smooth": ["boolean"],
        "mirror": ["boolean"],
    }

    def __init__(
        self,
        bin_sizes: Sequence[int] = (4, 6, 8, 10),
        step: int = 4,
        contrast: float = 0.005,
        root: bool = True,
        smooth: bool = False,
        mirror: bool = False,
    ):
        self.bin_sizes = bin_sizes
        self.step = step
        self.contrast = contrast
        self.root = root
        self.smooth = smooth
        self.mirror = mirror

    def _describe(self, images: ImageStack) -> list[Points]:
        shape = images.shape[1:3]
        sizes = self._fitting_sizes(shape)
        places = _places(shape, tuple(sizes), self.step)
        options = self.step, 255 * self.contrast, self.root, self.smooth
        found = [dense_sift(self._channels(image), sizes, *options) for image in images]
        if self.mirror:
            places = _with_mirrored(*places)
            found = [np.concatenate([one, one[:, _mirrored(one.shape[1])]]) for one in found]
        return [Points(*places, descriptors) for descriptors in found]

    @abstractmethod
    def _channels(self, image) -> np.ndarray:
        """What is described of an image ``(H, W[, 3])``, uint8 or float32."""

    def _fitting_sizes(self, shape) -> list[int]:
        sizes = self._checked_sizes()
        fitting = [size for size in sizes if all(grid_shape(shape, size, self.step))]
        if not fitting:
            how = remedy("a Resize step", "--size N", "train with --size N")
            raise ValueError(
                f"{type(self).__name__}: bin_sizes={tuple(sizes)}: the smallest bin needs an image "
                f"of at least {3 * min(sizes) + 1} pixels, and one is {shape[0]} x {shape[1]} "
                f"(height x width): lower bin_sizes, or make the images larger ({how})"
            )
        return fitting

    def _checked_sizes(self) -> list[int]:
        sizes = list(self.bin_sizes)
        if not distinct_integers(sizes, 2, 128):
            raise InvalidParameterError(
                f"{type(self).__name__}: bin_sizes is {self.bin_sizes!r}; give one or more "
                "different whole numbers from 2 to 128, in pixels"
            )
        return [int(size) for size in sizes]


@lru_cache(maxsize=32)
def _places(shape, sizes, step: int) -> tuple[np.ndarray, np.ndarray]:
    """Positions and scales of all descriptors, which images of one shape share."""
    return positions_and_scales(shape, [_squares(shape, size, step) for size in sizes])


def _with_mirrored(positions, scales) -> tuple[np.ndarray, np.ndarray]:
    """Positions and scales, and those of the mirror image."""
    there = np.column_stack([1 - positions[:, 0], positions[:, 1]]).astype(positions.dtype)
    return np.concatenate([positions, there]), np.concatenate([scales, scales])


@lru_cache(maxsize=8)
def _mirrored(n_values: int) -> np.ndarray:
    """Where the descriptor of a mirrored patch has its values from: other columns, other angles."""
    values = np.arange(n_values).reshape(-1, 4, 4, 8)
    return values[:, :, ::-1][..., (4 - np.arange(8)) % 8].ravel()


def _squares(shape, size: int, step: int) -> Squares:
    # A bin is centred on a pixel: the square of an even size begins within one.
    axes = [grid_axis(side, size, step) for side in shape]
    tops, lefts = (first + (1 - size) / 2 + step * np.arange(n) for first, n in axes)
    return Squares(4 * size, tops, lefts)
