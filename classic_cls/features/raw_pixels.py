"""The pixels themselves as features."""

import numpy as np

from .._compat import StrOptions
from ..base import Columns, FeatureExtractor
from ..kernels.color import to_gray

_CHANNELS = ("red", "green", "blue")


class RawPixels(FeatureExtractor):
    """The values of all pixels, scaled: the plainest baseline there is.

    Before a few principal components, raw pixels are the "eigenfaces" [1]_: each image is the mean
    image plus a weighted sum of the images that account for most of the variance between
    the training images, and the weights are what the classifier sees. That works as far as the
    things (faces, digits) lie and are lit alike, so that a pixel means the same in every image;
    anything that moves or turns spreads over many components. The components are learned, so they
    belong inside the folds: use ``make_image_pipeline(features=["raw"], reduce="pca:20", ...)``,
    or ``--features raw --reduce pca:20``. (Classifiers by name that need columns of one scale, such
    as "svm", get them before the components; the paper's nearest neighbour does without.)

    Parameters
    ----------
    scale : {"unit", "signed", "standard"}, default="unit"
        "unit" maps 0 to 255 to [0, 1], "signed" to [-1, 1]; "standard" gives each image
        mean 0 and standard deviation 1 over all its values, and zeros if it has one colour.
    color : bool, default=False
        If false, colour images are turned grey first, with the weights of
        ``cv2.COLOR_RGB2GRAY`` (ITU-R BT.601 [2]_), rounded to whole values. If true, grey
        images have three equal channels.

    See Also
    --------
    TinyImage : A few pixels only, without brightness and contrast.
    HOG : Gradients instead of values, which light changes less.

    Notes
    -----
    Columns run along the rows of the image and are named ``pixel_r3_c4``, or
    ``pixel_r3_c4_red`` with colour. Their number depends on the size of the image, so put
    a ``Resize`` step before images of different sizes.

    References
    ----------
    .. [1] M. Turk and A. Pentland, "Eigenfaces for recognition", Journal of Cognitive
       Neuroscience 3(1), pp. 71-86, 1991.
    .. [2] Recommendation ITU-R BT.601, "Studio encoding parameters of digital television for
       standard 4:3 and wide-screen 16:9 aspect ratios".

    Examples
    --------
    >>> import numpy as np
    >>> from classic_cls import RawPixels
    >>> image = np.array([[0, 51], [102, 255]], np.uint8)
    >>> RawPixels().fit_transform([image])
    array([[0. , 0.2, 0.4, 1. ]], dtype=float32)

    Eigenfaces, of which two are enough for images of three kinds:

    >>> from sklearn.neighbors import KNeighborsClassifier
    >>> from sklearn.pipeline import make_pipeline
    >>> from classic_cls import PrincipalComponents
    >>> faces = np.repeat(np.random.default_rng(0).integers(0, 256, (3, 8, 8)), 4, axis=0)
    >>> faces, people = faces.astype(np.uint8), np.repeat(["Ann", "Bob", "Cy"], 4)
    >>> nearest = KNeighborsClassifier(1)
    >>> pipeline = make_pipeline(RawPixels(), PrincipalComponents(2), nearest).fit(faces, people)
    >>> pipeline[:-1].transform(faces).shape
    (12, 2)
    >>> pipeline.score(faces, people)
    1.0
    """

    short_name = "raw"

    _parameter_constraints = {
        "scale": [StrOptions({"unit", "signed", "standard"})],
        "color": ["boolean"],
    }

    def __init__(self, scale: str = "unit", color: bool = False):
        self.scale = scale
        self.color = color

    def _extract(self, images):
        images = _with_channels(images) if self.color else to_gray(images)
        values = images.reshape(len(images), -1).astype(np.float32)
        if self.scale == "standard":
            return _standardize(values)
        values /= np.float32(255)
        return values * 2 - 1 if self.scale == "signed" else values

    def _columns(self, shape: tuple) -> Columns:
        rows, columns = (np.arange(side + 1) for side in shape[:2])
        return Columns.of_grid("pixel", rows, columns, _CHANNELS if self.color else [""])


def _with_channels(images):
    return images if images.ndim == 4 else np.repeat(images[..., None], 3, axis=-1)


def _standardize(values):
    """Mean 0 and deviation 1 in each row, in place; zeros where a row has no deviation."""
    values -= values.mean(axis=1, dtype=float, keepdims=True)
    deviation = np.sqrt(np.square(values).mean(axis=1, dtype=float, keepdims=True))
    values /= np.where(deviation > 0, deviation, 1)
    return values
