"""ROC and precision-recall curves of out-of-fold scores.

Scores of different models have no common scale, so every fold has its own curve (every repeat,
where a fold tests few groups: see `ranked_tests`). The mean curve is their vertical average, taken
at every place where one of them bends, so
that its area is exactly the mean of theirs.
"""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from sklearn.metrics import precision_recall_curve, roc_curve

from .._validation import UNKNOWN, unknown_name
from .ranked_tests import in_many_folds, ranked_tests, ranks_across_folds

_KINDS = ("roc", "precision_recall")


@dataclass(frozen=True)
class Curve:
    """One curve.

    Attributes
    ----------
    x, y : ndarray of shape (m,)
        False and true positive rate, ascending, or recall and precision, recall ascending.
    area : float
        Area under the ROC curve; average precision.

    Examples
    --------
    >>> import numpy as np
    >>> Curve.roc(np.array([0, 1, 1]), np.array([0.1, 0.4, 0.3])).area
    1.0
    """

    x: np.ndarray
    y: np.ndarray
    area: float

    @classmethod
    def roc(cls, truth: np.ndarray, scores: np.ndarray) -> "Curve":
        """True over false positive rate, for a truth of 0 and 1 with both."""
        x, y, _ = roc_curve(truth, scores)
        return cls(x, y, float(np.trapezoid(y, x)))

    @classmethod
    def precision_recall(cls, truth: np.ndarray, scores: np.ndarray) -> "Curve":
        """Precision over recall, for a truth of 0 and 1 with a 1.

        Between points the precision is that of the higher recall, as average precision counts it.
        """
        precision, recall, _ = precision_recall_curve(truth, scores)
        x, y = recall[::-1], precision[::-1]
        return cls(x, y, float(np.sum(np.diff(x) * y[1:])))


@dataclass(frozen=True)
class Curves:
    """Curves of a result.

    Attributes
    ----------
    kind : {"roc", "precision_recall"}
    mean : Curve
        Vertical average over classes and folds.
    folds : tuple of Curve
        That over the classes, of every fold that defines one.
    classes : dict of str to Curve
        That over the folds, of every ranked class or label that some fold defines; of a
        binary task the positive class only.
    chance : float or None
        Precision of guessing (the prevalence, mean over the classes); None for ROC.
    operating_point : (x, y)
        Where the predicted labels are: rates from counts, means over the classes.
    class_points : dict of str to (x, y)
        The same of every class or label that defines it.

    Examples
    --------
    >>> curves = result.curves("roc")                                   # doctest: +SKIP
    >>> curves.mean.area == result.figures["roc_auc"].value             # doctest: +SKIP
    True
    """

    kind: str
    mean: Curve
    folds: tuple[Curve, ...]
    classes: dict[str, Curve]
    chance: float | None
    operating_point: tuple[float, float]
    class_points: dict[str, tuple[float, float]] = field(default_factory=dict)

    def plot(self, ax: Any = None) -> Any:
        """Draw them; returns a `RocDisplay` or `PrecisionRecallDisplay`."""
        from ..displays import PrecisionRecallDisplay, RocDisplay

        parts = self.folds if len(self.classes) == 1 else tuple(self.classes.values())
        options = {
            "parts": [(part.x, part.y) for part in parts] if len(parts) > 1 else [],
            "parts_name": "folds" if len(self.classes) == 1 else "classes",
            "operating_point": self.operating_point,
        }
        if self.kind == "roc":
            return RocDisplay(self.mean.x, self.mean.y, self.mean.area, **options).plot(ax=ax)
        options["chance"] = self.chance
        display = PrecisionRecallDisplay(self.mean.x, self.mean.y, self.mean.area, **options)
        return display.plot(ax=ax)


def curves(predictions, kind="roc") -> Curves:
    """Curves ``"roc"`` or ``"precision_recall"`` (Fawcett 2006) of the scores of predictions."""
    if kind not in _KINDS:
        raise ValueError(unknown_name("kind of curve", kind, _KINDS))
    if predictions.scores is None:
        raise ValueError("this result has no scores, which a curve needs")
    table, columns = _table(predictions, kind), predictions.ranked_columns
    if not any(row for row in table):
        raise ValueError("no fold tests images with and without a class: there is no curve")
    folds = tuple(_average(list(row.values()), kind) for row in table if row)
    of_class = [[row[i] for row in table if i in row] for i in range(len(columns))]
    classes = {
        str(predictions.class_names[column]): _average(found, kind)
        for column, found in zip(columns, of_class, strict=True)
        if found
    }
    chance, used, points = _rates(predictions, kind)
    mean = _average(folds, kind)
    point = float(np.mean(points[:, 0])), float(np.mean(points[:, 1]))
    names = [str(predictions.class_names[column]) for column in np.array(columns)[used]]
    of_classes = dict(zip(names, map(tuple, points.tolist()), strict=True))
    return Curves(kind, mean, folds, classes, chance, point, of_classes)


def _table(predictions, kind) -> list[dict[int, Curve]]:
    """Of all tests that are ranked together the curves of the columns that these define."""
    table = []
    across_folds = ranks_across_folds(predictions)
    honest = in_many_folds(predictions) if across_folds else None
    for _, repeats, rows in ranked_tests(predictions):
        scores = predictions.scores[repeats, rows][:, predictions.ranked_columns]
        pairs = enumerate(zip(predictions.ranked_truth[rows].T, scores.T, strict=True))
        found = {
            i: _curve(column, values, kind)
            for i, (column, values) in pairs
            if honest is None or honest[i]
        }
        table.append({i: curve for i, curve in found.items() if curve is not None})
    return table


def _curve(truth, scores, kind) -> Curve | None:
    known = truth != UNKNOWN
    truth, scores = truth[known], scores[known]
    if not truth.any() or (kind == "roc" and truth.all()):
        return None
    return getattr(Curve, kind)(truth, scores)


def _average(found, kind) -> Curve:
    """Vertical average, with all places where one of the curves bends."""
    x = np.unique(np.concatenate([curve.x for curve in found]))
    area = float(np.mean([curve.area for curve in found]))
    if kind == "roc":
        sides = [np.mean([_height(c, x, side) for c in found], axis=0) for side in (0, 1)]
        return Curve(np.repeat(x, 2), np.column_stack(sides).ravel(), area)
    y = np.mean([c.y[np.searchsorted(c.x, x, side="left")] for c in found], axis=0)
    return Curve(x, y, area)


def _height(curve, x, side) -> np.ndarray:
    """Height at ``x`` of a curve with jumps, from the left (0) or from the right (1)."""
    if side == 0:
        after = np.searchsorted(curve.x, x, side="left")
        before = np.maximum(after - 1, 0)
    else:
        before = np.searchsorted(curve.x, x, side="right") - 1
        after = np.minimum(before + 1, len(curve.x) - 1)
    width = curve.x[after] - curve.x[before]
    part = np.divide(x - curve.x[before], width, out=np.zeros(len(x)), where=width > 0)
    return curve.y[before] + part * (curve.y[after] - curve.y[before])


def _rates(predictions, kind):
    """Chance level, the columns that counts define, and their operating points ``(m, 2)``."""
    truth, answers = predictions.ranked_truth[predictions.cells[1]], predictions.part().answers
    if not predictions.multilabel:
        answers = answers[:, None] == predictions.ranked_columns
    positive, negative, found = truth == 1, truth == 0, answers == 1
    n_positive, n_negative = positive.sum(axis=0), negative.sum(axis=0)
    hits, alarms = (positive & found).sum(axis=0), (negative & found).sum(axis=0)
    used = (n_positive > 0) & ((n_negative > 0) | (kind != "roc"))
    recall = hits[used] / n_positive[used]
    if kind == "roc":
        return None, used, np.column_stack([alarms[used] / n_negative[used], recall])
    precision = hits[used] / np.maximum(1, hits + alarms)[used]
    prevalence = np.mean(n_positive[used] / (n_positive + n_negative)[used])
    return float(prevalence), used, np.column_stack([recall, precision])
