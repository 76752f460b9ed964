"""The public names: ``__init__.py`` loads from here what is asked for; ``*`` is all of a room."""

from .base import (
    Column as Column,
)
from .base import (
    Columns as Columns,
)
from .base import (
    DescriptorExtractor as DescriptorExtractor,
)
from .base import (
    FeatureExtractor as FeatureExtractor,
)
from .base import (
    ImageRef as ImageRef,
)
from .base import (
    ImageSizeError as ImageSizeError,
)
from .base import (
    ImageTransformer as ImageTransformer,
)
from .base import (
    LocalFeatures as LocalFeatures,
)
from .base import (
    Points as Points,
)
from .base import (
    PureStep as PureStep,
)
from .base import (
    Region as Region,
)
from .base import (
    columns_in_image as columns_in_image,
)
from .datasets import (
    DatasetError as DatasetError,
)
from .datasets import (
    ImageDataset as ImageDataset,
)
from .datasets import (
    SetAside as SetAside,
)
from .datasets import (
    write_demo_sets as write_demo_sets,
)
from .descriptors import *
from .duplicates import (
    DuplicateGrouping as DuplicateGrouping,
)
from .duplicates import (
    NearDuplicates as NearDuplicates,
)
from .duplicates import (
    Thumbnail as Thumbnail,
)
from .duplicates import (
    copies_across as copies_across,
)
from .duplicates import (
    duplicate_groups as duplicate_groups,
)
from .duplicates import (
    near_duplicates as near_duplicates,
)
from .encoders import *
from .evaluation import (
    FIGURES as FIGURES,
)
from .evaluation import (
    LOWER_IS_BETTER as LOWER_IS_BETTER,
)
from .evaluation import (
    BestComparison as BestComparison,
)
from .evaluation import (
    Breakdown as Breakdown,
)
from .evaluation import (
    CrossValidationResult as CrossValidationResult,
)
from .evaluation import (
    Curve as Curve,
)
from .evaluation import (
    Curves as Curves,
)
from .evaluation import (
    Estimate as Estimate,
)
from .evaluation import (
    FoldResult as FoldResult,
)
from .evaluation import (
    Interval as Interval,
)
from .evaluation import (
    McNemar as McNemar,
)
from .evaluation import (
    ModelComparison as ModelComparison,
)
from .evaluation import (
    PredictionResult as PredictionResult,
)
from .evaluation import (
    accuracy_interval as accuracy_interval,
)
from .evaluation import (
    aligned_scores as aligned_scores,
)
from .evaluation import (
    classification_metrics as classification_metrics,
)
from .evaluation import (
    compare_results as compare_results,
)
from .evaluation import (
    compare_to_best as compare_to_best,
)
from .evaluation import (
    corrected_resampled_interval as corrected_resampled_interval,
)
from .evaluation import (
    corrected_resampled_t_test as corrected_resampled_t_test,
)
from .evaluation import (
    cross_validate as cross_validate,
)
from .evaluation import (
    cross_validate_apart as cross_validate_apart,
)
from .evaluation import (
    cross_validate_images as cross_validate_images,
)
from .evaluation import (
    figure_names as figure_names,
)
from .evaluation import (
    group_for_folds as group_for_folds,
)
from .evaluation import (
    mcnemar_test as mcnemar_test,
)
from .evaluation import (
    multilabel_metrics as multilabel_metrics,
)
from .evaluation import (
    positive_class as positive_class,
)
from .evaluation import (
    run_folds as run_folds,
)
from .evaluation import (
    score_predictions as score_predictions,
)
from .evaluation import (
    wilson_interval as wilson_interval,
)
from .extraction import (
    Extraction as Extraction,
)
from .extraction import (
    Frozen as Frozen,
)
from .extraction import (
    NothingUsable as NothingUsable,
)
from .extraction import (
    Rejected as Rejected,
)
from .extraction import (
    extract as extract,
)
from .extraction import (
    freeze as freeze,
)
from .extraction import (
    is_pure as is_pure,
)
from .extraction import (
    learn_dictionaries as learn_dictionaries,
)
from .features import *
from .inspection import (
    ImageWords as ImageWords,
)
from .inspection import (
    WordFeature as WordFeature,
)
from .inspection import (
    WordSurvey as WordSurvey,
)
from .inspection import (
    learned_patches as learned_patches,
)
from .inspection import (
    survey_words as survey_words,
)
from .inspection import (
    word_features as word_features,
)
from .inspection import (
    words_on_image as words_on_image,
)
from .models import (
    BalancedSampling as BalancedSampling,
)
from .models import (
    BlockWeight as BlockWeight,
)
from .models import (
    CalibratedClassifier as CalibratedClassifier,
)
from .models import (
    ConstantSafeClassifier as ConstantSafeClassifier,
)
from .models import (
    HomogeneousKernelMap as HomogeneousKernelMap,
)
from .models import (
    KernelRidgeClassifier as KernelRidgeClassifier,
)
from .models import (
    MultilabelChain as MultilabelChain,
)
from .models import (
    MultilabelOneVsRest as MultilabelOneVsRest,
)
from .models import (
    OneVsOne as OneVsOne,
)
from .models import (
    OneVsRest as OneVsRest,
)
from .models import (
    PrincipalComponents as PrincipalComponents,
)
from .models import (
    RowSpaceRotation as RowSpaceRotation,
)
from .models import (
    SignedSquareRoot as SignedSquareRoot,
)
from .models import (
    SingleLabelCheck as SingleLabelCheck,
)
from .models import (
    ThresholdClassifier as ThresholdClassifier,
)
from .models import (
    UnitMeanNorm as UnitMeanNorm,
)
from .models import (
    anova_f as anova_f,
)
from .models import (
    checked_aim as checked_aim,
)
from .models import (
    group_options as group_options,
)
from .persistence import (
    ImageModel as ImageModel,
)
from .persistence import (
    ModelFileError as ModelFileError,
)
from .persistence import (
    load_model as load_model,
)
from .persistence import (
    save_model as save_model,
)
from .pipelines import (
    CLASSIFIERS as CLASSIFIERS,
)
from .pipelines import (
    DESCRIPTORS as DESCRIPTORS,
)
from .pipelines import (
    ENCODERS as ENCODERS,
)
from .pipelines import (
    FEATURES as FEATURES,
)
from .pipelines import (
    PREPROCESSING as PREPROCESSING,
)
from .pipelines import (
    PRESETS as PRESETS,
)
from .pipelines import (
    RECIPES as RECIPES,
)
from .pipelines import (
    SAMPLING as SAMPLING,
)
from .pipelines import (
    SCALING as SCALING,
)
from .pipelines import (
    STRATEGIES as STRATEGIES,
)
from .pipelines import (
    WRAPPERS as WRAPPERS,
)
from .pipelines import (
    Preset as Preset,
)
from .pipelines import (
    Recipe as Recipe,
)
from .pipelines import (
    choose_recipe as choose_recipe,
)
from .pipelines import (
    classifier_steps as classifier_steps,
)
from .pipelines import (
    color_features as color_features,
)
from .pipelines import (
    default_classifier as default_classifier,
)
from .pipelines import (
    encoders_of_points as encoders_of_points,
)
from .pipelines import (
    feature_union as feature_union,
)
from .pipelines import (
    make_image_pipeline as make_image_pipeline,
)
from .pipelines import (
    named_features as named_features,
)
from .pipelines import (
    named_preprocessing as named_preprocessing,
)
from .pipelines import (
    recipe_of as recipe_of,
)
from .pipelines import (
    set_step_parameter as set_step_parameter,
)
from .pipelines import (
    set_where_it_applies as set_where_it_applies,
)
from .pipelines import (
    shape_features as shape_features,
)
from .pipelines import (
    texture_features as texture_features,
)
from .pipelines import (
    wants_detail as wants_detail,
)
from .reading import (
    MAX_PIXELS as MAX_PIXELS,
)
from .reading import (
    ImageReadError as ImageReadError,
)
from .reading import (
    ReadImages as ReadImages,
)
from .reading import (
    count_pages as count_pages,
)
from .reading import (
    decode_image as decode_image,
)
from .reading import (
    find_range as find_range,
)
from .reading import (
    read_image as read_image,
)
from .reading import (
    read_mask as read_mask,
)
from .reading import (
    read_source as read_source,
)
from .splitting import (
    IterativeStratifiedKFold as IterativeStratifiedKFold,
)
from .splitting import (
    RandomSplits as RandomSplits,
)
from .splitting import (
    holdout as holdout,
)
from .splitting import (
    make_splits as make_splits,
)
from .splitting import (
    read_fold_list as read_fold_list,
)
from .transforms import *
from .workflows import (
    Comparison as Comparison,
)
from .workflows import (
    ComparisonEntry as ComparisonEntry,
)
from .workflows import (
    Evaluation as Evaluation,
)
from .workflows import (
    OutputExists as OutputExists,
)
from .workflows import (
    Prediction as Prediction,
)
from .workflows import (
    Training as Training,
)
from .workflows import (
    compare as compare,
)
from .workflows import (
    evaluate as evaluate,
)
from .workflows import (
    predict as predict,
)
from .workflows import (
    save_comparison as save_comparison,
)
from .workflows import (
    save_training as save_training,
)
from .workflows import (
    train as train,
)

__version__: str
