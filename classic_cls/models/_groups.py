"""Handing groups down to whatever makes folds of its own."""

from sklearn.base import BaseEstimator
from sklearn.pipeline import Pipeline
from sklearn.utils.validation import has_fit_parameter

from .._typing import Data


def group_options(estimator: BaseEstimator, groups: Data | None) -> dict:
    """Options of ``fit`` that hand the groups to an estimator that asks for them.

    Parameters
    ----------
    estimator : estimator
        A classifier, or a ``Pipeline`` that ends in one.
    groups : array-like of shape (n,) or None

    Returns
    -------
    dict
        Empty where there are no groups, or ``fit`` does not take them.

    Examples
    --------
    >>> from sklearn.dummy import DummyClassifier
    >>> group_options(DummyClassifier(), [1, 2])
    {}
    """
    prefix = ""
    while isinstance(estimator, Pipeline):
        name, estimator = estimator.steps[-1]
        prefix += f"{name}__"
    if groups is None or not has_fit_parameter(estimator, "groups"):
        return {}
    return {f"{prefix}groups": groups}
