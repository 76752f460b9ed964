"""From names, such as ``"pyramid(lbp)"`` or ``"fisher(local_color)"``, to estimators."""

from sklearn.frozen import FrozenEstimator
from sklearn.pipeline import Pipeline

from .._validation import unknown_name
from ..base import FeatureExtractor
from ..transforms import Resize
from .catalog import DESCRIPTORS, ENCODERS, FEATURES, PREPROCESSING, PRESETS, WRAPPERS

__all__ = ["encoders_of_points", "named_features", "named_preprocessing"]

_USUAL_DESCRIPTOR = "dense_sift"


def named_features(features, size=128, random_state=0) -> list[tuple[str, object]]:
    """Features and their names as steps, from names, presets and estimators.

    Parameters
    ----------
    features : str, or list of str or estimator
        Keys of ``FEATURES``, ``PRESETS`` and ``ENCODERS``; ``"pyramid(lbp)"`` or
        ``"multiscale(lbp)"``, a key of ``WRAPPERS`` around a feature; ``"fisher(local_color)"``, a
        key of ``ENCODERS`` around one of ``DESCRIPTORS`` (without brackets: ``dense_sift``); or
        extractors, or pipelines of a descriptor and an encoder.
    size : int, (int, int) or "keep"
        Of the images, by which presets choose their cells.
    random_state : int or None
        Seed of what learns.

    Returns
    -------
    list of (str, estimator)
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
            named = isinstance(item, str)
            extractors.append(_feature(item, random_state) if named else item)
            continue
        for extractor in PRESETS[item].make(size):
            if repr(extractor) not in of_presets:
                of_presets.add(repr(extractor))
                extractors.append(extractor)
    if not extractors:
        known = ", ".join([*FEATURES, *ENCODERS, *PRESETS])
        raise ValueError(f"features is empty; choose from: {known}")
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


def _feature(name: str, random_state):
    """What a name stands for, with others inside it if it is written ``outer(inner)``."""
    outer, bracket, inner = (part.strip() for part in name.strip().partition("("))
    if bracket and not inner.endswith(")") and outer in [*WRAPPERS, *encoders_of_points()]:
        raise ValueError(
            f"'{name}' lacks its closing bracket: write {outer}({_inner_example(outer)}), with one "
            "name in it"
        )
    inner = inner.removesuffix(")").strip()
    if outer in ENCODERS:
        return _learned(outer, inner, random_state)
    if outer in WRAPPERS:
        if not inner:
            raise ValueError(f"{outer} needs a feature to work on: write {outer}(lbp)")
        return WRAPPERS[outer](_hand_crafted(inner, random_state))
    if outer in PRESETS and not bracket:
        raise ValueError(f"{outer} is a preset, and only one feature can stand in brackets")
    if outer in DESCRIPTORS and not bracket:
        raise ValueError(
            f"{outer} describes points, not a whole image: write fisher({outer}), or another of "
            f"{', '.join(encoders_of_points())}"
        )
    if outer not in FEATURES or bracket:
        raise ValueError(_unknown_feature(name))
    return FEATURES[outer]()


def _hand_crafted(name: str, random_state) -> FeatureExtractor:
    """What can stand inside a wrapper."""
    feature = _feature(name, random_state)
    if not isinstance(feature, FeatureExtractor):
        raise ValueError(
            f"{name} learns a dictionary of whole images, and cannot stand inside other features"
        )
    return feature


def _learned(encoder: str, descriptor: str, random_state):
    """An encoder of images, or a pipeline of a descriptor and an encoder."""
    learned = ENCODERS[encoder](random_state=random_state)
    if encoder not in encoders_of_points():
        if descriptor:
            raise ValueError(f"{encoder} works on images: write it without brackets")
        return learned
    descriptor = descriptor or _USUAL_DESCRIPTOR
    if descriptor not in DESCRIPTORS:
        raise ValueError(_unknown(f"descriptor of {encoder}", descriptor, [*DESCRIPTORS]))
    return Pipeline([(descriptor, DESCRIPTORS[descriptor]()), ("words", learned)])


def encoders_of_points() -> list[str]:
    """Names of the encoders that need a descriptor, written ``name(descriptor)``.

    Returns
    -------
    list of str

    Examples
    --------
    >>> encoders_of_points()
    ['bovw', 'fisher', 'vlad']
    """
    return [name for name, cls in ENCODERS.items() if not cls.takes_images]


def _inner_example(outer: str) -> str:
    return "lbp" if outer in WRAPPERS else _USUAL_DESCRIPTOR


def _unknown_feature(name: str) -> str:
    wrappers = (f"{wrapper}(NAME)" for wrapper in WRAPPERS)
    known = [*FEATURES, *ENCODERS, *PRESETS, *wrappers]
    if name in PREPROCESSING:
        return f"{name} is a preprocessing step, not a feature: give it to --preprocess"
    return _unknown("feature", name, known)


def _unknown_step(name: str) -> str:
    if name == Resize.short_name:
        return "images are resized by size (--size) and --set resize.mode=letterbox, not as a step"
    if name in {**FEATURES, **ENCODERS}:
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
    if isinstance(estimator, FrozenEstimator):
        return _step_name(estimator.estimator)
    if isinstance(estimator, Pipeline):
        *before, (_, last) = estimator.steps
        inner = [name for name, _ in before if name in DESCRIPTORS and name != _USUAL_DESCRIPTOR]
        return "_".join([_step_name(last), *inner])
    name = getattr(estimator, "short_name", type(estimator).__name__.lower())
    inner = getattr(estimator, "extractor", None)
    return name if inner is None else f"{name}_{_step_name(inner)}"
