"""What can be named: the estimators behind the names, and sets of them."""

import inspect
from collections.abc import Callable
from typing import Any, NamedTuple

from .. import descriptors as _descriptors
from .. import encoders as _encoders
from .. import features as _features
from .. import transforms as _transforms
from ..base import FeatureExtractor, ImageViews
from ..features import (
    GIST,
    HOG,
    LBP,
    LPQ,
    ColorAutoCorrelogram,
    ColorHistogram,
    ColorMoments,
    CornerGrid,
    EdgeHistogram,
    Scattering,
)
from ..transforms import Augment, Resize


class Preset(NamedTuple):
    """Features that serve one purpose.

    Attributes
    ----------
    summary : str
        One line.
    make : callable
        From the size of the images (a number, (width, height) or "keep") to extractors.
    wants_detail : bool
        Whether the features are about fine detail, which resizing destroys, and give rows of one
        length for images of any size.
    """

    summary: str
    make: Callable[[object], list[FeatureExtractor]]
    wants_detail: bool


def texture_features() -> list[FeatureExtractor]:
    """Statistics of fine structure over the whole image, of one length for any size.

    Returns
    -------
    list of FeatureExtractor

    Examples
    --------
    >>> [feature.short_name for feature in texture_features()]
    ['lbp', 'lpq', 'scattering']
    """
    return [LBP(), LPQ(), Scattering()]


def color_features() -> list[FeatureExtractor]:
    """Which colours there are, roughly where, and how they are scattered.

    Returns
    -------
    list of FeatureExtractor

    Examples
    --------
    >>> [feature.short_name for feature in color_features()]
    ['color_hist', 'color_moments', 'correlogram']
    """
    return [ColorHistogram(soft=True), ColorMoments(), ColorAutoCorrelogram()]


def shape_features(size: Any, n_cells: int = 4) -> list[FeatureExtractor]:
    """Outlines and corners in their places.

    Parameters
    ----------
    size : int, (int, int) or "keep"
        Of the images.
    n_cells : int
        Cells of HOG along the shorter side.

    Returns
    -------
    list of FeatureExtractor

    Examples
    --------
    >>> [feature.short_name for feature in shape_features(128)]
    ['hog', 'edges', 'corners', 'gist']
    """
    side = min(size) if isinstance(size, tuple) else size
    hog = HOG(cell=max(2, side // n_cells)) if isinstance(side, int) else HOG()
    return [hog, EdgeHistogram(), CornerGrid(), GIST()]


def _all_features(size) -> list[FeatureExtractor]:
    return shape_features(size) + color_features() + texture_features()


PRESETS = {
    "texture": Preset(
        "what surfaces look like from near, wherever it is", lambda size: texture_features(), True
    ),
    "color": Preset(
        "which colours there are, and roughly where", lambda size: color_features(), False
    ),
    "shape": Preset("outlines and corners in their places", shape_features, False),
    "all": Preset("shape, colour and texture", _all_features, False),
}


def _by_short_name(package) -> dict[str, type]:
    classes = [getattr(package, name) for name in package.__all__]
    return dict(sorted((cls.short_name, cls) for cls in classes))


def is_wrapper(cls: type) -> bool:
    """Whether it is a feature around another one, its parameter ``extractor``."""
    return issubclass(cls, FeatureExtractor) and "extractor" in inspect.signature(cls).parameters


FEATURES = {n: cls for n, cls in _by_short_name(_features).items() if not is_wrapper(cls)}
WRAPPERS = {n: cls for n, cls in _by_short_name(_features).items() if is_wrapper(cls)}
DESCRIPTORS = _by_short_name(_descriptors)
ENCODERS = _by_short_name(_encoders)
PREPROCESSING = {
    name: cls
    for name, cls in _by_short_name(_transforms).items()
    if cls is not Resize and not issubclass(cls, ImageViews)
}
AUGMENTATIONS = Augment.presets


def wants_detail(features) -> bool:
    """Whether all that is named is a preset about fine detail.

    >>> wants_detail(["texture"]), wants_detail(["texture", "hog"])
    (True, False)
    """
    names = [features] if isinstance(features, str) else features
    return bool(names) and all(
        isinstance(name, str) and name in PRESETS and PRESETS[name].wants_detail for name in names
    )
