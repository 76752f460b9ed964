"""A model as explanations see it: its parts, and its answers for rows."""

from typing import Any, NamedTuple

import numpy as np
from sklearn.pipeline import Pipeline
from sklearn.utils.validation import check_is_fitted


class Parts(NamedTuple):
    """What describes images, what decides on rows, and the names of the classes."""

    describing: Pipeline
    deciding: Pipeline
    classes: tuple[str, ...]


def parts_of(model: Any) -> Parts:
    """The parts of a fitted pipeline, or of whatever has one as ``pipeline``, such as a model."""
    pipeline = getattr(model, "pipeline", model)
    if not isinstance(pipeline, Pipeline):
        raise ValueError(f"model is a {type(model).__name__}; give a fitted pipeline or a model")
    check_is_fitted(pipeline)
    names = getattr(model, "class_names", None) or pipeline.classes_
    place = _first_of_rows(pipeline)
    parts = Pipeline(pipeline.steps[:place]), Pipeline(pipeline.steps[place:])
    return Parts(*parts, tuple(str(name) for name in names))


def _first_of_rows(pipeline) -> int:
    """Number of the step behind the last that has to do with images: a union, or an extractor."""
    kinds = ("get_columns", "additions", "transformer_list")
    inside = [
        number
        for number, (_, step) in enumerate(pipeline.steps)
        if any(hasattr(part, kind) for part in _deep(step) for kind in kinds)
    ]
    if not inside:
        raise ValueError("the pipeline has no features: it needs a step such as HOG()")
    return inside[-1] + 1


def _deep(step) -> list:
    inner = step.get_params(deep=True).values() if hasattr(step, "get_params") else []
    return [step, *inner]


def scores_of(deciding: Pipeline, rows: np.ndarray, multilabel: bool) -> np.ndarray:
    """Score of every class ``(n, k)``: decision values, or else probabilities."""
    inner = _inside(deciding)
    if not hasattr(inner, "decision_function"):
        return probabilities_of(inner, rows)
    scores = np.asarray(inner.decision_function(rows), float)
    return of_all(scores if scores.ndim == 2 else scores[:, None], multilabel)


def of_all(scores: np.ndarray, multilabel: bool) -> np.ndarray:
    """Scores with the last axis over classes: of two, the first has the negative of the second."""
    if scores.shape[-1] > 1 or multilabel:
        return scores
    return np.concatenate([-scores, scores], axis=-1)


def probabilities_of(deciding, rows) -> np.ndarray:
    """Probability of every class, or of every label ``(n, k)``."""
    found = deciding.predict_proba(rows)
    if isinstance(found, list):
        pairs = zip(found, deciding.classes_, strict=True)
        return np.stack([part[:, np.asarray(c) == 1].sum(axis=1) for part, c in pairs], axis=1)
    return np.asarray(found, float)


def _inside(deciding):
    """Without what only passes scores on, or makes probabilities of them."""
    if hasattr(deciding, "decision_function"):
        return deciding
    *steps, (name, last) = deciding.steps
    inner = getattr(last, "estimator_", None)
    if inner is None or not (hasattr(inner, "decision_function") or hasattr(inner, "estimator_")):
        return deciding
    return _inside(Pipeline([*steps, (name, inner)]))
