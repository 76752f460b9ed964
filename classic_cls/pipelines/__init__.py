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
    describe_one_class_models,
    describe_pipeline,
    describe_preprocessing,
    describe_presets,
    describe_recipes,
    features_title,
    n_describing_steps,
    n_training_views,
    plugin_faults,
)
from .explained import explain
from .families import check_has_families, feature_families
from .feature_union import SCALING, feature_union
from .look import Look, look_at
from .naming import encoders_of_points, named_features, named_preprocessing, named_steps
from .one_class import ONE_CLASS_MODELS
from .parameters import set_step_parameter, set_where_it_applies
from .plugins import import_named, said_of
from .recipes import RECIPES, Recipe, choose_recipe
from .several import pipelines_to_compare
from .shown import named_to_show
from .tabular import (
    columns_alone,
    columns_taken,
    fitted_words,
    kinds_of_columns,
    without_columns,
)
from .tuning import Candidate, parameter_grid, pipelines_to_tune, settings_of
from .varied import Varied, varied

__all__ = [
    "AUGMENTATIONS",
    "CLASSIFIERS",
    "ONE_CLASS_MODELS",
    "Candidate",
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
    "check_has_families",
    "classifier_steps",
    "color_features",
    "columns_alone",
    "columns_taken",
    "default_classifier",
    "describe_augmentations",
    "describe_classifiers",
    "describe_descriptors",
    "describe_features",
    "describe_learned_features",
    "describe_one_class_models",
    "describe_pipeline",
    "describe_preprocessing",
    "describe_presets",
    "describe_recipes",
    "encoders_of_points",
    "explain",
    "feature_families",
    "feature_union",
    "features_title",
    "fitted_words",
    "import_named",
    "kinds_of_columns",
    "look_at",
    "make_image_pipeline",
    "n_describing_steps",
    "n_training_views",
    "named_classifier",
    "named_features",
    "named_preprocessing",
    "named_to_show",
    "named_steps",
    "parameter_grid",
    "pipelines_to_compare",
    "pipelines_to_tune",
    "plugin_faults",
    "recipe_of",
    "said_of",
    "set_step_parameter",
    "set_where_it_applies",
    "settings_of",
    "shape_features",
    "texture_features",
    "Varied",
    "varied",
    "wants_detail",
    "without_columns",
]
