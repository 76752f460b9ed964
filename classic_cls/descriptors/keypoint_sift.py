"""SIFT at the points that it finds itself."""

from numbers import Integral, Real

from .._compat import Interval
from .._typing import ImageStack
from ..base import DescriptorExtractor, Points
from ..kernels.color import to_gray
from ..kernels.keypoint_sift import keypoint_sift
from ._grid import keypoint_places


class KeypointSIFT(DescriptorExtractor):
    """SIFT descriptors of the blobs that SIFT finds, turned and sized with them.

    SIFT [1]_ looks for blobs: places where the difference of two Gaussian blurs is larger or
    smaller than all around and than at the next scales. Each has a size and the main direction
    of its gradients, and the square around it is described in that frame, as 4 x 4 histograms of 8
    gradient directions. So the same detail is found and described alike when the thing is nearer,
    further or turned, which is what matching of photographs needs. For classification a dense
    grid (``DenseSIFT``) is mostly better and much faster: what is smooth tells something too, and
    most things stand upright. Good where the classes hold the same objects in any position:
    covers, logos, parts. Blank and very small images have no keypoints at all. Colour images
    are taken in luminance.

    Parameters
    ----------
    n_keypoints : int, default=1000
        Largest number of keypoints of an image; of more, the strongest are taken.
    contrast : float, default=0.01
        Threshold for blobs, with grey levels from 0 to 1: lower finds more and fainter ones.
    root : bool, default=True
        Whether to take the square root of the sums ("RootSIFT" [2]_), as in ``DenseSIFT``:
        Euclidean distance is then the Hellinger distance of the histograms.

    See Also
    --------
    DenseSIFT : The same descriptor everywhere, upright.
    KeypointORB : Corners and bits, some ten times as fast.
    classic_cls.kernels.keypoint_sift : The definition in full.

    Notes
    -----
    Keypoints and descriptors are those of ``cv2.SIFT``; one blob may have several directions, and a
    keypoint for each. Descriptors are 128 numbers in ``uint8``, 512 times those of a vector of
    length 1. The scale is the side of the described square, six times the diameter of the
    blob. The strongest keypoint is the first.

    References
    ----------
    .. [1] D. G. Lowe, "Distinctive image features from scale-invariant keypoints", International
       Journal of Computer Vision 60(2), pp. 91-110, 2004.
    .. [2] R. Arandjelovic and A. Zisserman, "Three things everyone should know to improve object
       retrieval", CVPR, pp. 2911-2918, 2012.

    Examples
    --------
    >>> import numpy as np
    >>> from classic_cls import KeypointSIFT
    >>> y, x = np.mgrid[:48, :48]
    >>> spot = (200 * np.exp(-((x - 12) ** 2 + (y - 24) ** 2) / 32)).astype(np.uint8)
    >>> points = KeypointSIFT(n_keypoints=1).transform([spot])[0]
    >>> points.descriptors.shape, (points.positions * 48 - 0.5).round().tolist()
    ((1, 128), [[12.0, 24.0]])
    """

    short_name = "keypoint_sift"

    _parameter_constraints = {
        "n_keypoints": [Interval(Integral, 1, 10**6, closed="both")],
        "contrast": [Interval(Real, 0, 1, closed="both")],
        "root": ["boolean"],
    }

    def __init__(self, n_keypoints: int = 1000, contrast: float = 0.01, root: bool = True):
        self.n_keypoints = n_keypoints
        self.contrast = contrast
        self.root = root

    def _describe(self, images: ImageStack) -> list[Points]:
        settings = (self.n_keypoints, self.contrast, self.root)
        found = (keypoint_sift(image, *settings) for image in to_gray(images))
        return [Points(*keypoint_places(images.shape[1:], *f[:2]), f[2]) for f in found]
