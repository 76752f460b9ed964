"""The public names: ``__init__.py`` loads from here what is asked for; ``*`` is all of a room."""

from .features import *
from .descriptors import *
from .encoders import *
from .transforms import *
from .displays import *
from .base import (
    Column as Column,
    Columns as Columns,
    DescriptorExtractor as DescriptorExtractor,
    FeatureExtractor as FeatureExtractor,
    ImageRef as ImageRef,
    ImageSizeError as ImageSizeError,
    ImageTransformer as ImageTransformer,
    ImageViews as ImageViews,
    LocalFeatures as LocalFeatures,
    Points as Points,
    PureStep as PureStep,
    Region as Region,
    columns_in_image as columns_in_image,
)
from .reading import (
    ImageReadError as ImageReadError,
    MAX_PIXELS as MAX_PIXELS,
    ReadImages as ReadImages,
    count_pages as count_pages,
    decode_image as decode_image,
    find_range as find_range,
    image_size as image_size,
    read_image as read_image,
)
from .datasets import (
    DatasetError as DatasetError,
    ImageDataset as ImageDataset,
    SetAside as SetAside,
    write_demo_sets as write_demo_sets,
)
from .models import (
    BalancedSampling as BalancedSampling,
    BlockWeight as BlockWeight,
    CalibratedClassifier as CalibratedClassifier,
    ClippedScaler as ClippedScaler,
    ConstantSafeClassifier as ConstantSafeClassifier,
    HomogeneousKernelMap as HomogeneousKernelMap,
    KernelRidgeClassifier as KernelRidgeClassifier,
    MultilabelChain as MultilabelChain,
    MultilabelOneVsRest as MultilabelOneVsRest,
    PrincipalComponents as PrincipalComponents,
    RowSpaceRotation as RowSpaceRotation,
    SignedSquareRoot as SignedSquareRoot,
    ThresholdClassifier as ThresholdClassifier,
    UnitMeanNorm as UnitMeanNorm,
)
from .duplicates import (
    DuplicateGrouping as DuplicateGrouping,
    NearDuplicates as NearDuplicates,
    Thumbnail as Thumbnail,
    duplicate_groups as duplicate_groups,
    near_duplicates as near_duplicates,
)
from .extraction import (
    Extraction as Extraction,
    Frozen as Frozen,
    NothingUsable as NothingUsable,
    Rejected as Rejected,
    extract as extract,
    freeze as freeze,
    observe as observe,
)
from .pipelines import (
    CLASSIFIERS as CLASSIFIERS,
    DESCRIPTORS as DESCRIPTORS,
    ENCODERS as ENCODERS,
    FEATURES as FEATURES,
    PREPROCESSING as PREPROCESSING,
    PRESETS as PRESETS,
    Preset as Preset,
    RECIPES as RECIPES,
    Recipe as Recipe,
    WRAPPERS as WRAPPERS,
    color_features as color_features,
    feature_union as feature_union,
    make_image_pipeline as make_image_pipeline,
    set_step_parameter as set_step_parameter,
    shape_features as shape_features,
    texture_features as texture_features,
)
from .inspection import (
    ImageWords as ImageWords,
    WordFeature as WordFeature,
    WordSurvey as WordSurvey,
    learned_patches as learned_patches,
    survey_words as survey_words,
    words_on_image as words_on_image,
)
from .splitting import (
    IterativeStratifiedKFold as IterativeStratifiedKFold,
    RandomSplits as RandomSplits,
    holdout as holdout,
)
from .evaluation import (
    BestComparison as BestComparison,
    Breakdown as Breakdown,
    CrossValidationResult as CrossValidationResult,
    Curve as Curve,
    Curves as Curves,
    Estimate as Estimate,
    FIGURES as FIGURES,
    Figure as Figure,
    Gain as Gain,
    Interval as Interval,
    LearningCurve as LearningCurve,
    McNemar as McNemar,
    ModelComparison as ModelComparison,
    PredictionResult as PredictionResult,
    PowerLaw as PowerLaw,
    Predictions as Predictions,
    Protocol as Protocol,
    ValidationCurve as ValidationCurve,
    accuracy_interval as accuracy_interval,
    compare_results as compare_results,
    compare_to_best as compare_to_best,
    corrected_resampled_interval as corrected_resampled_interval,
    corrected_resampled_t_test as corrected_resampled_t_test,
    cross_validate as cross_validate,
    figure_names as figure_names,
    learning_curve as learning_curve,
    mcnemar_test as mcnemar_test,
    score as score,
    score_predictions as score_predictions,
    validation_curve as validation_curve,
    wilson_interval as wilson_interval,
)
from .persistence import (
    ImageModel as ImageModel,
    ModelFileError as ModelFileError,
    check_savable as check_savable,
    load_model as load_model,
    register_types as register_types,
    save_model as save_model,
)
from .audit import (
    CHECKS as CHECKS,
    Check as Check,
    Facts as Facts,
    Files as Files,
    Finding as Finding,
    Flagged as Flagged,
    Pixels as Pixels,
)
from .workflows import (
    Audit as Audit,
    Comparison as Comparison,
    ComparisonEntry as ComparisonEntry,
    Evaluation as Evaluation,
    ImageSearch as ImageSearch,
    OutputExists as OutputExists,
    Prediction as Prediction,
    Training as Training,
    audit_images as audit_images,
    cleaned as cleaned,
    compare as compare,
    cross_validate_images as cross_validate_images,
    evaluate as evaluate,
    iter_predictions as iter_predictions,
    learning_curve_images as learning_curve_images,
    predict as predict,
    predict_by_source as predict_by_source,
    save_audit as save_audit,
    save_comparison as save_comparison,
    save_training as save_training,
    search_images as search_images,
    tiles as tiles,
    train as train,
)

__version__: str
