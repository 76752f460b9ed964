"""Rows that a fitted step is given, checked."""

import numpy as np
from sklearn.utils.validation import validate_data

PRECISIONS = (np.float64, np.float32)


def rows_for(step, X, dtype=PRECISIONS) -> np.ndarray:
    """What ``validate_data`` gives a fitted step, without its work where nothing is to be done.

    scikit-learn looks at names and kinds of arrays for half a millisecond, which some thirty steps
    that describe one image take one after the other.
    """
    if _is_fine(step, X, dtype):
        return X
    return validate_data(step, X, dtype=list(dtype), reset=False)


def _is_fine(step, X, dtype) -> bool:
    if type(X) is not np.ndarray or X.ndim != 2 or not len(X) or X.dtype.type not in dtype:
        return False
    if X.shape[1] != getattr(step, "n_features_in_", -1) or hasattr(step, "feature_names_in_"):
        return False
    with np.errstate(over="ignore", invalid="ignore"):
        return bool(np.isfinite(X.sum()))  # of large numbers it may not be: all are looked at
