"""The image itself, tiny."""

from numbers import Integral

import numpy as np

from .._compat import Interval
from .._typing import ImageStack
from ..base import Columns, FeatureExtractor
from ..kernels.area_resize import area_resize
from ..kernels.color import to_gray


class TinyImage(FeatureExtractor):
    """The image shrunk to a few pixels, without its brightness and contrast.

    People recognise scenes in pictures of 32 x 32 pixels, and with enough examples so does the
    nearest neighbour among such pictures [1]_: what remains is the layout of light and dark. A
    baseline that every scene descriptor should beat, and that things which move or turn
    defeat. Each row is centred and has unit length, so that neither brightness nor contrast matters
    and the product of two rows is the correlation of their images.

    Parameters
    ----------
    size : int, default=16
        Rows and columns of the tiny image. The sides are shrunk each by its own factor.
    color : bool, default=True
        If True, there are three channels, centred and scaled together, and grey images have three
        equal ones. If False, colour images are taken in luminance.

    See Also
    --------
    RawPixels : All pixels, after a ``Resize`` of your choice.

    Notes
    -----
    A pixel of the tiny image is the mean over the area that it covers, rounded to a whole grey
    level, as by ``cv2.INTER_AREA``; smaller images are enlarged by the same rule, which repeats
    pixels. From these the mean of all is subtracted, and they are divided by the root of the sum of
    their squares; an image of one colour gives zeros. Columns are named ``tiny_r3_c4_red``, or
    ``tiny_r3_c4`` without colour.

    References
    ----------
    .. [1] A. Torralba, R. Fergus and W. T. Freeman, "80 million tiny images: a large data set for
       nonparametric object and scene recognition", IEEE Transactions on Pattern Analysis and
       Machine Intelligence 30(11), pp. 1958-1970, 2008.

    Examples
    --------
    >>> import numpy as np
    >>> from classic_cls import TinyImage
    >>> image = np.zeros((1, 40, 60), np.uint8)
    >>> image[:, :20] = 90
    >>> tiny = TinyImage(size=2, color=False).fit(image)
    >>> tiny.get_feature_names_out().tolist()
    ['tiny_r0_c0', 'tiny_r0_c1', 'tiny_r1_c0', 'tiny_r1_c1']
    >>> tiny.transform(image)
    array([[ 0.5,  0.5, -0.5, -0.5]], dtype=float32)
    """

    short_name = "tiny"

    _parameter_constraints = {
        "size": [Interval(Integral, 1, None, closed="left")],
        "color": ["boolean"],
    }

    def __init__(self, size: int = 16, color: bool = True):
        self.size = size
        self.color = color

    def _extract(self, images: ImageStack):
        images = images if self.color else to_gray(images)
        tiny = area_resize(np.ascontiguousarray(images), self.size, self.size)
        if self.color and tiny.ndim == 3:
            tiny = np.repeat(tiny[..., None], 3, axis=-1)
        # Whole numbers, so that an image of one colour is exactly zero: N v - sum.
        values = tiny.reshape(len(tiny), -1).astype(np.int64)
        values = values * values.shape[1] - values.sum(axis=1, keepdims=True)
        lengths = np.sqrt((values.astype(float) ** 2).sum(axis=1, keepdims=True))
        return (values / np.where(lengths > 0, lengths, 1)).astype(np.float32)

    def _columns(self, shape: tuple) -> Columns:
        channels = ["red", "green", "blue"] if self.color else [""]
        rows, columns = (np.linspace(0, side, self.size + 1) for side in shape[:2])
        return Columns.of_grid("tiny", rows, columns, channels)
