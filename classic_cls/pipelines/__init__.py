"""From a name to a plain scikit-learn pipeline."""

from .build import default_classifier, make_image_pipeline
from .catalog import (
    AUGMENTATIONS,
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
from .describe import (
    describe_augmentations,
    describe_classifiers,
    describe_descriptors,
    describe_features,
    describe_learned_features,
    describe_pipeline,
    describe_preprocessing,
    describe_presets,
    describe_recipes,
    explain,
    features_title,
    n_describing_steps,
    n_training_views,
    plugin_faults,
)
from .feature_union import SCALING, feature_union
from .look import Look, look_at
from .naming import encoders_of_points, named_features, named_preprocessing, named_steps
from .parameters import set_step_parameter, set_where_it_applies
from .plugins import import_named, said_of
from .recipes import RECIPES, Recipe, choose_recipe
from .several import pipelines_to_compare
from .varied import Varied, varied

__all__ = [
    "AUGMENTATIONS",
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
    "describe_augmentations",
    "describe_classifiers",
    "describe_descriptors",
    "describe_features",
    "describe_learned_features",
    "describe_pipeline",
    "describe_preprocessing",
    "describe_presets",
    "describe_recipes",
    "encoders_of_points",
    "explain",
    "feature_union",
    "features_title",
    "import_named",
    "look_at",
    "make_image_pipeline",
    "n_describing_steps",
    "n_training_views",
    "named_classifier",
    "named_features",
    "named_preprocessing",
    "named_steps",
    "pipelines_to_compare",
    "plugin_faults",
    "recipe_of",
    "said_of",
    "set_step_parameter",
    "set_where_it_applies",
    "shape_features",
    "texture_features",
    "Varied",
    "varied",
    "wants_detail",
]
