"""What other thresholds would give for a task with a positive class, from left-out scores."""

from dataclasses import dataclass, replace

import numpy as np

from ..models import RECALLS
from .estimates import Estimate, FiguresOf

_FIGURES = ("sensitivity", "specificity", "precision")


@dataclass(frozen=True)
class OperatingPoint:
    """What came of a sensitivity aimed at.

    Attributes
    ----------
    aim : float
        The sensitivity aimed at.
    thresholds : (float, float)
        The lowest and the highest score of the positive class from which a fold was called so.
    figures : dict of str to Estimate
        ``sensitivity``, ``specificity`` and ``precision`` of the images on which no threshold
        was chosen, as far as they are defined.
    """

    aim: float
    thresholds: tuple[float, float]
    figures: dict[str, Estimate]


def operating_points(predictions) -> list[OperatingPoint]:
    """Points for a sensitivity of 0.90, 0.95, 0.98 and 0.99, of the first repeat.

    The threshold of each fold is chosen on the scores of all other folds, never on its own, so
    what it gives there is as honest as a cross-validated figure. None without a positive class,
    scores or two folds.

    >>> from classic_cls.evaluation import Predictions
    >>> scores = np.array([[0.9, 0.1], [0.2, 0.8]] * 10)
    >>> known = {"scores": scores, "score_kind": "predict_proba", "positive": "bad"}
    >>> known["folds"] = np.arange(20) // 5 + 1
    >>> points = operating_points(Predictions.of(["bad", "good"] * 10, ["bad"] * 20, **known))
    >>> points[0].aim, points[0].thresholds, points[0].figures["specificity"].value
    (0.9, (0.9, 0.9), 1.0)
    """
    if predictions.positive is None or predictions.scores is None:
        return []
    folds = predictions.folds[0]
    if len(np.unique(folds[folds > 0])) < 2:
        return []
    first = replace(
        predictions,
        answers=predictions.answers[:1],
        folds=predictions.folds[:1],
        scores=predictions.scores[:1],
    )
    points = [_point(first, aim) for aim in RECALLS]
    return [point for point in points if point is not None]


def _point(found, aim: float) -> OperatingPoint | None:
    place, folds = found.place_of_positive, found.folds[0]
    scores, present = found.scores[0, :, place], found.codes == place
    called, thresholds = np.zeros(len(folds), dtype=bool), []
    for fold in np.unique(folds[folds > 0]).tolist():
        others = np.sort(scores[(folds > 0) & (folds != fold) & present])
        if not len(others):
            return None
        # The highest score from which so large a share of the others is found.
        threshold = others[len(others) - int(np.ceil(aim * len(others) - 1e-9))]
        called[folds == fold] = scores[folds == fold] >= threshold
        thresholds.append(float(threshold))
    names = np.asarray(found.class_names)
    moved = FiguresOf(replace(found, answers=names[np.where(called, place, 1 - place)][None]))
    figures = {name: moved.estimate(name) for name in _FIGURES}
    known = {name: estimate for name, estimate in figures.items() if estimate is not None}
    return OperatingPoint(aim, (min(thresholds), max(thresholds)), known)
