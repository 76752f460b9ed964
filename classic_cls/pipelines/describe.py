"""What exists by name: features, preprocessing and classifiers, with their parameters."""

import inspect
from typing import NamedTuple

from .._validation import unknown_name
from ..transforms import Resize
from .catalog import DESCRIPTORS, ENCODERS, FEATURES, PREPROCESSING, PRESETS, WRAPPERS, is_wrapper
from .classifiers import CLASSIFIERS, named_classifier
from .naming import named_features
from .plugins import KINDS, installed, plugin_class, plugin_names, summary
from .recipes import FEW_SMALL_IMAGES, MANY_PHOTOS, MANY_SMALL_PHOTOS, RECIPES

__all__ = [
    "Description",
    "describe_classifiers",
    "describe_descriptors",
    "describe_features",
    "describe_learned_features",
    "describe_preprocessing",
    "describe_presets",
    "describe_recipes",
    "explain",
    "plugin_faults",
]

_ALL = {**FEATURES, **WRAPPERS, **ENCODERS, **DESCRIPTORS, **PREPROCESSING}
_ALL[Resize.short_name] = Resize


class Description(NamedTuple):
    """Something that can be named."""

    name: str
    summary: str
    parameters: dict[str, object]


def describe_features() -> list[Description]:
    """Describe the features that ``make_image_pipeline(features=...)`` knows."""
    return _describe_classes({**FEATURES, **WRAPPERS, **_installed("feature")})


def describe_learned_features() -> list[Description]:
    """Describe the features that learn a dictionary from the training images."""
    return _describe_classes({**ENCODERS, **_installed("encoder")})


def describe_descriptors() -> list[Description]:
    """Describe what can stand in the brackets of a learned feature."""
    return _describe_classes({**DESCRIPTORS, **_installed("descriptor")})


def describe_presets() -> list[Description]:
    """Describe the sets of features that ``make_image_pipeline(features=...)`` knows by purpose."""
    return [
        Description(name, preset.summary, _steps_of(name)) for name, preset in PRESETS.items()
    ]


def describe_recipes() -> list[Description]:
    """Describe the recipes; in place of parameters, "auto" has its rules."""
    auto = Description("auto", "goes by the size and the number of the images", _rules_of_auto())
    return [auto, *(Description(name, recipe.summary, {}) for name, recipe in RECIPES.items())]


def _rules_of_auto() -> dict[str, str]:
    return {
        "tiny": f"{FEW_SMALL_IMAGES:,} or more images of up to 48 pixels",
        "scene": f"up to {MANY_PHOTOS:,} larger ones, or {MANY_SMALL_PHOTOS:,} of up to 96 pixels",
        "quick": "all others",
    }


def explain(name: str) -> str:
    """Explain a step or a classifier: the docstring of its class."""
    cls = _ALL.get(name) or plugin_class(name, *KINDS)
    if cls is None and name in CLASSIFIERS:
        cls = type(CLASSIFIERS[name].make(None))
    if cls is None:
        known = [*_ALL, *CLASSIFIERS, *plugin_names(*KINDS)]
        raise ValueError(unknown_name("feature or preprocessing step", name, known))
    return f"{cls.__name__}: {inspect.getdoc(cls) if cls.__doc__ else 'says nothing of itself'}"


def _steps_of(preset: str) -> dict[str, str]:
    return {name: repr(extractor) for name, extractor in named_features(preset)}


def describe_preprocessing() -> list[Description]:
    """Describe the steps that ``make_image_pipeline(preprocess=...)`` knows."""
    return _describe_classes({**PREPROCESSING, **_installed("preprocessing step")})


def describe_classifiers() -> list[Description]:
    """Describe the classifiers that ``make_image_pipeline(classifier=...)`` knows."""
    named = CLASSIFIERS | {name: named_classifier(name) for name in _installed("classifier")}
    return [_describe_classifier(name, classifier) for name, classifier in named.items()]


def plugin_faults() -> list[str]:
    """A sentence on every name of another package that is of no use."""
    return [fault for kind in KINDS for fault in installed(kind, _own_names(kind))[1]]


def _installed(kind: str) -> dict[str, type]:
    return installed(kind, _own_names(kind))[0]


def _own_names(kind: str) -> set[str]:
    """Names that other packages cannot have."""
    return {*CLASSIFIERS} if kind == "classifier" else {*_ALL, *PRESETS}


def _describe_classes(classes: dict[str, type]) -> list[Description]:
    named = {f"{name}(NAME)" if _takes_name(cls) else name: cls for name, cls in classes.items()}
    return [Description(name, summary(cls), _defaults(cls)) for name, cls in sorted(named.items())]


def _takes_name(cls: type) -> bool:
    """Whether something stands in brackets behind it."""
    return is_wrapper(cls) or not getattr(cls, "takes_images", True)


def _describe_classifier(name: str, named) -> Description:
    # The seed is an option of its own, so it is no difference.
    classifier = named.make(None)
    usual = _defaults(type(classifier))
    set_here = {
        parameter: value
        for parameter, value in classifier.get_params(deep=False).items()
        if value != usual.get(parameter)
    }
    return Description(name, f"{named.title} ({type(classifier).__name__})", set_here)


def _defaults(cls: type) -> dict[str, object]:
    parameters = inspect.signature(cls).parameters.values()
    return {p.name: p.default for p in parameters if p.default is not p.empty}
