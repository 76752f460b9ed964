"""SIFT descriptors of opponent colours on a regular grid."""

from collections.abc import Sequence

import cv2
import numpy as np

from ._dense_sift import SIFTGrid

_OPPONENT = np.array([[1 / 2, -1 / 2, 0], [1 / 4, 1 / 4, -1 / 2], [1 / 3, 1 / 3, 1 / 3]], "f")


class OpponentSIFT(SIFTGrid):
    """Dense SIFT of red against green, of yellow against blue, and of intensity.

    SIFT sees no colour: a red flower on grass and its grey picture are the same to it. Opponent
    colours are the directions in which the eye compares: red to green and yellow to blue carry
    colour without brightness, the third is brightness. SIFT of each of them, side by side, was
    the best colour descriptor in the comparison by van de Sande and others [1]_: it sees where
    colours change, and in which direction, however bright the light. Good for flowers, food,
    animals, scenes; it takes three times the time and memory of `DenseSIFT`.

    Parameters
    ----------
    bin_sizes : sequence of int, default=(4, 6, 8, 10)
        Sides of a cell in pixels, 2 to 128: a descriptor covers four times that. Sizes that do
        not fit into an image (``3 * size + 1`` pixels each way) are left out.
    step : int, default=4
        Pixels from one descriptor to the next, along both axes.
    contrast : float from 0 to 1, default=0.0
        The part of a channel with less contrast is zero; as for `DenseSIFT`, where the range of
        the channel is 1. Colour is much fainter than intensity, and tells things apart even where
        it hardly changes: what is too faint in grey is not so here.
    root : bool, default=True
        Whether to take the square root of the sums ("RootSIFT").
    smooth : bool, default=False
        Whether to smooth the image before, by about a sixth of the cell.
    mirror : bool, default=False
        Add the descriptors of the mirror image, twice as many in all, so that an image and its
        mirror image are described alike.

    See Also
    --------
    DenseSIFT : The same of luminance alone, with the conventions in full.

    Notes
    -----
    Descriptors are 384 bytes: 128 of ``(R - G) / 2``, of ``(R + G - 2 B) / 4`` and of ``(R + G +
    B) / 3``, not rounded, each normalised by itself. The two of colour are zero where the image
    has no colour, as throughout a grey image, whose last 128 are those of `DenseSIFT`.
    (VLFeat adds a hundredth of the intensity to them, which repeats the third part there.)

    References
    ----------
    .. [1] K. van de Sande, T. Gevers and C. Snoek, "Evaluating color descriptors for object and
       scene recognition", IEEE PAMI 32(9), pp. 1582-1596, 2010.

    Examples
    --------
    >>> import numpy as np
    >>> from classic_cls import OpponentSIFT
    >>> reddening = np.zeros((1, 16, 16, 3), np.uint8)
    >>> reddening[..., 0] = np.arange(0, 160, 10)
    >>> points = OpponentSIFT(bin_sizes=[4]).transform(reddening)[0]
    >>> points.descriptors.reshape(3, 4, 4, 8)[:, 1, 1, 0]
    array([129, 129, 129], dtype=uint8)
    """

    short_name = "opponent_sift"

    def __init__(
        self,
        bin_sizes: Sequence[int] = (4, 6, 8, 10),
        step: int = 4,
        contrast: float = 0.0,
        root: bool = True,
        smooth: bool = False,
        mirror: bool = False,
    ):
        super().__init__(bin_sizes, step, contrast, root, smooth, mirror)

    def _channels(self, image):
        values = image.astype(np.float32)
        if image.ndim == 3:
            return cv2.transform(values, _OPPONENT)
        nothing = np.zeros_like(values)
        return np.stack([nothing, nothing, values], axis=2)
