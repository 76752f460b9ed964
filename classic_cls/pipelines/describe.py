"""What exists by name: features, preprocessing and classifiers, with their parameters."""

import inspect
from numbers import Number
from typing import NamedTuple

from sklearn.feature_selection import SelectKBest
from sklearn.multiclass import OneVsOneClassifier, OneVsRestClassifier
from sklearn.pipeline import FeatureUnion, Pipeline

from ..base import ImageTransformer, ImageViews
from ..extraction import is_pure
from ..models import (
    BalancedSampling,
    CalibratedClassifier,
    MultilabelChain,
    MultilabelOneVsRest,
    PrincipalComponents,
    ThresholdClassifier,
    one_class_in,
)
from ..reading import ReadImages
from ..transforms import Augment, Resize
from .catalog import (
    AUGMENTATIONS,
    DESCRIPTORS,
    ENCODERS,
    FEATURES,
    PREPROCESSING,
    PRESETS,
    WRAPPERS,
    is_wrapper,
)
from .classifiers import CLASSIFIERS, named_classifier
from .naming import named_features
from .one_class import ONE_CLASS_MODELS
from .parameters import owners
from .plugins import KINDS, installed, summary
from .recipes import FEW_SMALL_IMAGES, MANY_PHOTOS, MANY_SMALL_PHOTOS, RECIPES
from .tabular import columns_taken, described_by

STEPS = {**FEATURES, **WRAPPERS, **ENCODERS, **DESCRIPTORS, **PREPROCESSING}
STEPS |= {cls.short_name: cls for cls in (Resize, Augment)}


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
    """Sets of features by purpose; in place of parameters, the features of images of 128 pixels."""
    return [Description(name, preset.summary, _steps_of(name)) for name, preset in PRESETS.items()]


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


def _steps_of(preset: str) -> dict[str, str]:
    return {name: repr(extractor) for name, extractor in named_features(preset)}


def describe_preprocessing() -> list[Description]:
    """Describe the steps that ``make_image_pipeline(preprocess=...)`` knows."""
    return _describe_classes({**PREPROCESSING, **_installed("preprocessing step")})


def describe_augmentations() -> list[Description]:
    """The presets of ``make_image_pipeline(augment=...)``, with how far they go."""
    none = AUGMENTATIONS["none"]._asdict()
    return [
        Description(
            name,
            how.summary,
            {k: v for k, v in how._asdict().items() if k != "summary" and v != none[k]},
        )
        for name, how in AUGMENTATIONS.items()
    ]


def describe_classifiers() -> list[Description]:
    """Describe the classifiers that ``make_image_pipeline(classifier=...)`` knows."""
    named = CLASSIFIERS | {name: named_classifier(name) for name in _installed("classifier")}
    return [description_of_classifier(name, classifier) for name, classifier in named.items()]


def describe_one_class_models() -> list[Description]:
    """Describe the classifiers that learn one class alone, ``ImageDataset.one_class``."""
    return [description_of_classifier(name, model) for name, model in ONE_CLASS_MODELS.items()]


def plugin_faults() -> list[str]:
    """A sentence on every name of another package that is of no use."""
    return [fault for kind in KINDS for fault in installed(kind, _own_names(kind))[1]]


def _installed(kind: str) -> dict[str, type]:
    return installed(kind, _own_names(kind))[0]


def _own_names(kind: str) -> set[str]:
    """Names that other packages cannot have."""
    return {*CLASSIFIERS} if kind == "classifier" else {*STEPS, *PRESETS}


def _describe_classes(classes: dict[str, type]) -> list[Description]:
    named = {f"{name}(NAME)" if _takes_name(cls) else name: cls for name, cls in classes.items()}
    rows = sorted(named.items())
    return [Description(name, summary(cls), defaults_of(cls)) for name, cls in rows]


def _takes_name(cls: type) -> bool:
    """Whether something stands in brackets behind it."""
    return is_wrapper(cls) or not getattr(cls, "takes_images", True)


def description_of_classifier(name: str, named) -> Description:
    # The seed is an option of its own, so it is no difference.
    classifier = named.make(None)
    usual = defaults_of(type(classifier))
    set_here = {
        parameter: value
        for parameter, value in classifier.get_params(deep=False).items()
        if value != usual.get(parameter)
    }
    return Description(name, f"{named.title} ({type(classifier).__name__})", set_here)


def defaults_of(cls: type) -> dict[str, object]:
    parameters = inspect.signature(cls).parameters.values()
    return {p.name: p.default for p in parameters if p.default is not p.empty}


def n_describing_steps(pipeline: Pipeline) -> int:
    """How many steps of a pipeline describe the images, before others learn from the rows."""
    steps = [step for _, step in pipeline.steps[:-1]]
    n_pure = next((i for i, step in enumerate(steps) if not is_pure(step)), len(steps))
    learning = (Pipeline, FeatureUnion, *ENCODERS.values())
    return n_pure + any(isinstance(step, learning) for step in steps[n_pure : n_pure + 1])


def features_title(pipeline: Pipeline) -> str:
    """What a pipeline learns from: the recipe or the names of the features, and columns."""
    columns = columns_taken(pipeline)
    pipeline = described_by(pipeline)
    recipe = getattr(pipeline, "recipe", None)
    title = "+".join(_feature_names(pipeline)) if recipe is None else f"recipe {recipe}"
    return f"{title} with {', '.join(columns)}" if columns else title


def _feature_names(pipeline: Pipeline) -> list[str]:
    name, last = pipeline.steps[n_describing_steps(pipeline) - 1]
    return [name for name, _ in last.transformer_list] if isinstance(last, FeatureUnion) else [name]


def describe_pipeline(pipeline: Pipeline) -> dict:
    """What a pipeline is made of, in the words of `make_image_pipeline`, as plain values."""
    tabular = columns_taken(pipeline)
    pipeline = described_by(pipeline)
    front = [step for _, step in pipeline.steps[: n_describing_steps(pipeline)]]
    reader, resize = (_first_of(front, kind) for kind in (ReadImages, Resize))
    maker = _first_of(front, ImageViews)
    others = (reader, resize, maker)
    before = [s for s in front if isinstance(s, ImageTransformer) and s not in others]
    return {
        "recipe": getattr(pipeline, "recipe", None),
        "features": _feature_names(pipeline),
        **_describe_decision(pipeline),
        "size": "keep" if resize is None else resize.size,
        "preprocess": [getattr(step, "short_name", type(step).__name__) for step in before],
        **_describe_views(maker),
        **_describe_one_class(pipeline),
        "parameters": _changed_parameters(pipeline),
        "reading_range": None if reader is None else reader.range,
        "page": None if reader is None else reader.page,
        **({"tabular": list(tabular)} if tabular else {}),
    }


def _describe_one_class(pipeline) -> dict:
    """Which class is learned alone, if one is."""
    last = one_class_in(pipeline)
    return {} if last is None else {"one_class": last.known, "false_alarms": last.false_alarms}


def _describe_views(maker) -> dict:
    """Which versions of an image there are, and how many answer for it."""
    if maker is None:
        return {"augment": "none", "views": 1}
    name = getattr(maker, "preset", type(maker).__name__)
    return {"augment": name, "views": maker.n_test_views}


def n_training_views(pipeline: Pipeline) -> int:
    """How many versions of an image a pipeline learns from where images are described once."""
    pipeline = described_by(pipeline)
    makers = [step for _, step in pipeline.steps if isinstance(step, ImageViews)]
    return makers[0].n_views if makers else 1


def _first_of(steps, kind):
    return next((step for step in steps if isinstance(step, kind)), None)


def _unwrapped(step) -> list:
    """A classifier and what it is wrapped in, steps before it inside a wrapper among them."""
    if isinstance(step, Pipeline):
        *before, last = (member for _, member in step.steps)
        return [*before, *_unwrapped(last)]
    inner = step.get_params(deep=False).get("estimator")  # a forest has another kind of its own
    return [step] if inner is None else [step, *_unwrapped(inner)]


def _deciding_parts(pipeline: Pipeline) -> list:
    """What comes behind the features, the classifier last."""
    behind = [step for _, step in pipeline.steps[n_describing_steps(pipeline) :]]
    return [*behind[:-1], *_unwrapped(behind[-1])]


def _describe_decision(pipeline: Pipeline) -> dict:
    """What comes behind the features."""
    parts = _deciding_parts(pipeline)
    found = {type(part): part for part in parts}
    name = classifier_name(parts[-1])
    threshold, sampling = found.get(ThresholdClassifier), found.get(BalancedSampling)
    strategies = {OneVsRestClassifier: "ovr", OneVsOneClassifier: "ovo", MultilabelChain: "chain"}
    calibrated = found.get(CalibratedClassifier)
    method = getattr(calibrated, "method", "auto")
    return {
        "classifier": name or _foreign_name(type(parts[-1])),
        "reduce": _reduction(parts),
        "strategy": next((word for kind, word in strategies.items() if kind in found), None),
        "class_weight": getattr(parts[-1], "class_weight", None),
        "sampling": sampling and sampling.how,
        "aim": _aim(threshold, MultilabelOneVsRest in found or MultilabelChain in found),
        "probabilities": calibrated is not None and _has_none(name),
    } | ({} if method == "auto" else {"calibration": method})


def _has_none(name) -> bool:
    """Whether probabilities were asked for; others are calibrated behind a reduction anyway."""
    return name not in CLASSIFIERS or CLASSIFIERS[name].calibrate


def classifier_name(classifier) -> str | None:
    """The name that makes classifiers of this type."""
    named = [*ONE_CLASS_MODELS.items(), *reversed(CLASSIFIERS.items())]
    kinds = {type(recipe.make(None)): name for name, recipe in named}
    return kinds.get(type(classifier))


def _foreign_name(cls: type) -> str:
    """The short name that a package gives to a class of its own, or the name of the class."""
    return next((n for n, c in _installed("classifier").items() if c is cls), cls.__name__)


def _reduction(parts: list) -> str | None:
    """The reduction that was asked for; None for the classifier's own."""
    *before, classifier = parts
    found = {type(part): part for part in before}
    if SelectKBest in found:
        return f"select:{found[SelectKBest].k}"
    n = getattr(found.get(PrincipalComponents), "n_components", None)
    name = classifier_name(classifier)
    usual = CLASSIFIERS[name].components if name in CLASSIFIERS else None
    if name in CLASSIFIERS and CLASSIFIERS[name].reduces and classifier.n_components is None:
        usual = None  # it makes no components of what has been reduced as it was asked for
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
            changed = _changed_of(owner, name, defaults_of(type(owner))) | changed
    parts = _deciding_parts(pipeline)
    classifier = parts[-1]
    name = classifier_name(classifier)
    recipe, alone = CLASSIFIERS.get(name), ONE_CLASS_MODELS.get(name)
    made = recipe or alone
    usual = made.make(None).get_params(deep=False) if made else defaults_of(type(classifier))
    if recipe and recipe.reduces and _reduction(parts):
        usual["n_components"] = None
    return changed | _changed_of(classifier, "classifier", usual)


def _changed_of(step, name: str, usual: dict) -> dict:
    """What is not the default in one step."""
    inside = ("random_state", "extractor", "estimator", "class_weight")
    inside += ("preset", "test_views") if isinstance(step, ImageViews) else ()
    return {
        f"{name}.{parameter}": _plain(value)
        for parameter, value in step.get_params(deep=False).items()
        if parameter not in inside and _plain(value) != _plain(usual.get(parameter))
    }


def _plain(value):
    if value is None or isinstance(value, (str, Number)):
        return value
    return [_plain(v) for v in value] if isinstance(value, (tuple, list)) else type(value).__name__
