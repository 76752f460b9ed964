"""From a name to a plain scikit-learn pipeline."""

from .build import default_classifier, make_image_pipeline
from .catalog import (
    DESCRIPTORS,
    ENCODERS,
    FEATURES,
    PREPROCESSING,
    PRESETS,
    WRAPPERS,
    Preset,
    color_features,
    shape_features,
    texture_features,
    wants_detail,
)
from .classifiers import CLASSIFIERS, SAMPLING, STRATEGIES, classifier_steps, named_classifier
from .feature_union import SCALING, feature_union
from .look import Look, look_at
from .naming import encoders_of_points, named_features, named_preprocessing, named_steps
from .parameters import set_step_parameter, set_where_it_applies
from .positive import positive_class
from .recipes import RECIPES, Recipe, choose_recipe

__all__ = [
    "CLASSIFIERS",
    "DESCRIPTORS",
    "ENCODERS",
    "FEATURES",
    "Look",
    "PREPROCESSING",
    "PRESETS",
    "Preset",
    "RECIPES",
    "Recipe",
    "SAMPLING",
    "SCALING",
    "STRATEGIES",
    "WRAPPERS",
    "choose_recipe",
    "classifier_steps",
    "color_features",
    "default_classifier",
    "encoders_of_points",
    "feature_union",
    "look_at",
    "make_image_pipeline",
    "named_classifier",
    "named_features",
    "named_preprocessing",
    "positive_class",
    "named_steps",
    "set_step_parameter",
    "set_where_it_applies",
    "shape_features",
    "texture_features",
    "wants_detail",
]
