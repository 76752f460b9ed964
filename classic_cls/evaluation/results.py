"""What an evaluation gives: frozen, with tables and plots."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from .._typing import Data
from .._validation import counted
from .aim_answer import AimAnswer
from .aim_words import aim_lines, at_recall_line
from .breakdown import Breakdown, breakdown
from .calibration import Calibration, calibration
from .curves import Curves, curves
from .estimates import Estimate
from .figures.table import front_page, record_of
from .label_sets import LabelSets, label_sets
from .predictions import Predictions
from .result_plots import draw
from .risk_coverage import RiskCoverage, risk_coverage

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, kw_only=True, repr=False)
class PredictionResult:
    """Predictions of images with known labels, and their figures.

    Attributes
    ----------
    predictions : Predictions
        Truth, answers, scores, folds, groups, paths, class names and costs.
    figures : dict of str to Estimate
        Every figure, by name: those of counts (see `FIGURES`); from scores ``roc_auc`` and, for
        a positive class, ``average_precision``, or ``roc_auc_macro`` and
        ``mean_average_precision`` over the classes or labels, each against the rest;
        ``top_3_accuracy`` from 5 classes on, ``top_5_accuracy`` from 10; from probabilities of
        single labels ``log_loss`` and ``brier`` (summed over the classes; of one of two), of all
        ``calibration_error``. One that the images do not define is missing, such as the balanced
        accuracy where a class has no tested image.
    classes : dict of str to ndarray of shape (k,)
        ``precision``, ``recall`` (the accuracy within the class), ``f1`` with its 95% limits
        ``f1_low`` and ``f1_high``, ``support``, the number of tested images, and
        ``prevalence``, their share, of every class; ``average_precision`` where there
        are scores and not two classes: mean over folds; ``unknown`` for multilabel. NaN for
        a class without tested images.
    headline : str
        Name of the figure to show first.
    notes : tuple of str
        What a person should be told.
    aim : AimAnswer or None
        What came of the aim of a threshold about one of two classes, in cross-validation.
    of_sources : PredictionResult or None
        Where images are regions of files: one answer a file, by the mean scores of its regions.
    """

    predictions: Predictions
    figures: dict[str, Estimate]
    classes: dict[str, np.ndarray]
    headline: str
    notes: tuple[str, ...] = ()
    aim: AimAnswer | None = None
    of_sources: "PredictionResult | None" = None

    @property
    def task(self) -> str:
        """``"binary"``, ``"multiclass"`` or ``"multilabel"``."""
        return self.predictions.task

    @property
    def class_names(self) -> tuple[str, ...]:
        """Order of every axis over classes."""
        return self.predictions.class_names

    @property
    def positive(self) -> str | None:
        """Positive class of a binary task."""
        return self.predictions.positive

    @property
    def n_images(self) -> int:
        """Number of images."""
        return self.predictions.n_images

    @property
    def n_repeats(self) -> int:
        """How often every image was predicted."""
        return self.predictions.n_repeats

    @property
    def confusion(self) -> np.ndarray | None:
        """Counts ``(k, k)``, true classes in rows; summed over repeats; None for multilabel."""
        return self.predictions.confusion

    @property
    def counts(self) -> dict[str, int] | None:
        """``tp``, ``fp``, ``tn``, ``fn`` over all repeats; None without a positive class."""
        return self.predictions.counts

    def by(self, values: Data, name: str = "group") -> Breakdown:
        """Figures of the images that share a value, such as the scanner they came from."""
        return breakdown(self, values, name)

    def curves(self, kind: str = "roc") -> Curves:
        """Curves ("roc" or "precision_recall") of the out-of-fold scores.

        Of every fold and ranked class, and their mean, whose area is the figure ``roc_auc``,
        ``average_precision`` or its mean over classes. Without scores a ValueError says so.
        """
        return curves(self.predictions, kind)

    def calibration(self) -> Calibration:
        """What came true at every height of probability, and what that means in a sentence.

        Without probabilities a ValueError says so.
        """
        return calibration(self.predictions, self.figures.get("calibration_error"))

    def risk_coverage(self) -> RiskCoverage:
        """Errors over the share of images that are answered, the surest first; sets of labels.

        Without scores, or for several labels, a ValueError says so.
        """
        return risk_coverage(self.predictions)

    def label_sets(self, coverage: float = 0.9) -> LabelSets | None:
        """What 'predict' says of several labels at a coverage: yes, no or unsure.

        None with too few images. Without scores, or for one label an image, a ValueError says so.
        """
        return label_sets(self.predictions, coverage)

    def plain(self) -> dict:
        """All figures as plain values, as they travel inside a model file.

        ``n_images``, and for every figure a dict of ``value`` and, where there is an interval,
        ``interval`` (two numbers) and ``interval_method``.
        """
        plain = {name: _plain_estimate(estimate) for name, estimate in self.figures.items()}
        return {"n_images": self.n_images, **plain}

    def frame(self) -> "pd.DataFrame":
        """Table of the predictions; see `Predictions.frame`."""
        return self.predictions.frame()

    def per_class(self) -> "pd.DataFrame":
        """Table of the classes; columns as in ``classes``."""
        import pandas as pd

        return pd.DataFrame(self.classes, index=pd.Index(self.class_names, name="class"))

    def figures_frame(self) -> "pd.DataFrame":
        """Table of the figures, the headline first.

        Columns ``value``, ``std``, ``low``, ``high`` and ``method``.
        """
        import pandas as pd

        rows = [self._figure_row(name) for name in self.figure_names]
        return pd.DataFrame(rows, index=pd.Index(self.figure_names, name="figure"))

    @property
    def figure_names(self) -> list[str]:
        """Names of the figures, the headline first."""
        return [self.headline, *(name for name in self.figures if name != self.headline)]

    def front_page(self) -> list[str]:
        """Names of the figures that matter, the headline first, those too that are not defined."""
        names = [*self.figures, *self.undefined]
        return front_page(names, self.headline, self.task, self.positive)

    @property
    def undefined(self) -> list[str]:
        """Names of figures that the tested images do not define; `notes` say why."""
        return [name for name in self.predictions.figure_names if name not in self.figures]

    def _figure_row(self, name: str) -> dict:
        estimate = self.figures[name]
        low, high, method = estimate.interval or (None, None, None)
        row = {"value": estimate.value, "std": estimate.std}
        return row | {"low": low, "high": high, "method": method}

    def plot(self, kind: str | None = None, ax: Any = None, by: Data = None) -> Any:
        """Draw, by default the confusion matrix, or the F1 of every label.

        The kinds are "confusion", "per_class", "roc", "precision_recall", "calibration",
        "risk_coverage", "folds" (the headline figure of each) and "by", which needs the values
        ``by`` to break down by. What is returned is the display.
        """
        return draw(self, kind, ax, by)

    def __repr__(self):
        return f"<{type(self).__name__}: {self._title()}>"

    def _title(self) -> str:
        return self.predictions.title

    def __str__(self):
        lines = [self._title(), *aim_lines(self)]
        lines += [] if self.aim is None else [at_recall_line(self.aim)]
        lines += [self._line(name) for name in self.front_page()]
        lines += [f"95% interval of {self.headline}: {self._method()}"]
        lines += [] if self.of_sources is None else [sources_line(self)]
        return "\n".join(lines + [f"note: {note}" for note in self.notes])

    def _line(self, name: str) -> str:
        if name not in self.figures:
            return f"  {name:<24}-"
        estimate, record = self.figures[name], record_of(name)
        limits = "" if estimate.interval is None else f"  [{record.limits(estimate.interval)}]"
        return f"  {name:<24}{record.text(estimate.value):>6}{limits}"

    def _method(self) -> str:
        interval = self.figures[self.headline].interval
        return "none" if interval is None else interval.method


def sources_line(result: PredictionResult) -> str:
    """The headline figure of source images, in a line."""
    found = result.of_sources
    name = result.headline if result.headline in found.figures else found.headline
    return (
        f"per source image: {name} {record_of(name).with_interval(found.figures[name])}; "
        f"{counted(found.predictions.n_tested, 'file')}, by the mean scores of "
        f"{result.predictions.n_tested:,} regions"
    )


def _plain_estimate(estimate: Estimate) -> dict:
    plain = {"value": estimate.value}
    if estimate.interval is not None:
        low, high, method = estimate.interval
        plain |= {"interval": [low, high], "interval_method": method}
    return plain
