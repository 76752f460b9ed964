"""How much folds differ: a figure of each, with the interval that its few images allow."""

from dataclasses import dataclass, replace

import numpy as np

from .breakdown import headline_of
from .estimates import Estimate, FiguresOf
from .figures.table import FIGURES

MOST_FOLDS = 100


@dataclass(frozen=True)
class FoldFigure:
    """The headline figure of one fold.

    Attributes
    ----------
    repeat, fold : int
        Numbers, from 1.
    n_images : int
        Tested images.
    estimate : Estimate or None
        The figure, with an interval that takes the model of this fold as given; None where the
        images do not define it.
    """

    repeat: int
    fold: int
    n_images: int
    estimate: Estimate | None


def fold_spread(result) -> list[FoldFigure]:
    """The headline figure of every fold, of 100 at most; none for a scorer of somebody else's.

    >>> from classic_cls import score_predictions
    >>> result = score_predictions(list("aabb"), list("aaab"))
    >>> [(one.fold, one.n_images, one.estimate.value) for one in fold_spread(result)]
    [(1, 4, 0.75)]
    """
    if result.headline not in FIGURES:
        return []
    return [_of_fold(result, place) for place in result.predictions.places()[:MOST_FOLDS]]


def _of_fold(result, place) -> FoldFigure:
    found, (repeat, fold) = result.predictions, place
    folds = np.where(found.folds == fold, found.folds, 0)
    folds[np.arange(len(folds)) != repeat] = 0
    # Of one model, whose training images overlap with those of no other.
    part = replace(found, folds=folds, sizes=())
    n = part.n_tested
    estimate = headline_of(FiguresOf(part), result.headline) if n else None
    return FoldFigure(repeat + 1, fold, n, estimate)
