"""Statistics of ORB keypoints."""

from numbers import Integral

from .._compat import Interval
from .._typing import ImageStack
from ..base import Columns, FeatureExtractor
from ..kernels.color import to_gray
from ..kernels.orb import N_BITS, N_OCTAVES, orb_statistics
from ._grid import cell_bounds


class ORBStatistics(FeatureExtractor):
    """How many ORB keypoints, how strong, how large, how oriented, where, and of which look.

    ORB [1]_ (oriented FAST and rotated BRIEF) finds corners in copies of the image of 8 sizes,
    gives each an orientation (towards the centre of the brightness around it) and describes its
    surroundings by 256 bits, each of which tells which of two points of the patch is the brighter
    one. Two pictures of one thing are matched by such keypoints; here they are summed up in one row
    per image: their number, mean and deviation of their strength, shares by size, orientation and
    place, and the share that has each bit set, which is the mean descriptor. The patches are
    turned with their orientation, so the bits do not see which way up the image is, nor
    brightness and contrast, while the threshold, in grey levels, does see contrast. Good for
    texture and for how busy a picture is; the mean forgets which keypoints belong together (a bag
    of visual words does not). Colour images are taken in luminance.

    Parameters
    ----------
    grid : int, default=4
        Cells along each axis, for the share of keypoints by place.
    orientations : int, default=8
        Bins over 360 degrees.
    threshold : int, default=10
        Grey levels by which FAST's circle must differ from a keypoint; see ``FASTCorners``.
    patch_size : int, default=15
        Side of the patch that gives orientation and bits, in pixels of the copy; 31 in [1]_,
        made for larger images.
    n_keypoints : int, default=2000
        Largest number of keypoints, shared out over the sizes; of more, the strongest are taken.

    See Also
    --------
    FASTCorners : The corners at one size, on a grid.
    classic_cls.kernels.orb : The definition in full.

    Notes
    -----
    Keypoints and bits are those of ``cv2.ORB`` with ``edgeThreshold=3``: as near to the border as
    the circle of FAST allows, so that images of 32 pixels have keypoints too (OpenCV's own default,
    31, finds none up to 62 pixels). Columns: ``orb_count``, a plain number, to be compared between
    images of one size; ``orb_response_mean`` and ``orb_response_std`` in the unit of a gradient
    (the fourth root of Harris' response, its sign kept); then shares between 0 and 1:
    ``orb_octave2`` (copy 1.2 ** 2 times smaller), ``orb_o1`` (orientation around 45 degrees;
    0 points along a row, 90 down a column), ``orb_r0_c1`` (place), ``orb_bit17``. An image
    without keypoints has zeros in all columns.

    The defaults were chosen on half of KTH-TIPS and of Flowers-17, where the bits told most.

    References
    ----------
    .. [1] E. Rublee, V. Rabaud, K. Konolige and G. Bradski, "ORB: an efficient alternative to SIFT
       or SURF", ICCV, pp. 2564-2571, 2011.

    Examples
    --------
    >>> import numpy as np
    >>> from classic_cls import ORBStatistics
    >>> square = np.zeros((1, 48, 48), np.uint8)
    >>> square[:, 12:36, 12:36] = np.arange(100, 196, 4)
    >>> orb = ORBStatistics(grid=2).fit(square)
    >>> orb.get_feature_names_out()[[0, 1, 3, 11, 19, -1]].tolist()
    ['orb_count', 'orb_response_mean', 'orb_octave0', 'orb_o0', 'orb_r0_c0', 'orb_bit255']
    >>> orb.transform(square).shape
    (1, 279)
    """

    short_name = "orb"

    _parameter_constraints = {
        "grid": [Interval(Integral, 1, None, closed="left")],
        "orientations": [Interval(Integral, 1, 255, closed="both")],
        "threshold": [Interval(Integral, 1, 254, closed="both")],
        "patch_size": [Interval(Integral, 5, 63, closed="both")],
        "n_keypoints": [Interval(Integral, 1, 10**6, closed="both")],
    }

    def __init__(
        self,
        grid: int = 4,
        orientations: int = 8,
        threshold: int = 10,
        patch_size: int = 15,
        n_keypoints: int = 2000,
    ):
        self.grid = grid
        self.orientations = orientations
        self.threshold = threshold
        self.patch_size = patch_size
        self.n_keypoints = n_keypoints

    def _extract(self, images: ImageStack):
        bounds = cell_bounds(images.shape[1:], self.grid)
        settings = (self.orientations, self.threshold, self.patch_size, self.n_keypoints)
        return orb_statistics(to_gray(images), *bounds, *settings)

    def _columns(self, shape: tuple) -> Columns:
        kinds = ["count", "response_mean", "response_std"]
        kinds += [f"octave{octave}" for octave in range(N_OCTAVES)]
        kinds += [f"o{o}" for o in range(self.orientations)]
        places = Columns.of_grid("orb", *cell_bounds(shape, self.grid))
        bits = Columns.whole(f"orb_bit{bit}" for bit in range(N_BITS))
        return Columns.joined([Columns.whole(f"orb_{kind}" for kind in kinds), places, bits])
