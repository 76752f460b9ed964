"""Small patches of pixels, everywhere in the image."""

from collections.abc import Sequence
from numbers import Integral

import numpy as np

from .._compat import Interval
from .._typing import ImageStack
from ..base import DescriptorExtractor, Points
from ..kernels.color import convert_color, to_gray
from ..kernels.raw_patches import PATCH_PIXELS, raw_patches
from ._grid import checked_sides, dense_places


class RawPatches(DescriptorExtractor):
    """The pixels of squares on a dense grid, brought to 8 x 8, without brightness and contrast.

    The plainest local descriptor is the picture itself: Varma and Zisserman [1]_ showed that a
    dictionary of small patches tells materials apart as well as banks of filters do, and the
    visual words of patches can be looked at, which makes them the descriptor to teach with.
    Here a square of 8 pixels is taken as it is and a larger one is reduced to 8 x 8 by averaging;
    then each patch is brought to mean 128 and one contrast, since it matters what stands there
    and not how brightly it is lit. Good for textures and for small images; a patch that moves
    by two pixels is quite another one, which the histograms of SIFT forgive.

    Parameters
    ----------
    sides : sequence of int, default=(8, 16, 24)
        Sides of the squares in pixels, multiples of 8 up to 512; those that do not fit into an
        image are left out.
    step : int, default=4
        Pixels from one square to the next, along both axes.
    color : bool, default=True
        Whether patches have the three channels of RGB, 192 numbers, or luminance alone, 64.
    normalize : bool, default=True
        Whether each patch is brought to one mean and one contrast, over all its channels.

    See Also
    --------
    LocalColor : Means and deviations of coarser cells.
    RawPixels : The pixels of the whole image as one row.
    classic_cls.kernels.raw_patches : The definition in full.

    Notes
    -----
    Descriptors are ``uint8``: by row, column and channel of the patch. Normalised values are 128
    plus 40 for each standard deviation, from 0 to 255. With ``color``, grey images count as colour
    images with ``R = G = B``, so that the length of a descriptor does not depend on the image. The
    grid of each size is in the middle of the image.

    References
    ----------
    .. [1] M. Varma and A. Zisserman, "A statistical approach to material classification using
       image patch exemplars", IEEE PAMI 31(11), pp. 2032-2047, 2009.

    Examples
    --------
    >>> import numpy as np
    >>> from classic_cls import RawPatches
    >>> ramp = np.tile(np.arange(0, 160, 10, dtype=np.uint8), (1, 8, 1))
    >>> points = RawPatches(sides=[8], step=8, color=False, normalize=False).transform(ramp)[0]
    >>> points.descriptors[:, :8]
    array([[  0,  10,  20,  30,  40,  50,  60,  70],
           [ 80,  90, 100, 110, 120, 130, 140, 150]], dtype=uint8)
    """

    short_name = "raw_patches"

    _parameter_constraints = {
        "sides": [tuple, list],
        "step": [Interval(Integral, 1, None, closed="left")],
        "color": ["boolean"],
        "normalize": ["boolean"],
    }

    def __init__(
        self,
        sides: Sequence[int] = (8, 16, 24),
        step: int = 4,
        color: bool = True,
        normalize: bool = True,
    ):
        self.sides = sides
        self.step = step
        self.color = color
        self.normalize = normalize

    def _describe(self, images: ImageStack) -> list[Points]:
        sides = checked_sides(self, PATCH_PIXELS)
        squares, positions, scales = dense_places(images.shape[1:3], sides, self.step)
        values = convert_color(images, "rgb") if self.color else to_gray(images)[..., np.newaxis]
        descriptors = raw_patches(np.ascontiguousarray(values), squares, bool(self.normalize))
        return [Points(positions, scales, of_image) for of_image in descriptors]
