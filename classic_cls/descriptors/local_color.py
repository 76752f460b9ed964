"""Colour statistics of small squares, everywhere in the image."""

from collections.abc import Sequence
from numbers import Integral

from .._compat import Interval, StrOptions
from .._typing import ImageStack
from ..base import DescriptorExtractor, Points
from ..kernels.color import convert_color
from ..kernels.local_color import local_color
from ._grid import checked_sides, dense_places

_CELLS = 4


class LocalColor(DescriptorExtractor):
    """Mean and spread of every colour channel in the cells of squares on a dense grid.

    A histogram of gradients knows the shape of a petal and not that it is yellow. Local colour
    statistics [1]_ are the plainest complement: a square is cut into 4 x 4 cells, and of each cell
    and each of three channels the mean and the standard deviation are kept, 96 numbers in all. The
    means are a thumbnail of the square; the deviations tell where it is smooth. Squares
    of several sizes, a few pixels apart, cover the image, and an encoder makes one row of them.
    Good where things have colours of their own, best beside dense SIFT and encoded apart from it
    (flowers, food, satellite pictures); not where the light changes, since nothing is done
    against it, and pointless for things of any colour, such as cars.

    Parameters
    ----------
    sides : sequence of int, default=(8, 16, 24, 32)
        Sides of the squares in pixels, multiples of 4 up to 512; those that do not fit into an
        image are left out.
    step : int, default=4
        Pixels from one square to the next, along both axes.
    space : {"lab", "opponent", "rgb"}, default="rgb"
        Colour space of the channels. On photographs of flowers none was better than the others.

    See Also
    --------
    DenseSIFT : Gradients in such squares, without colour.
    RawPatches : All pixels of small squares.
    ColorMoments : Such statistics of the cells of the whole image, without a dictionary.
    classic_cls.kernels.local_color : The definition in full.
    classic_cls.kernels.color.convert_color : The colour spaces in 8 bits.

    Notes
    -----
    Descriptors are 96 numbers in ``uint8``: by cell, row by row; in each cell the means of the
    three channels, rounded, then twice the deviations, rounded. The grid of each size is in the
    middle of the image. Grey images count as colour images with ``R = G = B``, so that a dictionary
    can be used for both.

    References
    ----------
    .. [1] S. Clinchant, G. Csurka, F. Perronnin and J.-M. Renders, "XRCE's participation to
       ImagEval", ImageEval workshop at CIVR, 2007.

    Examples
    --------
    >>> import numpy as np
    >>> from classic_cls import LocalColor
    >>> red = np.full((1, 32, 48, 3), (255, 0, 0), np.uint8)
    >>> points = LocalColor(sides=[16], step=16).transform(red)[0]
    >>> points.descriptors.shape, points.descriptors[0, :6].tolist()
    ((6, 96), [255, 0, 0, 0, 0, 0])
    """

    short_name = "local_color"

    _parameter_constraints = {
        "sides": [tuple, list],
        "step": [Interval(Integral, 1, None, closed="left")],
        "space": [StrOptions({"lab", "opponent", "rgb"})],
    }

    def __init__(self, sides: Sequence[int] = (8, 16, 24, 32), step: int = 4, space: str = "rgb"):
        self.sides = sides
        self.step = step
        self.space = space

    def _describe(self, images: ImageStack) -> list[Points]:
        sides = checked_sides(self, _CELLS)
        squares, positions, scales = dense_places(images.shape[1:3], sides, self.step)
        descriptors = local_color(convert_color(images, self.space), squares)
        return [Points(positions, scales, of_image) for of_image in descriptors]
