"""What can be named, and the estimators behind the names."""

import re
from collections.abc import Callable
from typing import NamedTuple

from . import features as _features
from . import transforms as _transforms
from ._validation import unknown_name
from .base import FeatureExtractor
from .features import (
    HOG,
    LBP,
    ColorHistogram,
    CornerGrid,
    EdgeHistogram,
    Haralick,
)
from .transforms import Resize

__all__ = [
    "FEATURES",
    "PREPROCESSING",
    "PRESETS",
    "WRAPPERS",
    "Preset",
    "named_features",
    "named_preprocessing",
    "wants_detail",
]


class Preset(NamedTuple):
    """Features that serve one purpose.

    Attributes
    ----------
    summary : str
        One line.
    make : callable
        From the side of the images in pixels (or "keep") to a list of extractors.
    wants_detail : bool
        Whether the features are about fine detail, which resizing destroys, and give rows of one
        length for images of any size.
    """

    summary: str
    make: Callable[[object], list[FeatureExtractor]]
    wants_detail: bool


def _texture(size) -> list[FeatureExtractor]:
    return [LBP(), Haralick()]


def _color(size) -> list[FeatureExtractor]:
    return [ColorHistogram(), ColorHistogram(bins=(8, 4, 4), joint=True, grid=1)]


def _shape(size) -> list[FeatureExtractor]:
    side = min(size) if isinstance(size, tuple) else size
    hog = HOG(cell=max(2, side // 8)) if isinstance(side, int) else HOG()
    return [hog, EdgeHistogram(), CornerGrid()]


def _all(size) -> list[FeatureExtractor]:
    return _shape(size) + _color(size) + _texture(size)


PRESETS = {
    "texture": Preset("what surfaces look like from near, wherever it is", _texture, True),
    "color": Preset("which colours there are, and roughly where", _color, False),
    "shape": Preset("outlines and corners in their places", _shape, False),
    "all": Preset("shape, colour and texture", _all, False),
}


def _by_short_name(package) -> dict[str, type]:
    classes = [getattr(package, name) for name in package.__all__]
    return dict(sorted((cls.short_name, cls) for cls in classes))


def _wraps(cls: type) -> bool:
    return "extractor" in cls._parameter_constraints


FEATURES = {n: cls for n, cls in _by_short_name(_features).items() if not _wraps(cls)}
WRAPPERS = {n: cls for n, cls in _by_short_name(_features).items() if _wraps(cls)}
PREPROCESSING = {n: cls for n, cls in _by_short_name(_transforms).items() if cls is not Resize}


def wants_detail(features) -> bool:
    """Whether all that is named is a preset about fine detail.

    Parameters
    ----------
    features : str, or list of str or FeatureExtractor

    Returns
    -------
    bool

    Examples
    --------
    >>> wants_detail(["texture"]), wants_detail(["texture", "hog"])
    (True, False)
    """
    names = [features] if isinstance(features, str) else features
    return bool(names) and all(
        isinstance(name, str) and name in PRESETS and PRESETS[name].wants_detail for name in names
    )


def named_features(features, size=128) -> list[tuple[str, FeatureExtractor]]:
    """Extractors and their names as steps, from names, presets and extractors.

    Parameters
    ----------
    features : str, or list of str or FeatureExtractor
        Keys of ``FEATURES`` and ``PRESETS``; ``"pyramid(lbp)"`` or ``"multiscale(lbp)"``, a key of
        ``WRAPPERS`` around a feature; or extractors.
    size : int, (int, int) or "keep"
        Of the images, by which presets choose their cells.

    Returns
    -------
    list of (str, FeatureExtractor)
        A name that comes again gets a number. What two presets share is taken once.

    Raises
    ------
    ValueError
        If a name is unknown, or there is none.

    Examples
    --------
    >>> [name for name, _ in named_features(["shape", "pyramid(lbp)", "hog"])]
    ['hog', 'edges', 'corners', 'pyramid_lbp', 'hog_2']
    """
    extractors, of_presets = [], set()
    for item in [features] if isinstance(features, str) else features:
        if not isinstance(item, str) or item not in PRESETS:
            extractors.append(_feature(item) if isinstance(item, str) else item)
            continue
        for extractor in PRESETS[item].make(size):
            if repr(extractor) not in of_presets:
                of_presets.add(repr(extractor))
                extractors.append(extractor)
    if not extractors:
        raise ValueError(f"features is empty; choose from: {', '.join([*FEATURES, *PRESETS])}")
    return _as_steps(extractors)


def named_preprocessing(steps) -> list[tuple[str, object]]:
    """Image transformers and their names as steps, from names and transformers.

    Parameters
    ----------
    steps : str, or list of str or ImageTransformer
        Keys of ``PREPROCESSING``, or transformers.

    Returns
    -------
    list of (str, ImageTransformer)
        A name that comes again gets a number.

    Raises
    ------
    ValueError
        If a name is unknown.

    Examples
    --------
    >>> [name for name, _ in named_preprocessing(["gray", "clahe"])]
    ['gray', 'clahe']
    """
    transformers = []
    for item in [steps] if isinstance(steps, str) else steps:
        if isinstance(item, str) and item not in PREPROCESSING:
            raise ValueError(unknown_name("preprocessing step", item, PREPROCESSING))
        transformers.append(PREPROCESSING[item]() if isinstance(item, str) else item)
    return _as_steps(transformers)


def _feature(name: str) -> FeatureExtractor:
    """The extractor of a name, with others inside it if it is written ``outer(inner)``."""
    wrapped = re.fullmatch(r"(\w+)\((.*)\)", name)
    if wrapped and wrapped[1] in WRAPPERS:
        return WRAPPERS[wrapped[1]](_feature(wrapped[2].strip()))
    if name in WRAPPERS:
        raise ValueError(f"{name} needs a feature to work on: write {name}(lbp), for instance")
    if name in PRESETS:
        raise ValueError(f"{name} is a preset, and only one feature can stand in brackets")
    if name not in FEATURES:
        known = [*FEATURES, *PRESETS, *(f"{wrapper}(NAME)" for wrapper in WRAPPERS)]
        raise ValueError(unknown_name("feature", name, known))
    return FEATURES[name]()


def _as_steps(estimators) -> list[tuple[str, object]]:
    steps, seen = [], {}
    for estimator in estimators:
        name = _step_name(estimator)
        seen[name] = seen.get(name, 0) + 1
        steps.append((name if seen[name] == 1 else f"{name}_{seen[name]}", estimator))
    return steps


def _step_name(estimator) -> str:
    name = getattr(estimator, "short_name", type(estimator).__name__.lower())
    inner = getattr(estimator, "extractor", None)
    return name if inner is None else f"{name}_{_step_name(inner)}"
