"""Which class an aim and all figures are about: decided once, before any fit."""

import numpy as np
from sklearn.base import clone
from sklearn.pipeline import Pipeline

from .._validation import as_text
from ..models import ThresholdClassifier, chosen_note, positive_class


def thresholds_in(*estimators) -> list[ThresholdClassifier]:
    """The parts of estimators that choose a threshold."""
    parts = [part for e in estimators for part in (e, *e.get_params(deep=True).values())]
    return [part for part in parts if isinstance(part, ThresholdClassifier)]


def agreed_positive(estimators, truth, class_names, wanted=None) -> tuple:
    """The positive class of two that a protocol and all estimators agree on, and notes on it.

    A ValueError says where they name two, or where no rule tells which class an aim is about.
    """
    aimed = thresholds_in(*estimators) if len(class_names) == 2 else []
    named = [part.positive for part in aimed if part.positive is not None]
    named = as_text([*named, *([] if wanted is None else [wanted])]).tolist()
    if len(set(named)) > 1:
        other = next(name for name in named if name != named[0])
        whose = "that of another one" if wanted is None else "positive of the protocol"
        raise ValueError(
            f"the aim is about class {named[0]!r}, and {whose} is {other!r}: name one class in "
            "both, or leave one of them out"
        )
    wanted = named[0] if named else None
    aims = [part.aim for part in aimed if part.costs is None]
    counts = [int(np.count_nonzero(truth == name)) for name in class_names]
    rule = {"counts": counts, "aim": next((a for a in aims if a != "balanced_accuracy"), None)}
    found = positive_class(class_names, wanted, **rule)
    return found, chosen_note(class_names, wanted, **rule)


def about(estimator, positive):
    """The estimator with all its aims about the positive class; a clone where that changes it."""
    if positive is None or all(part.positive is not None for part in thresholds_in(estimator)):
        return estimator
    estimator = clone(estimator)
    for part in thresholds_in(estimator):
        part.set_params(positive=positive)
    return estimator


def learned_threshold(estimator):
    """What a fitted estimator has learned its thresholds with; None where it has none."""
    while estimator is not None and not hasattr(estimator, "thresholds_"):
        if isinstance(estimator, Pipeline):
            estimator = estimator.steps[-1][1]
        else:
            inside = getattr(estimator, "estimator_", None)
            estimator = getattr(estimator, "best_estimator_", inside)
    return estimator


def decision_limits(estimator, class_names) -> np.ndarray | None:
    """Scores ``(k,)`` from which a fitted estimator gives each class, where it has learned them.

    NaN for a class without one: of two, the positive class has it.
    """
    found = learned_threshold(estimator)
    if found is None:
        return None
    if found.positive_ is None:
        return np.array(found.thresholds_, float)
    limits = np.full(len(class_names), np.nan)
    limits[list(class_names).index(as_text([found.positive_])[0])] = found.thresholds_[0]
    return limits


def decided_at(estimator) -> np.ndarray | None:
    """Thresholds of two classes in a fitted estimator: its own, then those of `RECALLS`."""
    found = learned_threshold(estimator)
    if found is None or getattr(found, "recall_thresholds_", None) is None:
        return None
    return np.array([found.threshold_, *found.recall_thresholds_])
