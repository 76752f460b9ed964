"""Learned steps that scikit-learn lacks."""

from ._aims import RECALLS, checked_aim
from ._conformal import reached_by
from ._folds import inner_folds, take
from ._groups import group_options
from ._positive import chosen_note, positive_class
from ._ridge_memory import remembered_rows
from ._scaling import METHODS as CALIBRATION_METHODS
from .block_weight import BlockWeight
from .calibration import CalibratedClassifier
from .chain import MultilabelChain
from .clipped_scaler import ClippedScaler
from .constant import ConstantSafeClassifier
from .homogeneous_kernel_map import HomogeneousKernelMap
from .kernel_ridge import KernelRidgeClassifier
from .linear_discriminant import LinearDiscriminant
from .mahalanobis import MahalanobisDistance
from .multilabel import MultilabelOneVsRest
from .one_class import OneClassClassifier, learned_rows, one_class_in
from .principal_components import PrincipalComponents
from .rotation import RowSpaceRotation
from .sampling import BalancedSampling
from .selection import anova_f
from .single_label import SingleLabelCheck
from .single_precision import SinglePrecision
from .square_root import SignedSquareRoot
from .threshold import ThresholdClassifier
from .unit_norm import UnitMeanNorm

__all__ = [
    "BalancedSampling",
    "BlockWeight",
    "CALIBRATION_METHODS",
    "CalibratedClassifier",
    "ClippedScaler",
    "ConstantSafeClassifier",
    "HomogeneousKernelMap",
    "KernelRidgeClassifier",
    "LinearDiscriminant",
    "MahalanobisDistance",
    "MultilabelChain",
    "MultilabelOneVsRest",
    "OneClassClassifier",
    "PrincipalComponents",
    "RECALLS",
    "RowSpaceRotation",
    "SignedSquareRoot",
    "SingleLabelCheck",
    "SinglePrecision",
    "ThresholdClassifier",
    "UnitMeanNorm",
    "anova_f",
    "checked_aim",
    "chosen_note",
    "group_options",
    "inner_folds",
    "learned_rows",
    "one_class_in",
    "positive_class",
    "reached_by",
    "remembered_rows",
    "take",
]
