"""What figures would be, had some answers been right."""

from dataclasses import replace

import numpy as np

from .estimates import Estimate, FiguresOf
from .predictions import Predictions


def figures_if_right(predictions: Predictions, right: np.ndarray) -> dict[str, Estimate]:
    """Figures of counts, had the answers about some images or labels been right.

    Parameters
    ----------
    predictions : Predictions
    right : ndarray of shape (n,), or (n, k) for several labels, bool
        Which are taken for right, in all repeats. Unknown labels stay unknown.

    Returns
    -------
    dict of str to Estimate
        Without intervals. Figures of scores are left out, as nobody knows what these would be.

    Examples
    --------
    >>> found = Predictions.of(list("aabb"), list("abab"))
    >>> figures_if_right(found, found.truth == "a")["accuracy"].value
    0.75
    """
    if predictions.multilabel:
        right = right & (predictions.truth >= 0)
    answers = np.where(right, predictions.truth, predictions.answers)
    return FiguresOf(replace(predictions, answers=answers, scores=None, score_kind=None)).plain()
