"""Contrast limited adaptive histogram equalisation."""

from numbers import Integral, Real

import cv2

from .._compat import Interval
from .._typing import ImageStack
from ..base import ImageTransformer
from ._luminance import map_luminance


class CLAHE(ImageTransformer):
    """Contrast limited adaptive histogram equalisation.

    Equalising (see ``EqualizeHistogram``) the whole image by one table does not help where one half
    lies in the shadow. So every tile of the image is equalised by its own histogram, and pixels
    between the centres of tiles by a mixture, which evens out uneven light [1]_. In a flat tile
    that would blow up the noise: therefore the histogram is clipped before, which limits how much
    contrast can grow. Good before features of texture and gradients, where the light is uneven; bad
    before features that tell classes apart by their brightness. Colour images are equalised in
    luminance, Y of Y'CrCb, and keep their chroma.

    Parameters
    ----------
    clip_limit : float, default=2.0
        Steepest slope of a tile's mapping: no contrast grows by more than about this factor, so
        that noise in flat regions stays small. 1 changes almost nothing.
    tiles : int, default=8
        Number of tiles along each axis.

    See Also
    --------
    EqualizeHistogram : One mapping for the whole image.

    Notes
    -----
    Equal to ``cv2.createCLAHE(clip_limit, (tiles, tiles))``. Tiles want some hundred pixels
    each: on images of less than about ``16 * tiles`` pixels a side, lower ``tiles``. Smaller
    images, down to a single pixel, are continued by reflection and have a defined result.

    References
    ----------
    .. [1] K. Zuiderveld, "Contrast limited adaptive histogram equalization", Graphics Gems IV,
       pp. 474-485, 1994.

    Examples
    --------
    >>> import numpy as np
    >>> from classic_cls import CLAHE
    >>> faint = np.tile(np.arange(100, 132, dtype=np.uint8), (1, 32, 1))
    >>> stretched = CLAHE(clip_limit=4.0, tiles=1).fit_transform(faint)
    >>> bool(np.ptp(stretched) > 3 * np.ptp(faint))
    True
    """

    short_name = "clahe"

    _parameter_constraints = {
        "clip_limit": [Interval(Real, 0, None, closed="neither")],
        "tiles": [Interval(Integral, 1, None, closed="left")],
    }

    def __init__(self, clip_limit: float = 2.0, tiles: int = 8):
        self.clip_limit = clip_limit
        self.tiles = tiles

    def _transform(self, images: ImageStack) -> ImageStack:
        # Built here and not kept: the object can neither be pickled nor shared by threads.
        clahe = cv2.createCLAHE(float(self.clip_limit), (int(self.tiles), int(self.tiles)))
        return map_luminance(clahe.apply, images)
