"""Histograms of oriented gradients with 31 columns for each cell."""

from numbers import Integral

import numpy as np

from .._compat import Interval
from ..base import Columns, FeatureExtractor
from ..kernels.felzenszwalb_hog import count_cells, felzenszwalb_hog
from ._grid import too_small

_BLOCKS = ("upper_left", "upper_right", "lower_left", "lower_right")


class FelzenszwalbHOG(FeatureExtractor):
    """Histograms of oriented gradients with signed, unsigned and texture columns for each cell.

    Where :class:`HOG` writes every cell down once for each of the four blocks it is part of, 36
    columns with the usual settings, this form keeps what a principal component analysis of those
    columns had shown to matter: 31 columns for each cell [1]_. 18 *signed* orientations, which
    know whether an edge goes from dark to light or from light to dark; 9 *unsigned* ones, which do
    not; both normalised by the four blocks around the cell and averaged; and 4 *texture* columns,
    which tell how strong the gradients of the cell are beside those of each block. It was made
    for detecting objects by their parts, and takes brightness and contrast out of every
    neighbourhood by itself.

    Good for things of one shape at one place, signed columns most where the object is always
    darker or always lighter than what is behind it. As every HOG it is bad for what may be
    anywhere or turned by any angle, and does not see colour.

    Parameters
    ----------
    orientations : int from 1 to 127, default=9
        Number of unsigned bins, over 180 degrees; there are twice as many signed ones.
    cell : int, default=8
        Rows and columns of a cell in pixels. The last cells lie in the image by half at least.

    See Also
    --------
    HOG : Overlapping blocks of cells, equal to scikit-image's.
    DalalTriggsHOG : Overlapping blocks with interpolated votes, equal to OpenCV's.
    classic_cls.kernels.felzenszwalb_hog : The definition in full.

    Notes
    -----
    Columns of the cell in row 1, column 2 are ``hog_felzenszwalb_r1_c2_signed17``,
    ``hog_felzenszwalb_r1_c2_unsigned8``, and ``hog_felzenszwalb_r1_c2_texture_upper_left``, which
    is the cell beside the block of its own and its upper and left neighbours. Orientations are
    those of the gradient; bin ``o`` is *centred* on ``180 o / orientations`` degrees, from
    gradients along a row towards downward ones. Bins are in [0, 0.4], texture in [0, 0.43] with 9
    orientations; a blank image gives zeros. In a colour image the channel of the longest gradient
    counts, pixel by pixel. Mirroring an image from left to right reverses the columns of cells,
    exchanges left and right texture, and turns signed bin ``o`` of ``n`` unsigned ones into bin
    ``n - o`` modulo ``2 n`` (but for gradients straight up and down, which lie on the edge of two
    bins if ``n`` is odd).

    The conventions are those of VLFeat's variant "UoCTTI", cell border included; the original
    code leaves the cells at the border of the image out.

    References
    ----------
    .. [1] P. Felzenszwalb, R. Girshick, D. McAllester and D. Ramanan, "Object detection with
       discriminatively trained part-based models", IEEE PAMI 32(9), pp. 1627-1645, 2010.

    Examples
    --------
    >>> import numpy as np
    >>> from classic_cls import FelzenszwalbHOG
    >>> image = np.tile(np.arange(0, 80, 10, dtype=np.uint8), (8, 1))
    >>> extractor = FelzenszwalbHOG(orientations=2)
    >>> extractor.fit_transform([image]).round(2)
    array([[0.4 , 0.  , 0.  , 0.  , 0.4 , 0.  , 0.05, 0.05, 0.05, 0.05]], dtype=float32)
    >>> extractor.get_feature_names_out()[[0, 3, 4, 6]].tolist()  # doctest: +NORMALIZE_WHITESPACE
    ['hog_felzenszwalb_r0_c0_signed0', 'hog_felzenszwalb_r0_c0_signed3',
     'hog_felzenszwalb_r0_c0_unsigned0', 'hog_felzenszwalb_r0_c0_texture_upper_left']
    """

    short_name = "hog_felzenszwalb"

    _parameter_constraints = {
        "orientations": [Interval(Integral, 1, 127, closed="both")],
        "cell": [Interval(Integral, 1, None, closed="left")],
    }

    def __init__(self, orientations: int = 9, cell: int = 8):
        self.orientations = orientations
        self.cell = cell

    def _extract(self, images):
        self._count_cells(images.shape[1:])
        cells = felzenszwalb_hog(images, int(self.orientations), int(self.cell))
        return cells.reshape(len(images), -1)

    def _columns(self, shape: tuple) -> Columns:
        of_cell = [f"signed{o}" for o in range(2 * self.orientations)]
        of_cell += [f"unsigned{o}" for o in range(self.orientations)]
        of_cell += [f"texture_{block}" for block in _BLOCKS]
        counts = self._count_cells(shape)
        rows, columns = (np.minimum(np.arange(count + 1) * self.cell, side)
                         for count, side in zip(counts, shape))
        return Columns.of_grid("hog_felzenszwalb", rows, columns, of_cell)

    def _count_cells(self, shape):
        counts = count_cells(shape, self.cell)
        if min(counts) < 1:
            why = f"is smaller than half a cell of cell={self.cell} pixels; take a smaller cell"
            raise too_small(self, shape, why)
        return counts
