"""Shape by Hu's seven invariants."""

import numpy as np

from .._typing import ImageStack
from ..base import Columns, FeatureExtractor
from ..kernels.color import to_gray
from ..kernels.hu import hu_moments


class HuMoments(FeatureExtractor):
    """Shape in seven numbers: Hu's invariants of moments.

    Grey values are taken as masses, and the moments of their distribution (spread, elongation,
    skewness) are combined so that seven numbers remain which do not change when a bright shape on
    black is moved, turned or enlarged [1]_; a mirror changes only the sign of the seventh. They
    tell letters or outlines apart, and are a classic of teaching: why do these products not
    change? They are poor where light falls unevenly, where the background is not black (its mass
    counts too: cut the shape out first), and where fine detail matters, since far pixels weigh
    most. Colour images are taken in luminance.

    Parameters
    ----------
    log : bool, default=True
        If True, ``-sign(h) log10 |h|`` instead of ``h``, and 0 where ``h`` is 0: the invariants are
        of very different sizes, from 1e-3 down to 1e-20.

    See Also
    --------
    classic_cls.kernels.hu : The definition in full, and why turns cancel.
    ZernikeMoments : More numbers, of a disc, that are independent of each other.

    Notes
    -----
    Without ``log``, values equal ``cv2.HuMoments(cv2.moments(image))`` up to rounding. ``hu1`` to
    ``hu7`` are in the order of the paper. What is zero but for rounding (``hu7`` of a symmetric
    shape) is zero, so that its logarithm is not noise; a black image has a row of zeros. Between
    zero and a value however small there is a leap in logarithms: that is the price of the usual
    form. Moving and quarter turns leave the values as they are but for rounding; other turns and
    sizes nearly so. Contrast is no invariant: grey values are 0 to 255, and a shape drawn in 0
    and 1 has ``hu1`` 255 times as large.

    References
    ----------
    .. [1] M.-K. Hu, "Visual pattern recognition by moment invariants", IRE Transactions on
       Information Theory 8(2), pp. 179-187, 1962.

    Examples
    --------
    >>> import numpy as np
    >>> from classic_cls import HuMoments
    >>> letter = np.zeros((1, 32, 32), np.uint8)
    >>> letter[0, 4:20, 6:9] = letter[0, 17:20, 6:16] = 255  # an L
    >>> turned = np.rot90(letter, axes=(1, 2))
    >>> rows = HuMoments().fit_transform(np.concatenate([letter, turned, letter[:, :, ::-1]]))
    >>> rows.round(2)
    array([[  2.76,   5.81,   8.57,   9.39,  19.05,  13.07, -18.38],
           [  2.76,   5.81,   8.57,   9.39,  19.05,  13.07, -18.38],
           [  2.76,   5.81,   8.57,   9.39,  19.05,  13.07,  18.38]],
          dtype=float32)
    """

    short_name = "hu"

    _parameter_constraints = {"log": ["boolean"]}

    def __init__(self, log: bool = True):
        self.log = log

    def _extract(self, images: ImageStack):
        invariants = hu_moments(to_gray(images))
        if self.log:
            sizes = np.where(invariants == 0, 1, np.abs(invariants))
            invariants = -np.sign(invariants) * np.log10(sizes)
        return invariants.astype(np.float32)

    def _columns(self, shape: tuple) -> Columns:
        return Columns.whole(f"hu{k}" for k in range(1, 8))
