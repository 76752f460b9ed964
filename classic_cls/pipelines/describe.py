"""What exists by name: features, preprocessing and classifiers, with their parameters."""

import inspect
from numbers import Number
from typing import NamedTuple

from sklearn.feature_selection import SelectKBest
from sklearn.pipeline import FeatureUnion, Pipeline

from .._validation import unknown_name
from ..base import ImageTransformer
from ..extraction import is_pure
from ..models import (
    BalancedSampling,
    CalibratedClassifier,
    MultilabelChain,
    MultilabelOneVsRest,
    OneVsOne,
    OneVsRest,
    PrincipalComponents,
    ThresholdClassifier,
)
from ..reading import ReadImages
from ..transforms import Resize
from .catalog import DESCRIPTORS, ENCODERS, FEATURES, PREPROCESSING, PRESETS, WRAPPERS
from .classifiers import CLASSIFIERS
from .naming import encoders_of_points, named_features
from .parameters import owners
from .recipes import FEW_SMALL_IMAGES, MANY_PHOTOS, MANY_SMALL_PHOTOS, RECIPES

__all__ = [
    "Description",
    "describe_classifiers",
    "describe_descriptors",
    "describe_features",
    "describe_learned_features",
    "describe_pipeline",
    "describe_preprocessing",
    "describe_presets",
    "describe_recipes",
    "explain",
    "features_title",
    "n_describing_steps",
]


class Description(NamedTuple):
    """Something that can be named.

    Attributes
    ----------
    name : str
        What to write on the command line.
    summary : str
        One line.
    parameters : dict
        Names and defaults.
    """

    name: str
    summary: str
    parameters: dict[str, object]


def describe_features() -> list[Description]:
    """The features that ``make_image_pipeline(features=...)`` knows."""
    wrappers = {f"{name}(NAME)": cls for name, cls in WRAPPERS.items()}
    return _describe_classes({**FEATURES, **wrappers})


def describe_learned_features() -> list[Description]:
    """The features that learn a dictionary from the training images."""
    of_points = encoders_of_points()
    return _describe_classes(
        {f"{name}(NAME)" if name in of_points else name: cls for name, cls in ENCODERS.items()}
    )


def describe_descriptors() -> list[Description]:
    """What can stand in the brackets of a learned feature."""
    return _describe_classes(DESCRIPTORS)


def describe_presets() -> list[Description]:
    """Sets of features by purpose; in place of parameters, the features of images of 128 pixels."""
    return [
        Description(name, preset.summary, _steps_of(name)) for name, preset in PRESETS.items()
    ]


def describe_recipes() -> list[Description]:
    """The recipes; in place of parameters, "auto" has those that it chooses and what for."""
    auto = Description("auto", "goes by the size and the number of the images", _rules_of_auto())
    return [auto, *(Description(name, recipe.summary, {}) for name, recipe in RECIPES.items())]


def _rules_of_auto() -> dict[str, str]:
    return {
        "tiny": f"{FEW_SMALL_IMAGES:,} or more images of up to 48 pixels",
        "scene": f"up to {MANY_PHOTOS:,} larger ones, or {MANY_SMALL_PHOTOS:,} of up to 96 pixels",
        "quick": "all others",
    }


def explain(name: str) -> str:
    """What a feature or a preprocessing step is: the docstring of its class."""
    features = {**FEATURES, **WRAPPERS, **ENCODERS, **DESCRIPTORS}
    known = {**features, **PREPROCESSING, Resize.short_name: Resize}
    if name not in known:
        raise ValueError(unknown_name("feature or preprocessing step", name, known))
    return f"{known[name].__name__}: {inspect.getdoc(known[name])}"


def _steps_of(preset: str) -> dict[str, str]:
    return {name: repr(extractor) for name, extractor in named_features(preset)}


def describe_preprocessing() -> list[Description]:
    """The steps that ``make_image_pipeline(preprocess=...)`` knows."""
    return _describe_classes(PREPROCESSING)


def describe_classifiers() -> list[Description]:
    """The classifiers that ``make_image_pipeline(classifier=...)`` knows.

    The parameters are those whose default is not scikit-learn's own; all others of the named
    scikit-learn class can be set too.
    """
    return [_describe_classifier(name, recipe) for name, recipe in CLASSIFIERS.items()]


def _describe_classes(classes: dict[str, type]) -> list[Description]:
    return [
        Description(name, _summary(cls), _defaults(cls)) for name, cls in sorted(classes.items())
    ]


def _describe_classifier(name: str, recipe) -> Description:
    # The seed is an option of its own, so it is no difference.
    classifier = recipe.make(None)
    usual = _defaults(type(classifier))
    set_here = {
        parameter: value
        for parameter, value in classifier.get_params(deep=False).items()
        if value != usual.get(parameter)
    }
    return Description(name, f"{recipe.title} ({type(classifier).__name__})", set_here)


def _summary(cls: type) -> str:
    return inspect.getdoc(cls).partition("\n")[0].rstrip(".")


def _defaults(cls: type) -> dict[str, object]:
    parameters = inspect.signature(cls).parameters.values()
    return {p.name: p.default for p in parameters if p.default is not p.empty}


def n_describing_steps(pipeline: Pipeline) -> int:
    """How many steps of a pipeline describe the images, before others learn from the rows."""
    steps = [step for _, step in pipeline.steps[:-1]]
    n_pure = next((i for i, step in enumerate(steps) if not is_pure(step)), len(steps))
    learning = (Pipeline, FeatureUnion, *ENCODERS.values())
    return n_pure + any(isinstance(step, learning) for step in steps[n_pure : n_pure + 1])


def features_title(pipeline: Pipeline) -> str:
    """What a pipeline describes images by: the recipe, or the names of the features."""
    recipe = getattr(pipeline, "recipe", None)
    return "+".join(_feature_names(pipeline)) if recipe is None else f"recipe {recipe}"


def _feature_names(pipeline: Pipeline) -> list[str]:
    name, last = pipeline.steps[n_describing_steps(pipeline) - 1]
    return [name for name, _ in last.transformer_list] if isinstance(last, FeatureUnion) else [name]


def describe_pipeline(pipeline: Pipeline) -> dict:
    """What a pipeline is made of, in the words of `make_image_pipeline`, as plain values."""
    front = [step for _, step in pipeline.steps[: n_describing_steps(pipeline)]]
    reader, resize = (_first_of(front, kind) for kind in (ReadImages, Resize))
    before = [s for s in front if isinstance(s, ImageTransformer) and s not in (reader, resize)]
    return {
        "recipe": getattr(pipeline, "recipe", None),
        "features": _feature_names(pipeline),
        **_describe_decision(pipeline),
        "size": "keep" if resize is None else resize.size,
        "preprocess": [getattr(step, "short_name", type(step).__name__) for step in before],
        "parameters": _changed_parameters(pipeline),
        "reading_range": None if reader is None else reader.range,
        "page": None if reader is None else reader.page,
    }


def _first_of(steps, kind):
    return next((step for step in steps if isinstance(step, kind)), None)


def _unwrapped(step) -> list:
    """A classifier and what it is wrapped in, steps before it inside a wrapper among them."""
    if isinstance(step, Pipeline):
        *before, last = (member for _, member in step.steps)
        return [*before, *_unwrapped(last)]
    inner = step.get_params(deep=False).get("estimator")  # a forest has another kind of its own
    return [step] if inner is None else [step, *_unwrapped(inner)]


def _describe_decision(pipeline: Pipeline) -> dict:
    """What comes behind the features."""
    behind = [step for _, step in pipeline.steps[n_describing_steps(pipeline) :]]
    parts = [*behind[:-1], *_unwrapped(behind[-1])]
    found = {type(part): part for part in parts}
    name = classifier_name(parts[-1])
    threshold, sampling = found.get(ThresholdClassifier), found.get(BalancedSampling)
    strategies = {OneVsRest: "ovr", OneVsOne: "ovo", MultilabelChain: "chain"}
    return {
        "classifier": name or type(parts[-1]).__name__,
        "reduce": _reduction(found, name),
        "strategy": next((word for kind, word in strategies.items() if kind in found), None),
        "class_weight": getattr(parts[-1], "class_weight", None),
        "sampling": sampling and sampling.how,
        "aim": _aim(threshold, MultilabelOneVsRest in found or MultilabelChain in found),
        "probabilities": CalibratedClassifier in found,
    }


def classifier_name(classifier) -> str | None:
    """The name that makes classifiers of this type."""
    kinds = {type(recipe.make(None)): name for name, recipe in reversed(CLASSIFIERS.items())}
    return kinds.get(type(classifier))


def _reduction(found: dict, classifier: str | None) -> str | None:
    """The reduction that was asked for; None for the classifier's own."""
    if SelectKBest in found:
        return f"select:{found[SelectKBest].k}"
    n = getattr(found.get(PrincipalComponents), "n_components", None)
    usual = CLASSIFIERS[classifier].components if classifier else None
    return None if n in (None, usual) else f"pca:{n}"


def _aim(threshold, several_labels: bool) -> str | None:
    """The aim that was asked for; None for the usual one."""
    if threshold is None:
        return "none" if several_labels else None
    usual = threshold.costs is not None or (several_labels and threshold.aim == "f1")
    return None if usual else threshold.aim


def _changed_parameters(pipeline: Pipeline) -> dict:
    """Parameters that are not the defaults, by the names that `set_step_parameter` takes."""
    *front, (_, last) = pipeline.steps[: n_describing_steps(pipeline)]
    named = [(name, step) for name, step in front if not isinstance(step, (ReadImages, Resize))]
    if isinstance(last, FeatureUnion):
        named += last.transformer_list
    else:
        named.append((_feature_names(pipeline)[0], last))
    changed = {}
    for name, step in named:
        for owner in owners(step):
            changed = _changed_of(owner, name, _defaults(type(owner))) | changed
    classifier = _unwrapped(pipeline[-1])[-1]
    recipe = CLASSIFIERS.get(classifier_name(classifier))
    usual = recipe.make(None).get_params(deep=False) if recipe else _defaults(type(classifier))
    return changed | _changed_of(classifier, "classifier", usual)


def _changed_of(step, name: str, usual: dict) -> dict:
    """What is not the default in one step."""
    inside = ("random_state", "extractor", "estimator", "class_weight")
    return {
        f"{name}.{parameter}": _plain(value)
        for parameter, value in step.get_params(deep=False).items()
        if parameter not in inside and _plain(value) != _plain(usual.get(parameter))
    }


def _plain(value):
    if value is None or isinstance(value, (str, Number)):
        return value
    return [_plain(v) for v in value] if isinstance(value, (tuple, list)) else type(value).__name__
