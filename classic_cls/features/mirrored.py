"""Any feature made indifferent to left and right."""

from numbers import Real

import numpy as np

from .._compat import Interval
from .._typing import ImageStack
from ..base import Columns, FeatureExtractor
from ._wrapper import Wrapper


class Mirrored(Wrapper):
    """Any feature, averaged over the image and its mirror image.

    A photo of a horse that looks to the right is one of a horse that looks to the left, mirrored.
    A classifier does not know that, and of few images it will not learn it. Mirror images among
    the training images teach it, at the cost of twice as many rows. Here every image has one row,
    the same as its mirror image: with kernels as good as the copies, and learned from half of the
    rows. Not for what has a left and a right, such as letters, digits and traffic signs; a
    ``weight`` of less than 0.5 keeps some of that.

    Parameters
    ----------
    extractor : FeatureExtractor
        What describes the image and its mirror image.
    weight : float, default=0.5
        Share of the mirror image in the mean, from 0 to 0.5.

    See Also
    --------
    PatchDictionary : Has the same of its own, its parameter ``mirror``.

    Notes
    -----
    A column ``c`` becomes ``(1 - weight) c(image) + weight c(mirror image)``. Where mirroring the
    image changes the places of columns alone, the squared distance of two rows is that of their
    symmetric parts and ``(1 - 2 weight)^2`` times that of their antisymmetric parts; those hold
    what tells left from right, which 0.5 removes [1]_. A column is about its region and the one
    opposite: its region reaches from one to the other. Its name is that of the extractor, after
    ``mirrored_``. On the command line: ``--features "mirrored(hog)"``.

    References
    ----------
    .. [1] B. Haasdonk and H. Burkhardt, "Invariant kernel functions for pattern analysis and
       machine learning", Machine Learning 68(1), pp. 35-61, 2007.

    Examples
    --------
    >>> import numpy as np
    >>> from classic_cls import HOG, Mirrored
    >>> horse = np.arange(1024, dtype=np.uint8).reshape(1, 32, 32)
    >>> hog = Mirrored(HOG())
    >>> bool(np.allclose(hog.fit_transform(horse), hog.transform(horse[:, :, ::-1])))
    True
    """

    short_name = "mirrored"

    _parameter_constraints = {
        "extractor": [FeatureExtractor],
        "weight": [Interval(Real, 0, 0.5, closed="both")],
    }

    def __init__(self, extractor: FeatureExtractor, weight: float = 0.5):
        self.extractor = extractor
        self.weight = weight

    def _extract(self, images: ImageStack) -> np.ndarray:
        turned = np.ascontiguousarray(images[:, :, ::-1])
        rows = self.extractor._extract(images) * np.float32(1 - self.weight)
        rows += self.extractor._extract(turned) * np.float32(self.weight)
        return rows

    def _columns(self, shape: tuple) -> Columns:
        columns = self.extractor._columns(shape).prefixed("mirrored_")
        left, right = columns.regions[:, 1].copy(), columns.regions[:, 3].copy()
        if self.weight:
            columns.regions[:, 1] = np.minimum(left, shape[1] - right)
            columns.regions[:, 3] = np.maximum(right, shape[1] - left)
        return columns
