"""What came of an aim: thresholds, misses, false alarms, and what another recall would cost."""

from dataclasses import asdict, dataclass
from math import ceil, log

import numpy as np

from .._figure_text import figure_text
from .._validation import quoted
from ..models import RECALLS, checked_aim
from .aimed import thresholds_in
from .figures.table import FIGURES


@dataclass(frozen=True)
class AtRecall:
    """What a recall costs.

    Attributes
    ----------
    recall : float
        Aimed at, in every fold on the images that it was trained on.
    reached : float
        On the images that were tested.
    missed, false_alarms : int
        Positive images called negative, and the reverse; summed over repeats.
    false_alarm_rate : float
        Share of the negative images.
    thresholds : (float, float)
        The lowest and the highest of the folds.
    """

    recall: float
    reached: float
    missed: int
    false_alarms: int
    false_alarm_rate: float
    thresholds: tuple[float, float]


@dataclass(frozen=True)
class AimAnswer:
    """What came of the aim of a threshold, out of the folds.

    Attributes
    ----------
    aim : str
        As it was asked for.
    positive : str
        The class it is about.
    figure : str
        Name of the figure that it is about.
    thresholds : (float, float)
        The lowest and the highest of the folds, each chosen on parts of its training images.
    at_recall : tuple of AtRecall
        The same for a recall of 0.90, 0.95, 0.98 and 0.99.
    """

    aim: str
    positive: str
    figure: str
    thresholds: tuple[float, float]
    at_recall: tuple[AtRecall, ...]

    def plain(self) -> dict:
        """The same as plain values."""
        return asdict(self)


def aim_answer(estimator, predictions, outcomes) -> AimAnswer | None:
    """What came of the aim of an estimator; None where it has none about a positive class."""
    aims = [part.aim for part in thresholds_in(estimator) if part.costs is None]
    learned = [outcome.thresholds for outcome in outcomes]
    if not aims or predictions.positive is None or any(found is None for found in learned):
        return None
    table = np.array(learned)  # (n_folds, 1 + n_recalls)
    repeats, rows = predictions.cells
    number = {(o.repeat, o.fold + 1): i for i, o in enumerate(outcomes)}
    folds = [number[place] for place in zip(repeats, predictions.folds[repeats, rows], strict=True)]
    scores = predictions.scores[repeats, rows, predictions.place_of_positive]
    present = predictions.codes[rows] == predictions.place_of_positive
    at_recall = [
        _at_recall(recall, scores >= table[folds, 1 + i], present, table[:, 1 + i])
        for i, recall in enumerate(RECALLS)
    ]
    figure = figure_of(aims[0])
    return AimAnswer(aims[0], predictions.positive, figure, _ends(table[:, 0]), tuple(at_recall))


def _at_recall(recall, called, present, thresholds) -> AtRecall:
    missed, alarms = int((present & ~called).sum()), int((~present & called).sum())
    n_present = int(present.sum())
    return AtRecall(
        recall,
        1 - missed / max(1, n_present),
        missed,
        alarms,
        alarms / max(1, len(present) - n_present),
        _ends(thresholds),
    )


def _ends(values) -> tuple[float, float]:
    return float(values.min()), float(values.max())


def figure_of(aim: str) -> str:
    """Name of the figure that an aim is about.

    >>> figure_of("recall=0.98"), figure_of("f1")
    ('sensitivity', 'f1')
    """
    word = checked_aim(aim)[0]
    return next((name for name, record in FIGURES.items() if record.aim == word), word)


def smallness_note(estimator, predictions) -> tuple[str, ...]:
    """Say where a class is too small to show what an aim asks of it.

    With no mistake among ``n`` images the 95% interval of a share ends at ``0.05^(1/n)``, about
    ``1 - 3 / n``: the rule of three (Hanley and Lippman-Hand, JAMA 249, 1983).
    """
    aims = [part.aim for part in thresholds_in(estimator) if part.costs is None]
    aim = next((aim for aim in aims if checked_aim(aim)[1] is not None), None)
    if aim is None or (predictions.positive is None and not predictions.multilabel):
        return ()
    word, floor = checked_aim(aim)
    needed = ceil(log(0.05) / log(floor)) if floor < 1 else None
    more = f"it takes some {needed:,}" if needed else "no number of images is enough for that"
    if predictions.multilabel:
        return _of_labels(predictions, aim, word, needed, more)
    place = predictions.place_of_positive
    place = 1 - place if word == "specificity" else place
    n, unit = _units(predictions, place)
    if needed is not None and n >= needed:
        return ()
    name, low = predictions.class_names[place], 0.05 ** (1 / max(1, n))
    return (
        f"{n:,} {unit} of class {name!r} cannot show {aim}: even without a single mistake among "
        f"them a 95% interval reaches down to {figure_text(low)}; {more}",
    )


def _of_labels(predictions, aim, word, needed, more) -> tuple[str, ...]:
    rows = np.unique(predictions.cells[1])
    sizes = (predictions.codes[rows] == (0 if word == "specificity" else 1)).sum(axis=0)
    small = [name for name, n in zip(predictions.class_names, sizes) if not needed or n < needed]
    if not small:
        return ()
    return (
        f"too few images to show {aim} of {len(small):,} of {len(sizes):,} labels, such as "
        f"{quoted(small, 3)} (even without a single mistake); {more} of each",
    )


def _units(predictions, place) -> tuple[int, str]:
    """Tested images of a class, or the groups that they come from, where these are fewer."""
    rows = np.unique(predictions.cells[1])
    rows = rows[predictions.codes[rows] == place]
    groups = predictions.groups
    n_groups = len(rows) if groups is None else len(np.unique(groups[rows]))
    return (n_groups, "groups") if n_groups < len(rows) else (len(rows), "images")
