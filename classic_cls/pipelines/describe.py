"""What exists by name: features, preprocessing and classifiers, with their parameters."""

import inspect
from typing import NamedTuple

from .._validation import unknown_name
from ..transforms import Resize
from .catalog import DESCRIPTORS, ENCODERS, FEATURES, PREPROCESSING, PRESETS, WRAPPERS
from .classifiers import CLASSIFIERS
from .naming import encoders_of_points, named_features
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
    """Describe the features that ``make_image_pipeline(features=...)`` knows.

    Returns
    -------
    list of Description

    Examples
    --------
    >>> from classic_cls.pipelines.describe import describe_features
    >>> "hog" in [feature.name for feature in describe_features()]
    True
    """
    wrappers = {f"{name}(NAME)": cls for name, cls in WRAPPERS.items()}
    return _describe_classes({**FEATURES, **wrappers})


def describe_learned_features() -> list[Description]:
    """Describe the features that learn a dictionary from the training images.

    Returns
    -------
    list of Description

    Examples
    --------
    >>> from classic_cls.pipelines.describe import describe_learned_features
    >>> [feature.name for feature in describe_learned_features()]
    ['bovw(NAME)', 'fisher(NAME)', 'patches', 'vlad(NAME)']
    """
    of_points = encoders_of_points()
    return _describe_classes(
        {f"{name}(NAME)" if name in of_points else name: cls for name, cls in ENCODERS.items()}
    )


def describe_descriptors() -> list[Description]:
    """Describe what can stand in the brackets of a learned feature.

    Returns
    -------
    list of Description

    Examples
    --------
    >>> from classic_cls.pipelines.describe import describe_descriptors
    >>> "dense_sift" in [descriptor.name for descriptor in describe_descriptors()]
    True
    """
    return _describe_classes(DESCRIPTORS)


def describe_presets() -> list[Description]:
    """Describe the sets of features that ``make_image_pipeline(features=...)`` knows by purpose.

    Returns
    -------
    list of Description
        In place of parameters, the features by step, for images of 128 pixels.

    Examples
    --------
    >>> from classic_cls.pipelines.describe import describe_presets
    >>> [preset.name for preset in describe_presets()]
    ['texture', 'color', 'shape', 'all']
    """
    return [
        Description(name, preset.summary, _steps_of(name)) for name, preset in PRESETS.items()
    ]


def describe_recipes() -> list[Description]:
    """Describe the recipes that ``make_image_pipeline(recipe)`` knows, with the rules of "auto".

    Returns
    -------
    list of Description
        In place of parameters, "auto" has the recipes that it chooses and what for.

    Examples
    --------
    >>> from classic_cls.pipelines.describe import describe_recipes
    >>> [recipe.name for recipe in describe_recipes()]
    ['auto', 'quick', 'material', 'scene', 'object', 'tiny']
    """
    auto = Description("auto", "goes by the size and the number of the images", _rules_of_auto())
    return [auto, *(Description(name, recipe.summary, {}) for name, recipe in RECIPES.items())]


def _rules_of_auto() -> dict[str, str]:
    return {
        "tiny": f"{FEW_SMALL_IMAGES:,} or more images of up to 48 pixels",
        "scene": f"up to {MANY_PHOTOS:,} larger ones, or {MANY_SMALL_PHOTOS:,} of up to 96 pixels",
        "quick": "all others",
    }


def explain(name: str) -> str:
    """Explain a feature or a preprocessing step: the docstring of its class.

    Parameters
    ----------
    name : str
        A key of ``FEATURES``, ``WRAPPERS``, ``ENCODERS``, ``DESCRIPTORS`` or ``PREPROCESSING``.

    Returns
    -------
    str
        Class, parameters, definition, conventions, sources and an example.

    Raises
    ------
    ValueError
        If there is no such step.

    Examples
    --------
    >>> print(explain("gray").splitlines()[0])
    ToGray: Colour images to grey ones; grey images pass as they are.
    """
    features = {**FEATURES, **WRAPPERS, **ENCODERS, **DESCRIPTORS}
    known = {**features, **PREPROCESSING, Resize.short_name: Resize}
    if name not in known:
        raise ValueError(unknown_name("feature or preprocessing step", name, known))
    return f"{known[name].__name__}: {inspect.getdoc(known[name])}"


def _steps_of(preset: str) -> dict[str, str]:
    return {name: repr(extractor) for name, extractor in named_features(preset)}


def describe_preprocessing() -> list[Description]:
    """Describe the steps that ``make_image_pipeline(preprocess=...)`` knows.

    Returns
    -------
    list of Description

    Examples
    --------
    >>> from classic_cls.pipelines.describe import describe_preprocessing
    >>> {step.name: step.parameters for step in describe_preprocessing()}["gray"]
    {}
    """
    return _describe_classes(PREPROCESSING)


def describe_classifiers() -> list[Description]:
    """Describe the classifiers that ``make_image_pipeline(classifier=...)`` knows.

    Returns
    -------
    list of Description
        The parameters are those whose default is not scikit-learn's own; all others of
        the named scikit-learn class can be set too.

    Examples
    --------
    >>> from classic_cls.pipelines.describe import describe_classifiers
    >>> {row.name: row.summary for row in describe_classifiers()}["forest"]
    'random forest (RandomForestClassifier)'
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
