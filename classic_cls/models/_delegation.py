"""What a classifier around another one leaves to it."""

from typing import Any

import numpy as np
from sklearn.utils.metaestimators import available_if
from sklearn.utils.validation import check_is_fitted

from .._typing import Data

__all__ = ["GivesItsScores", "inner_has"]


def inner_has(name: str):
    """For ``available_if``: whether the classifier inside has a method."""
    return lambda self: hasattr(getattr(self, "estimator_", self.estimator), name)


class GivesItsScores:
    """Mixin of the classifiers that pass on what their ``estimator_`` says."""

    estimator_: Any

    @available_if(inner_has("predict_proba"))
    def predict_proba(self, X: Data) -> np.ndarray:
        """Probabilities that the classifier gives."""
        check_is_fitted(self)
        return self.estimator_.predict_proba(X)

    @available_if(inner_has("decision_function"))
    def decision_function(self, X: Data) -> np.ndarray:
        """Scores that the classifier gives."""
        check_is_fitted(self)
        return self.estimator_.decision_function(X)
