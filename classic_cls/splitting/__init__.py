"""Which images train and which are tested: splitters, folds that are given, stratification."""

from .fold_list import check_fold_list, read_fold_list
from .iterative_stratification import IterativeStratifiedKFold
from .nested import nested_parts, units_by_class
from .random_splits import RandomSplits, holdout
from .splits import make_splits
from .stratification import Units, grouped_folds, stratified_parts

__all__ = [
    "IterativeStratifiedKFold",
    "RandomSplits",
    "Units",
    "check_fold_list",
    "grouped_folds",
    "holdout",
    "make_splits",
    "nested_parts",
    "read_fold_list",
    "stratified_parts",
    "units_by_class",
]
