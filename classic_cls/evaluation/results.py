"""What an evaluation gives: frozen, with tables and plots."""

from dataclasses import dataclass

import numpy as np

from .breakdown import Breakdown, breakdown
from .curves import Curves, curves
from .estimates import Estimate
from .figures.counts import class_codes, confusion_counts
from .figures.table import front_page
from .result_plots import draw
from .targets import spelled_labels

__all__ = ["PredictionResult"]


@dataclass(frozen=True, kw_only=True, repr=False)
class PredictionResult:
    """Predictions of images with known labels, and their figures.

    Attributes
    ----------
    task : {"binary", "multiclass", "multilabel"}
    class_names : tuple of str
        Order of every axis over classes.
    positive : str or None
        Positive class of a binary task.
    y_true : ndarray of shape (n,), str, or (n, k), int8
        Labels, or a multilabel indicator: 1, 0, or -1 where unknown.
    predictions : ndarray of shape (repeats, n[, k])
        Out-of-fold predictions; one repeat for predictions of a fitted model.
    scores : ndarray of shape (repeats, n, k), float64, or None
        Probabilities or decision values of every class; finite where tested.
    score_kind : {"predict_proba", "decision_function", None}
        What the scores are.
    groups, paths : ndarray or tuple of length n, or None
        Group and name of every image.
    metrics : dict of str to Estimate
        Every figure, by name: those of `classification_metrics` and
        `multilabel_metrics`; from scores ``roc_auc`` and, for a positive class,
        ``average_precision``, or ``roc_auc_macro`` and ``mean_average_precision`` over
        the classes or labels, each against the rest; ``top_3_accuracy`` from 5 classes
        on, ``top_5_accuracy`` from 10; from probabilities of single labels ``log_loss``
        and ``brier`` (summed over the classes; of one of two).
    classes : dict of str to ndarray of shape (k,)
        ``precision``, ``recall``, ``f1`` with its 95% limits ``f1_low`` and ``f1_high``,
        ``support`` and ``prevalence`` of every class; ``average_precision`` where there
        are scores and not two classes; ``unknown`` for multilabel.
    headline : str
        Name of the figure to show first.
    notes : tuple of str
        What a person should be told.
    costs : dict of (true, predicted) to float, or None
        What mistakes cost.
    """

    task: str
    class_names: tuple[str, ...]
    y_true: np.ndarray
    predictions: np.ndarray
    metrics: dict[str, Estimate]
    classes: dict[str, np.ndarray]
    headline: str
    positive: str | None = None
    scores: np.ndarray | None = None
    score_kind: str | None = None
    groups: np.ndarray | None = None
    paths: tuple[str, ...] | None = None
    notes: tuple[str, ...] = ()
    costs: dict | None = None

    @property
    def n_images(self) -> int:
        """Number of images."""
        return len(self.y_true)

    @property
    def n_repeats(self) -> int:
        """How often every image was predicted."""
        return len(self.predictions)

    @property
    def confusion(self) -> np.ndarray | None:
        """Counts ``(k, k)``, true classes in rows; summed over repeats; None for multilabel."""
        if self.task == "multilabel":
            return None
        repeats, rows = np.nonzero(self.tested)
        true = class_codes(self.y_true, self.class_names)[rows]
        predicted = class_codes(self.predictions[repeats, rows], self.class_names)
        return confusion_counts(true, predicted, len(self.class_names))

    @property
    def counts(self) -> dict[str, int] | None:
        """The four counts ``tp``, ``fp``, ``tn``, ``fn`` of a binary task.

        Summed over repeats; None without a positive class.
        """
        if self.positive is None:
            return None
        i = list(self.class_names).index(self.positive)
        (tp, fn), (fp, tn) = self.confusion[np.ix_([i, 1 - i], [i, 1 - i])].tolist()
        return {"tp": tp, "fp": fp, "tn": tn, "fn": fn}

    @property
    def tested(self) -> np.ndarray:
        """Which predictions there are: ``(repeats, n)``, bool."""
        return np.ones((self.n_repeats, self.n_images), dtype=bool)

    def by(self, values, name="group") -> Breakdown:
        """Figures of the images that share a value, such as the scanner they came from.

        Parameters
        ----------
        values : array-like of shape (n,)
            Value of every image.
        name : str, default="group"
            What the values are.

        Returns
        -------
        Breakdown
        """
        return breakdown(self, values, name)

    def curves(self, kind="roc") -> Curves:
        """Curves of the out-of-fold scores.

        Parameters
        ----------
        kind : {"roc", "precision_recall"}, default="roc"

        Returns
        -------
        Curves
            Of every fold and ranked class, and their mean, whose area is the figure
            ``roc_auc``, ``average_precision`` or its mean over classes.

        Raises
        ------
        ValueError
            If there are no scores, or no fold defines a curve.
        """
        return curves(self, kind)

    def _fold_numbers(self) -> np.ndarray:
        return self.tested.astype(int)

    def _inflation(self) -> float:
        """Factor on variances for overlapping training sets; a single model has none."""
        return 1.0

    def figures(self) -> dict:
        """All figures as plain values, as they travel inside a model file.

        Returns
        -------
        dict
            ``n_images``, and for every figure a dict of ``value`` and, where there is an
            interval, ``interval`` (two numbers) and ``interval_method``.
        """
        plain = {name: _plain_estimate(estimate) for name, estimate in self.metrics.items()}
        return {"n_images": self.n_images, **plain}

    def frame(self):
        """Table of the predictions.

        Returns
        -------
        pandas.DataFrame
            One row per tested image and repeat: ``path``, ``group``, ``fold``,
            ``repeat``, ``truth``, ``prediction`` (several labels joined by ``;``, unknown
            ones of the truth with a ``?`` before them) and one column ``score_NAME`` per
            class. Columns that nothing is known of are left out.
        """
        import pandas as pd

        parts = [
            pd.DataFrame(self._columns(repeat))[self.tested[repeat]]
            for repeat in range(self.n_repeats)
        ]
        return pd.concat(parts, ignore_index=True)

    def _columns(self, repeat: int) -> dict:
        columns = {"path": self.paths, "group": self.groups, **self._place_columns(repeat)}
        columns = {name: values for name, values in columns.items() if values is not None}
        columns["truth"] = spelled_labels(self.y_true, self.class_names)
        columns["prediction"] = spelled_labels(self.predictions[repeat], self.class_names)
        if self.scores is not None:
            names = (f"score_{name}" for name in self.class_names)
            columns |= dict(zip(names, self.scores[repeat].T))
        return columns

    def _place_columns(self, repeat: int) -> dict:
        return {}

    def per_class(self):
        """Table of the classes.

        Returns
        -------
        pandas.DataFrame
            Index: class names; columns as in ``classes``.
        """
        import pandas as pd

        return pd.DataFrame(self.classes, index=pd.Index(self.class_names, name="class"))

    def scores_frame(self):
        """Table of the figures.

        Returns
        -------
        pandas.DataFrame
            Index: names of the figures, the headline first; columns ``value``, ``std``,
            ``low``, ``high`` and ``method``.
        """
        import pandas as pd

        return pd.DataFrame(
            [self._score_row(name) for name in self.metric_names],
            index=pd.Index(self.metric_names, name="metric"),
        )

    @property
    def metric_names(self) -> list[str]:
        """Names of the figures, the headline first."""
        return [self.headline, *(name for name in self.metrics if name != self.headline)]

    def _score_row(self, name: str) -> dict:
        estimate = self.metrics[name]
        low, high, method = estimate.interval or (None, None, None)
        row = {"value": estimate.value, "std": estimate.std}
        return row | {"low": low, "high": high, "method": method}

    def plot(self, kind=None, ax=None, by=None):
        """Draw.

        Parameters
        ----------
        kind : {"confusion", "per_class", "roc", "precision_recall", "by"}, optional
            By default the confusion matrix; for multilabel the F1 of every label.
        ax : matplotlib.axes.Axes, optional
            Where to draw; by default a new figure.
        by : array-like of shape (n,), optional
            Values to break down by, for the kind ``"by"``.

        Returns
        -------
        ConfusionDisplay, PerLabelDisplay, RocDisplay or PrecisionRecallDisplay

        Raises
        ------
        ValueError
            If the kind is unknown, or the result lacks what it draws.
        """
        return draw(self, kind, ax, by)

    def __repr__(self):
        return f"<{type(self).__name__}: {self._title()}>"

    def _title(self) -> str:
        return f"{self.n_images:,} images, {len(self.class_names)} classes ({self.task})"

    def __str__(self):
        lines = [self._title(), *(self._line(name) for name in self.front_page())]
        lines += [f"95% interval of {self.headline}: {self._method()}"]
        return "\n".join(lines + [f"note: {note}" for note in self.notes])

    def front_page(self) -> list[str]:
        """Names of the figures that matter, the headline first."""
        return front_page(self.metrics, self.headline, self.task, self.positive)

    def _line(self, name: str) -> str:
        estimate = self.metrics[name]
        limits = ""
        if estimate.interval is not None:
            limits = f"  [{estimate.interval.low:.3f}, {estimate.interval.high:.3f}]"
        return f"  {name:<24}{estimate.value:.3f}{limits}"

    def _method(self) -> str:
        interval = self.metrics[self.headline].interval
        return "none" if interval is None else interval.method


def _plain_estimate(estimate: Estimate) -> dict:
    plain = {"value": estimate.value}
    if estimate.interval is not None:
        low, high, method = estimate.interval
        plain |= {"interval": [low, high], "interval_method": method}
    return plain
