"""Image classification without deep learning: hand-crafted features, honest baselines.

Names are loaded when they are first used, so that ``import classic_cls`` and
``classic-cls --help`` do not wait for scikit-learn and numba.
"""

from importlib import import_module

__version__ = "0.1.0"

_NAMES_OF_MODULE = {
    "base": (
        "Column Columns DescriptorExtractor FeatureExtractor ImageRef ImageSizeError "
        "ImageTransformer ImageViews LocalFeatures Points PureStep Region columns_in_image"
    ),
    "reading": (
        "ImageReadError MAX_PIXELS ReadImages count_pages decode_image find_range "
        "read_image read_mask read_source"
    ),
    "datasets": (
        "DatasetError ImageDataset SetAside write_demo_sets"
    ),
    "models": (
        "BalancedSampling BlockWeight CalibratedClassifier ConstantSafeClassifier "
        "HomogeneousKernelMap KernelRidgeClassifier MultilabelChain MultilabelOneVsRest "
        "PrincipalComponents RowSpaceRotation SignedSquareRoot SingleLabelCheck "
        "ThresholdClassifier UnitMeanNorm anova_f checked_aim group_options"
    ),
    "duplicates": (
        "DuplicateGrouping NearDuplicates Thumbnail copies_across duplicate_groups "
        "near_duplicates"
    ),
    "extraction": (
        "Extraction Frozen NothingUsable Rejected extract freeze is_pure learn_dictionaries "
        "observe training_views"
    ),
    "pipelines": (
        "CLASSIFIERS DESCRIPTORS ENCODERS FEATURES PREPROCESSING PRESETS Preset RECIPES Recipe "
        "SAMPLING SCALING STRATEGIES WRAPPERS choose_recipe classifier_steps color_features "
        "default_classifier encoders_of_points feature_union make_image_pipeline named_features "
        "named_preprocessing positive_class set_step_parameter set_where_it_applies shape_features "
        "texture_features wants_detail"
    ),
    "inspection": (
        "ImageWords WordFeature WordSurvey learned_patches survey_words word_features "
        "words_on_image"
    ),
    "splitting": (
        "IterativeStratifiedKFold RandomSplits holdout make_splits read_fold_list"
    ),
    "evaluation": (
        "BestComparison Breakdown CrossValidationResult Curve Curves Estimate FIGURES "
        "Figure Interval McNemar ModelComparison PredictionResult Predictions Protocol "
        "accuracy_interval aligned_scores classification_figures compare_results compare_to_best "
        "corrected_resampled_interval corrected_resampled_t_test cross_validate figure_names "
        "mcnemar_test multilabel_figures run_folds score score_predictions wilson_interval"
    ),
    "persistence": (
        "ImageModel ModelFileError check_savable load_model register_types save_model"
    ),
    "workflows": (
        "Comparison ComparisonEntry Evaluation ImageSearch OutputExists Prediction Training "
        "compare cross_validate_images evaluate predict save_comparison save_training "
        "search_images train"
    ),
}
_MODULE_OF_NAME = {
    name: module for module, names in _NAMES_OF_MODULE.items() for name in names.split()
}
# Whatever these export is found, so that a new feature needs no line here.
_OPEN_MODULES = ("features", "descriptors", "encoders", "transforms")


def __getattr__(name):
    if name == "__all__":
        return __dir__()
    if name in _MODULE_OF_NAME:
        modules = (_MODULE_OF_NAME[name],)
    else:  # asked for anything else, such as by libraries that look around: import nothing
        modules = _OPEN_MODULES if name[0].isupper() else ()
    for module_name in modules:
        module = import_module(f".{module_name}", __name__)
        if name in module.__all__:
            return globals().setdefault(name, getattr(module, name))
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__():
    modules = (import_module(f".{name}", __name__) for name in _OPEN_MODULES)
    return sorted([*_MODULE_OF_NAME, *(name for module in modules for name in module.__all__)])
