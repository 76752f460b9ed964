"""Histograms of oriented gradients with interpolated votes."""

from numbers import Integral

from .._compat import Interval
from ..base import Columns, FeatureExtractor
from ..kernels.dalal_triggs_hog import dalal_triggs_hog
from ._blocks import block_columns, check_blocks


class DalalTriggsHOG(FeatureExtractor):
    """Histograms of oriented gradients in their original form, with interpolated votes.

    Like :class:`HOG`, this counts the gradients of small cells by direction, weighted by their
    length, and normalises overlapping blocks of cells. But a gradient does not belong to one bin
    of one cell alone: it divides its vote between the two nearest orientations and the four nearest
    cells of the block, in proportion to its closeness (trilinear interpolation), so that a small
    shift or turn of the object changes the histograms smoothly instead of making votes jump. A
    Gaussian window over each block lets pixels near its border count less, for the same reason.
    This is the form with which Dalal and Triggs found pedestrians [1]_; columns equal those of
    ``cv2.HOGDescriptor`` in OpenCV 4 (OpenCV 5 has no HOG).

    Good for things of one outline in the middle of the image: people, digits, clothes, vehicles. As
    every HOG it knows where things are, so it is bad for what may be anywhere or turned by any
    angle, and it does not see colour or fine texture.

    Parameters
    ----------
    orientations : int from 1 to 255, default=9
        Number of bins over 180 degrees, or over 360 if ``signed``.
    cell : int, default=8
        Rows and columns of a cell in pixels. Pixels right of and below the last whole cell do not
        vote.
    block : int, default=2
        Rows and columns of a block in cells. Blocks lie one cell apart, so they overlap.
    sqrt : bool, default=True
        Whether to take the square root of the values first: less weight for what is bright.
    signed : bool, default=False
        Whether the direction from dark to light counts: opposite gradients then fall into
        different bins, ``orientations`` of them over 360 degrees.

    See Also
    --------
    HOG : Without interpolation and window; equal to scikit-image's, and faster.
    FelzenszwalbHOG : One row of 31 columns for each cell instead of overlapping blocks.
    classic_cls.kernels.dalal_triggs_hog : The definition in full.

    Notes
    -----
    Columns are named ``hog_dalal_triggs_r1_c2_b0x1_o3``: block in row 1, column 2; in it the cell
    in row 0, column 1; fourth bin. Orientations are those of the gradient; bin ``o`` of ``n`` is
    *centred* on ``(o + 1/2) 180 / n`` degrees, from gradients along a row towards downward ones.
    All values are in [0, 1]; a blank image gives zeros. In a colour image the channel of the
    longest gradient counts, pixel by pixel.

    Equal to ``cv2.HOGDescriptor`` with a block stride of one cell, ``gammaCorrection=sqrt``,
    ``signedGradient=signed`` and its other defaults, within 0.001: OpenCV computes angles to a
    hundredth of a degree only. (Of channels with equally long gradients, which ``sqrt`` makes rare,
    the first counts here, while OpenCV takes the first in some columns of pixels and the last in
    others: there values differ by some 0.05.) OpenCV lists blocks, and the cells in them, column by
    column, where columns here go row by row; with ``blocks = (rows, columns)`` of blocks, ::

        theirs.reshape(columns, rows, block, block, orientations).transpose(1, 0, 3, 2, 4).ravel()

    is in our order.

    References
    ----------
    .. [1] N. Dalal and B. Triggs, "Histograms of oriented gradients for human detection",
       CVPR 2005.

    Examples
    --------
    >>> import numpy as np
    >>> from classic_cls import DalalTriggsHOG
    >>> image = np.tile(np.arange(0, 160, 10, dtype=np.uint8), (16, 1))
    >>> extractor = DalalTriggsHOG(orientations=4, block=1, sqrt=False)
    >>> extractor.fit_transform([image])[0, :4].round(2)
    array([0.7, 0. , 0. , 0.7], dtype=float32)
    >>> extractor.get_feature_names_out()[:2].tolist()
    ['hog_dalal_triggs_r0_c0_o0', 'hog_dalal_triggs_r0_c0_o1']
    """

    short_name = "hog_dalal_triggs"

    _parameter_constraints = {
        "orientations": [Interval(Integral, 1, 255, closed="both")],
        "cell": [Interval(Integral, 1, None, closed="left")],
        "block": [Interval(Integral, 1, None, closed="left")],
        "sqrt": ["boolean"],
        "signed": ["boolean"],
    }

    def __init__(
        self,
        orientations: int = 9,
        cell: int = 8,
        block: int = 2,
        sqrt: bool = True,
        signed: bool = False,
    ):
        self.orientations = orientations
        self.cell = cell
        self.block = block
        self.sqrt = sqrt
        self.signed = signed

    def _extract(self, images):
        self._count_blocks(images.shape[1:])
        sizes = int(self.orientations), int(self.cell), int(self.block)
        blocks = dalal_triggs_hog(images, *sizes, bool(self.signed), bool(self.sqrt))
        return blocks.reshape(len(images), -1)

    def _columns(self, shape: tuple) -> Columns:
        sizes = (self.cell, self.cell), (self.block, self.block)
        return block_columns(self.short_name, self._count_blocks(shape), *sizes, self.orientations)

    def _count_blocks(self, shape):
        return check_blocks(self, shape, (self.cell, self.cell), (self.block, self.block))
