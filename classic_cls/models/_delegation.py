"""What a classifier around another one leaves to it."""

from typing import Any

import numpy as np
from sklearn.utils.metaestimators import available_if

from .._typing import Data
from ._columns import NamedColumns


def inner_has(name: str):
    """For ``available_if``: whether the classifier inside has a method."""
    return lambda self: hasattr(getattr(self, "estimator_", self.estimator), name)


class GivesItsScores(NamedColumns):
    """Mixin of the classifiers that pass on what their ``estimator_`` says."""

    estimator_: Any

    @available_if(inner_has("predict_proba"))
    def predict_proba(self, X: Data) -> np.ndarray:
        """Probabilities that the classifier gives."""
        X = self._same_columns(X)
        return self.estimator_.predict_proba(X)

    @available_if(inner_has("decision_function"))
    def decision_function(self, X: Data) -> np.ndarray:
        """Scores that the classifier gives."""
        X = self._same_columns(X)
        return self.estimator_.decision_function(X)
