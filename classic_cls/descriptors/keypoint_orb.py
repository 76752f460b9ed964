"""ORB at the points that it finds itself."""

from numbers import Integral

from .._compat import Interval
from .._typing import ImageStack
from ..base import DescriptorExtractor, Points
from ..kernels.color import to_gray
from ..kernels.keypoint_orb import keypoint_orb
from ._grid import keypoint_places


class KeypointORB(DescriptorExtractor):
    """The bits of ORB at the corners that ORB finds, turned and sized with them.

    ORB [1]_ (oriented FAST and rotated BRIEF) finds corners in copies of the image of 8 sizes,
    turns the patch around each towards the centre of its brightness, and compares 256 pairs of
    points in it: a bit says which is the brighter one. That takes a fraction of the time of SIFT,
    and sees neither brightness nor contrast nor which way up the image is. Good for the same
    printed or rigid things seen again, and for many images on a slow machine; for kinds of things
    (any cup, any flower) bits of single points vary too much, and gradients in a dense grid tell
    more. Blank and very small images have no keypoints. Colour images are taken in luminance.

    Parameters
    ----------
    n_keypoints : int, default=1000
        Largest number of keypoints of an image; of more, the strongest are taken.
    threshold : int, default=10
        Grey levels by which the circle of FAST must differ from a keypoint.
    patch_size : int, default=31
        Side of the patch that gives orientation and bits, in pixels of the copy.

    See Also
    --------
    ORBStatistics : What the keypoints of an image have in common, without a dictionary.
    KeypointSIFT : Blobs and histograms of gradients.
    classic_cls.kernels.keypoint_orb : The definition in full.

    Notes
    -----
    Keypoints and bits are those of ``cv2.ORB`` with ``edgeThreshold=3``. Descriptors are the 256
    bits, each a ``uint8`` of 0 or 1, so that the squared Euclidean distance, by which encoders find
    the nearest word, is the Hamming distance, by which ORB is meant to be compared, and so that
    components and means make sense. The scale is the side of the patch, seen in the image itself.
    The strongest keypoint is the first.

    References
    ----------
    .. [1] E. Rublee, V. Rabaud, K. Konolige and G. Bradski, "ORB: an efficient alternative to SIFT
       or SURF", ICCV, pp. 2564-2571, 2011.

    Examples
    --------
    >>> import numpy as np
    >>> from classic_cls import KeypointORB
    >>> square = np.zeros((1, 48, 48), np.uint8)
    >>> square[:, 12:36, 12:36] = np.arange(100, 196, 4)
    >>> points = KeypointORB(n_keypoints=50).transform(square)[0]
    >>> points.descriptors.shape[1], np.unique(points.descriptors).tolist()
    (256, [0, 1])
    """

    short_name = "keypoint_orb"

    _parameter_constraints = {
        "n_keypoints": [Interval(Integral, 1, 10**6, closed="both")],
        "threshold": [Interval(Integral, 1, 254, closed="both")],
        "patch_size": [Interval(Integral, 5, 63, closed="both")],
    }

    def __init__(self, n_keypoints: int = 1000, threshold: int = 10, patch_size: int = 31):
        self.n_keypoints = n_keypoints
        self.threshold = threshold
        self.patch_size = patch_size

    def _describe(self, images: ImageStack) -> list[Points]:
        settings = (self.n_keypoints, self.threshold, self.patch_size)
        found = (keypoint_orb(image, *settings) for image in to_gray(images))
        return [Points(*keypoint_places(images.shape[1:], *f[:2]), f[2]) for f in found]
