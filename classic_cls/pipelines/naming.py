"""From names, such as ``"pyramid(lbp)"`` or ``"fisher(local_color)"``, to estimators."""

from sklearn.frozen import FrozenEstimator
from sklearn.pipeline import Pipeline

from .._remedies import parameter, remedy
from .._validation import unknown_name
from ..base import DescriptorExtractor, FeatureExtractor
from ..models import BlockWeight
from ..transforms import Resize
from .catalog import DESCRIPTORS, ENCODERS, FEATURES, PREPROCESSING, PRESETS, WRAPPERS, is_wrapper
from .classifiers import classifier_steps
from .plugins import KINDS, made, plugin_class, plugin_names

_USUAL_DESCRIPTOR = "dense_sift"
_OWN = {**FEATURES, **WRAPPERS, **ENCODERS, **DESCRIPTORS}
_KINDS = ("feature", "encoder", "descriptor")


def named_features(features, size=128, random_state=0) -> list[tuple[str, object]]:
    """Features and their names as steps, from names, presets and estimators.

    A name that comes again gets a number. What two presets share is taken once. ``size``, that of
    the images, is what presets choose their cells by.

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
    """Image transformers and their names as steps; a name that comes again gets a number.

    >>> [name for name, _ in named_preprocessing(["gray", "clahe"])]
    ['gray', 'clahe']
    """
    items = [steps] if isinstance(steps, str) else steps
    return _as_steps(_preprocessing(item) if isinstance(item, str) else item for item in items)


def named_steps(features=None, preprocess=None, classifier=None) -> list[tuple[str, object]]:
    """Steps of a pipeline as far as they are named, before an image has been looked at."""
    steps = named_preprocessing(preprocess or ())
    if features is not None:
        steps += named_features(features)
    if isinstance(classifier, str):
        return steps + classifier_steps(classifier)
    return steps if classifier is None else [*steps, ("classifier", classifier)]


def _preprocessing(name: str):
    cls = PREPROCESSING.get(name)
    if cls is None and name != Resize.short_name:
        cls = plugin_class(name, "preprocessing step")
    if cls is None:
        raise ValueError(_unknown_step(name))
    return made(cls, name)


def _feature(name: str, random_state):
    """What a name stands for, with others inside it if it is written ``outer(inner)``."""
    outer, bracket, inner = (part.strip() for part in name.strip().partition("("))
    if outer in PRESETS and not bracket:
        raise ValueError(f"{outer} is a preset, and only one feature can stand in brackets")
    cls = _OWN.get(outer) or plugin_class(outer, *_KINDS)
    if cls is None:
        raise ValueError(_unknown_feature(name))
    if bracket and not inner.endswith(")") and (is_wrapper(cls) or _encodes_points(cls)):
        raise ValueError(
            f"'{name}' lacks its closing bracket: write {outer}({_inner_example(cls)}), with one "
            "name in it"
        )
    inner = inner.removesuffix(")").strip()
    if _is(cls, "encoder"):
        return _learned(outer, cls, inner, random_state)
    if is_wrapper(cls):
        if not inner:
            raise ValueError(f"{outer} needs a feature to work on: write {outer}(lbp)")
        return made(cls, outer, extractor=_hand_crafted(inner, random_state))
    if bracket:
        raise ValueError(_unknown_feature(name))
    if _is(cls, "descriptor"):
        raise ValueError(
            f"{outer} describes points, not a whole image: write fisher({outer}), or another of "
            f"{', '.join(encoders_of_points())}"
        )
    return made(cls, outer)


def _is(cls: type, kind: str) -> bool:
    return KINDS[kind].fits(cls)


def _encodes_points(cls: type) -> bool:
    return _is(cls, "encoder") and not cls.takes_images


def _hand_crafted(name: str, random_state) -> FeatureExtractor:
    """What can stand inside a wrapper."""
    feature = _feature(name, random_state)
    if not isinstance(feature, FeatureExtractor):
        raise ValueError(
            f"{name} learns a dictionary of whole images, and cannot stand inside other features"
        )
    return feature


def _learned(encoder: str, cls: type, descriptor: str, random_state):
    """An encoder of images, or a pipeline of a descriptor and an encoder."""
    learned = made(cls, encoder, random_state=random_state)
    if cls.takes_images:
        if descriptor:
            raise ValueError(f"{encoder} works on images: write it without brackets")
        return learned
    descriptor = descriptor or _USUAL_DESCRIPTOR
    describes = DESCRIPTORS.get(descriptor) or _other_descriptor(encoder, descriptor)
    step = made(describes, descriptor)
    return Pipeline([(_step_name(step), step), ("words", learned)])


def _other_descriptor(encoder: str, name: str) -> type:
    known = [*DESCRIPTORS, *plugin_names("descriptor")]
    cls = None if name in _OWN else plugin_class(name, "descriptor")
    if cls is None:
        raise ValueError(_unknown(f"descriptor of {encoder}", name, known))
    return cls


def encoders_of_points() -> list[str]:
    """Names of the encoders that need a descriptor, written ``name(descriptor)``.

    >>> encoders_of_points()
    ['bovw', 'fisher', 'vlad']
    """
    return [name for name, cls in ENCODERS.items() if not cls.takes_images]


def _inner_example(cls: type) -> str:
    return "lbp" if is_wrapper(cls) else _USUAL_DESCRIPTOR


def _unknown_feature(name: str) -> str:
    wrappers = (f"{wrapper}(NAME)" for wrapper in WRAPPERS)
    known = [*FEATURES, *ENCODERS, *PRESETS, *wrappers, *plugin_names("feature", "encoder")]
    if name in PREPROCESSING:
        return (
            f"{name} is a preprocessing step, not a feature: give it to {parameter('preprocess')}"
        )
    return _unknown("feature", name, known)


def _unknown_step(name: str) -> str:
    if name == Resize.short_name:
        return remedy(
            "images are resized by size, not as a step",
            "images are resized by --size and --set resize.mode=letterbox, not as a step",
            "images are resized by --size, not as a step",
        )
    if name in {**FEATURES, **ENCODERS}:
        return f"{name} is a feature, not a preprocessing step: give it to {parameter('features')}"
    known = [*PREPROCESSING, *plugin_names("preprocessing step")]
    return _unknown("preprocessing step", name, known)


def _unknown(kind: str, name: str, known) -> str:
    small = name.lower()
    if small != name and small in known:
        return f"unknown {kind} '{name}': names are in small letters, write '{small}'"
    if "." in name:
        return f"unknown {kind} '{name}': of another package, write package.module:Class"
    return unknown_name(kind, name, known)


def what_describes(feature):
    """The step of a feature that gives the rows; what weights them may come after it."""
    if isinstance(feature, FrozenEstimator):
        return what_describes(feature.estimator)
    if not isinstance(feature, Pipeline):
        return feature
    return feature[-2] if isinstance(feature[-1], BlockWeight) else feature[-1]


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
        steps = [step for _, step in estimator.steps]
        described = (_step_name(s) for s in steps[:-1] if isinstance(s, DescriptorExtractor))
        inner = [name for name in described if name != _USUAL_DESCRIPTOR]
        return "_".join([_step_name(what_describes(estimator)), *inner])
    name = getattr(estimator, "short_name", type(estimator).__name__.lower())
    inner = getattr(estimator, "extractor", None)
    return name if inner is None else f"{name}_{_step_name(inner)}"
