"""Edge histogram descriptor of MPEG-7."""

from numbers import Real

import numpy as np

from .._compat import Interval
from .._remedies import remedy
from .._typing import ImageStack
from ..base import Columns, FeatureExtractor
from ..kernels.color import to_gray
from ..kernels.mpeg7_edges import mpeg7_edges

_TYPES = ("vertical", "horizontal", "45", "135", "nondirectional")
_SMALLEST = 8


class EdgeHistogramDescriptor(FeatureExtractor):
    """Shares of five edge types in 4 x 4 parts of the image, as in the MPEG-7 standard.

    The image is cut into some 1100 small square blocks. Each block is looked at as four pixels
    only, the means of its quarters, and is said to hold the type of edge whose 2 x 2 filter answers
    most: vertical, horizontal, rising at 45 degrees, falling at 135, or none of these directions
    (the "non-directional" checkerboard, which stands for texture and corners); or no edge at all if
    even that answer is weak. Columns are the shares of the five types among the blocks of each of
    16 sub-images [1]_. The size of a block grows with the image, so that rows of images of
    different sizes, 80 columns each, can be compared.

    A coarse sketch of what runs where: made for finding similar photographs, cheap, short, and bad
    at fine detail, since it counts edges of five kinds and forgets how strong they are. Alone it
    tells classes apart less well than :class:`EdgeHistogram`; beside it, it adds what that does not
    have, blocks without a direction and blocks without an edge.

    Parameters
    ----------
    threshold : float, default=11.0
        Strength, in grey levels, of the weakest edge that counts: a straight step between the
        halves of a block has twice its height. The standard's experimentation model uses 11.

    See Also
    --------
    EdgeHistogram : Finer orientations, weighted by strength.
    HOG : Finer cells, normalised over blocks.

    Notes
    -----
    Columns are named ``mpeg7_edges_r0_c3_vertical``: sub-image in row 0, column 3. Values are in
    [0, 1], and those of a sub-image add up to the share of its blocks with an edge. They are not
    quantised to three bits each, as they are for storage in the standard. Colour images are taken
    in luminance. The experimentation model enlarges images of less than 70 pixels first; here they
    have fewer blocks instead, of 2 x 2 pixels. Mirroring an image permutes sub-images and exchanges
    45 and 135 degrees where whole blocks fill the sub-images.

    References
    ----------
    .. [1] C. S. Won, D. K. Park and S.-J. Park, "Efficient use of MPEG-7 edge histogram
       descriptor", ETRI Journal 24(1), pp. 23-30, 2002.

    Examples
    --------
    >>> import numpy as np
    >>> from classic_cls import EdgeHistogramDescriptor
    >>> upright = np.tile(np.array([0, 200], np.uint8), (8, 4))
    >>> descriptor = EdgeHistogramDescriptor().fit([upright])
    >>> descriptor.get_feature_names_out()[:2].tolist()
    ['mpeg7_edges_r0_c0_vertical', 'mpeg7_edges_r0_c0_horizontal']
    >>> descriptor.transform([upright])[0, :5]
    array([1., 0., 0., 0., 0.], dtype=float32)
    """

    short_name = "mpeg7_edges"

    _parameter_constraints = {"threshold": [Interval(Real, 0, None, closed="left")]}

    def __init__(self, threshold: float = 11.0):
        self.threshold = threshold

    def _extract(self, images: ImageStack):
        self._check_size(images.shape[1:])
        return mpeg7_edges(to_gray(images), self.threshold).reshape(len(images), -1)

    def _columns(self, shape: tuple) -> Columns:
        self._check_size(shape)
        rows, columns = (np.linspace(0, side, 5) for side in shape[:2])
        return Columns.of_grid("mpeg7_edges", rows, columns, _TYPES)

    @staticmethod
    def _check_size(shape):
        if min(shape[:2]) < _SMALLEST:
            how = remedy("a Resize step", "--size N", "train with --size N")
            raise ValueError(
                f"EdgeHistogramDescriptor: an image of {shape[0]} x {shape[1]} pixels (height x "
                f"width) is too small for 4 x 4 parts of blocks of 2 x 2 pixels; make the images "
                f"at least {_SMALLEST} pixels wide and high ({how})"
            )
