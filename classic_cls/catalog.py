"""What can be named, and the estimators behind the names."""

from collections.abc import Callable
from typing import NamedTuple

from . import features as _features
from . import transforms as _transforms
from ._validation import unknown_name
from .base import FeatureExtractor
from .features import (
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
from .transforms import Resize

__all__ = [
    "FEATURES",
    "PREPROCESSING",
    "PRESETS",
    "WRAPPERS",
    "Preset",
    "color_features",
    "named_features",
    "named_preprocessing",
    "shape_features",
    "texture_features",
    "wants_detail",
]


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


def shape_features(size, n_cells: int = 4) -> list[FeatureExtractor]:
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
    ['hog', 'edges', 'corners', 'gist', 'pyramid_lbp', 'hog_2']
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
            raise ValueError(_unknown_step(item))
        transformers.append(PREPROCESSING[item]() if isinstance(item, str) else item)
    return _as_steps(transformers)


def _feature(name: str) -> FeatureExtractor:
    """The extractor of a name, with others inside it if it is written ``outer(inner)``."""
    outer, bracket, inner = (part.strip() for part in name.strip().partition("("))
    if outer in WRAPPERS:
        if not bracket or inner in ("", ")"):
            raise ValueError(f"{outer} needs a feature to work on: write {outer}(lbp)")
        if not inner.endswith(")"):
            raise ValueError(
                f"'{name}' lacks its closing bracket: write {outer}(lbp), with one feature in it"
            )
        return WRAPPERS[outer](_feature(inner[:-1]))
    if outer in PRESETS and not bracket:
        raise ValueError(f"{outer} is a preset, and only one feature can stand in brackets")
    if outer not in FEATURES or bracket:
        raise ValueError(_unknown_feature(name))
    return FEATURES[outer]()


def _unknown_feature(name: str) -> str:
    known = [*FEATURES, *PRESETS, *(f"{wrapper}(NAME)" for wrapper in WRAPPERS)]
    if name in PREPROCESSING:
        return f"{name} is a preprocessing step, not a feature: give it to --preprocess"
    return _unknown("feature", name, known)


def _unknown_step(name: str) -> str:
    if name == Resize.short_name:
        return "images are resized by size (--size) and --set resize.mode=letterbox, not as a step"
    if name in FEATURES:
        return f"{name} is a feature, not a preprocessing step: give it to --features"
    return _unknown("preprocessing step", name, PREPROCESSING)


def _unknown(kind: str, name: str, known) -> str:
    small = name.lower()
    if small != name and small in known:
        return f"unknown {kind} '{name}': names are in small letters, write '{small}'"
    return unknown_name(kind, name, known)


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
