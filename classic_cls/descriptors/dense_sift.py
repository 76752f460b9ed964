"""SIFT descriptors on a regular grid."""

from ..kernels.color import to_gray
from ._dense_sift import SIFTGrid


class DenseSIFT(SIFTGrid):
    """SIFT at every point of a regular grid: how edges run in 4 x 4 cells around it.

    SIFT [1]_ describes a square of the image by 4 x 4 histograms of the directions of its
    gradients, 128 numbers in all. Each pixel is shared between neighbouring cells and directions,
    so that small shifts change little; the whole is brought to one length, so that contrast does
    not matter, and strong single edges are cut down. SIFT was made to find the same points of a
    thing again; to tell kinds of images apart it is better to describe all points alike, in
    several sizes [2]_: smooth regions tell sky from grass, too. Together with a dictionary (bag of
    visual words, Fisher vector) this was the strongest recipe for scenes and objects before deep
    learning. Good for whatever has structure, shifted and lit as it likes; not for what may be
    turned by any angle, and blind to colour (`OpponentSIFT`). Colour images are taken in luminance.

    Parameters
    ----------
    bin_sizes : sequence of int, default=(4, 6, 8, 10)
        Sides of a cell in pixels, 2 to 128: a descriptor covers four times that. Sizes that do
        not fit into an image (``3 * size + 1`` pixels each way) are left out; 16 x 16 pixels hold
        4 and 5.
    step : int, default=4
        Pixels from one descriptor to the next, along both axes. Half the step makes four times
        as many, which take four times the memory, and the time of the encoders.
    contrast : float from 0 to 1, default=0.005
        Descriptors of less contrast are zero, rather than noise brought to full strength. It is
        VLFeat's: about half the mean length of their gradients, where black to white is 1.
    root : bool, default=True
        Whether to take the square root of the sums ("RootSIFT" [3]_): Euclidean distance is
        then the Hellinger distance of the histograms, to which k-means and Gaussian mixtures are
        better suited.
    smooth : bool, default=False
        Whether to smooth the image before, by a sixth of the cell as in VLFeat's ``vl_phow``, less
        the half pixel by which cameras do. It takes away noise, and with it the finest edges.
    mirror : bool, default=False
        Add the descriptors of the mirror image, twice as many in all, so that an image and its
        mirror image are described alike.

    See Also
    --------
    OpponentSIFT : The same of three colour channels.
    KeypointSIFT : SIFT at the points that OpenCV finds, upright or turned with the image.
    classic_cls.kernels.dense_sift : The definition in full.

    Notes
    -----
    Equal to VLFeat's ``vl_dsift`` with a flat window, in its conventions: directions are of the
    gradient, counted from a row downwards, by row of cells, cell and direction; values are stored
    as 512 times themselves, up to 255, rounded (VLFeat cuts digits off). In the square-root form
    fewer than 1 in 1000 reach 255, so that the factor suits it as well. Flat window means that
    cells are weighted as a whole, by a Gaussian of two cells, where Lowe weighs pixels: smoothed
    alike and without the square root, descriptors have a cosine of about 0.998 with those of
    OpenCV at the same points.

    The centres of all cells lie in the image; of the outermost cells, up to half may lie beyond
    the border, where the gradients of border pixels are continued. The grid of each size is in the
    middle of the image, half a pixel off it at most. Points are by size, then by row. Descriptors
    are 128 bytes each: with the defaults 375 kB for an image of 128 x 128.

    References
    ----------
    .. [1] D. G. Lowe, "Distinctive image features from scale-invariant keypoints", International
       Journal of Computer Vision 60(2), pp. 91-110, 2004.
    .. [2] A. Bosch, A. Zisserman and X. Munoz, "Image classification using random forests and
       ferns", ICCV 2007.
    .. [3] R. Arandjelovic and A. Zisserman, "Three things everyone should know to improve object
       retrieval", CVPR 2012.

    Examples
    --------
    >>> import numpy as np
    >>> from classic_cls import DenseSIFT
    >>> ramp = np.tile(np.arange(0, 160, 10, dtype=np.uint8), (1, 16, 1))
    >>> points = DenseSIFT(bin_sizes=[3], step=6).transform(ramp)[0]
    >>> points.descriptors.shape, points.positions.tolist()
    ((4, 128), [[0.3125, 0.3125], [0.6875, 0.3125], [0.3125, 0.6875], [0.6875, 0.6875]])
    >>> points.descriptors[0].reshape(4, 4, 8)[0, 0]
    array([126,   0,   0,   0,   0,   0,   0,   0], dtype=uint8)
    """

    short_name = "dense_sift"

    def _channels(self, image):
        return to_gray(image[None])[0]
