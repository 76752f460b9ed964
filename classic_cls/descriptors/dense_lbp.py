"""Histograms of local binary patterns of small squares, everywhere in the image."""

from collections.abc import Sequence
from numbers import Integral

from .._compat import Interval
from .._typing import ImageStack
from ..base import DescriptorExtractor, Points
from ..kernels.color import to_gray
from ..kernels.dense_lbp import dense_lbp, uniform_patterns
from ..kernels.lbp_patterns import lbp_margin
from ._grid import checked_sides, dense_places


class DenseLBP(DescriptorExtractor):
    """Histograms of uniform local binary patterns of squares on a dense grid.

    A local binary pattern [1]_ says which of the 8 points around a pixel are as bright as
    it or brighter: an edge of some direction, a spot, a line end, flat ground. The histogram of a
    small square tells which of them occur there, and in what shares. Over the whole image
    this is the feature ``lbp``; as a local descriptor for a dictionary it keeps apart the
    several textures of one image, which a single histogram mixes. Patterns depend on the
    order of grey levels only, so a change of brightness or contrast leaves them as they are.
    Good for materials, tissue, ground; weak on noise, since any difference counts, however small.
    Colour images are taken in luminance.

    Parameters
    ----------
    sides : sequence of int, default=(12, 24)
        Sides of the squares in pixels, up to 512; those that do not fit into an image are left
        out.
    step : int, default=4
        Pixels from one square to the next, along both axes.
    radius : int, default=2
        Of the circle of 8 points, in pixels.

    See Also
    --------
    LBP : One histogram for the image, or for each cell of a grid.
    classic_cls.kernels.dense_lbp : The definition in full.

    Notes
    -----
    Descriptors are 59 numbers in ``uint8``: 255 times the square root of the share of each pattern
    of ``nri_uniform`` (58 of at most two changes around the circle, in the order of scikit-image,
    then all others), so that Euclidean distances are Hellinger distances. Squares hold pixels
    whose circle lies inside the image, so an image must be larger than the smallest side by twice
    the radius. The grid of each size is in the middle of the image.

    References
    ----------
    .. [1] T. Ojala, M. Pietikainen and T. Maenpaa, "Multiresolution gray-scale and rotation
       invariant texture classification with local binary patterns", IEEE PAMI 24(7), pp. 971-987,
       2002.

    Examples
    --------
    >>> import numpy as np
    >>> from classic_cls import DenseLBP
    >>> image = np.random.default_rng(0).integers(0, 256, (1, 26, 34), dtype=np.uint8)
    >>> points = DenseLBP(sides=[16], step=8, radius=1).transform(image)[0]
    >>> points.descriptors.shape, points.positions[0].tolist()
    ((6, 59), [0.2647058963775635, 0.3461538553237915])
    """

    short_name = "dense_lbp"

    _parameter_constraints = {
        "sides": [tuple, list],
        "step": [Interval(Integral, 1, None, closed="left")],
        "radius": [Interval(Integral, 1, 64, closed="both")],
    }

    def __init__(self, sides: Sequence[int] = (12, 24), step: int = 4, radius: int = 2):
        self.sides = sides
        self.step = step
        self.radius = radius

    def _describe(self, images: ImageStack) -> list[Points]:
        sides, margin = checked_sides(self, smallest=2), lbp_margin(self.radius)
        squares, positions, scales = dense_places(images.shape[1:3], sides, self.step, margin)
        inside = [(side, tops - margin, lefts - margin) for side, tops, lefts in squares]
        descriptors = dense_lbp(uniform_patterns(to_gray(images), self.radius), inside)
        return [Points(positions, scales, of_image) for of_image in descriptors]
