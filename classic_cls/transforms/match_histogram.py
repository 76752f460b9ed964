"""Give all images the distribution of grey levels of one."""

import numpy as np

from .._typing import Image, ImageStack
from .._validation import check_image
from ..base import ImageTransformer
from ..kernels.color import to_gray
from ..kernels.histogram_matching import bell_counts, level_counts, match_levels
from ._luminance import map_luminance

_RED_GREEN_BLUE, _GRAY = slice(0, 3), slice(-1, None)


class MatchHistogram(ImageTransformer):
    """Give all images the distribution of levels of one reference.

    Takes out differences of exposure, contrast and, with a reference in colour, of the colour of
    the light and of cameras: the darkest percent of pixels becomes as dark as the darkest percent
    of the reference, and so on through all levels [1]_. Every image then has nearly the same
    histogram, so that features of colours and brightness have nothing left to tell; those of
    shapes and textures are compared on equal terms.

    Parameters
    ----------
    reference : image or histogram, default=None
        - None: a bell, the normal distribution of mean 128 and standard deviation 64, cut off at
          0 and 255, as is common for faces [2]_;
        - an image, ``uint8``, ``(H, W)`` or ``(H, W, 3)``, such as ``read_image("good.png")``; on
          the command line the name of a file;
        - the counts of its levels, ``int64``: what is left of an image in a model file, see Notes.

    See Also
    --------
    EqualizeHistogram : Spreads the levels evenly.
    CLAHE : Adapts to the neighbourhood.

    Notes
    -----
    With a reference in colour, red, green and blue of a colour image are matched one by one, and
    grey images to its luminance; otherwise colour images are matched in luminance, Y of Y'CrCb,
    and keep their chroma. Equal to ``skimage.exposure.match_histograms`` up to a level: levels
    are rounded here and cut there. A channel of one level has no ranks and stays as it is.

    Copies, pickles and model files hold no image but the counts, ``(1, 256)`` for a grey
    reference or ``(4, 256)`` for red, green, blue and luminance.

    References
    ----------
    .. [1] R. C. Gonzalez and R. E. Woods, "Digital Image Processing", 4th ed., section 3.3,
       2018.
    .. [2] V. Štruc, J. Žibert and N. Pavešić, "Histogram remapping as a preprocessing step for
       robust face recognition", WSEAS Transactions on Information Science and Applications 6,
       pp. 520-529, 2009.

    Examples
    --------
    >>> import numpy as np
    >>> from classic_cls import MatchHistogram
    >>> reference = np.array([[50, 50, 100, 200]], np.uint8)
    >>> MatchHistogram(reference).fit_transform([np.array([[10, 10, 20, 30]], np.uint8)])[0]
    array([[ 50,  50, 100, 200]], dtype=uint8)
    """

    short_name = "match_histogram"
    image_parameters = ("reference",)

    _parameter_constraints = {"reference": [np.ndarray, str, None]}

    def __init__(self, reference: Image | str | None = None):
        self.reference = reference

    def __getstate__(self):
        state = super().__getstate__()
        return {**state, "reference": _counts_of(self.reference)}

    def _look_at(self, image) -> None:
        super()._look_at(image)
        _counts_of(self.reference)

    def _transform(self, images: ImageStack) -> ImageStack:
        counts = _counts_of(self.reference)
        counts = bell_counts() if counts is None else counts
        if images.ndim == 3:
            return match_levels(images[..., None], counts[_GRAY])[..., 0]
        if len(counts) == 4:
            return match_levels(images, counts[_RED_GREEN_BLUE])
        return map_luminance(lambda y: match_levels(y[None, ..., None], counts[_GRAY])[0, ..., 0],
                             images)


def _counts_of(reference) -> np.ndarray | None:
    """Counts of the levels of luminance, after those of the three colours if there are any."""
    if isinstance(reference, str):
        raise ValueError(
            f"reference is a name, '{reference}', not an image; read it before: "
            "MatchHistogram(read_image(name))"
        )
    if reference is None or _are_counts(reference):
        return reference
    image = check_image(reference, "reference")
    gray = level_counts(to_gray(image[None])[0][..., None])
    return gray if image.ndim == 2 else np.concatenate([level_counts(image), gray])


def _are_counts(reference) -> bool:
    if reference.dtype != np.int64 or reference.shape not in ((1, 256), (4, 256)):
        return False
    return reference.min() >= 0 and reference.sum(axis=1).min() > 0
