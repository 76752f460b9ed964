"""What an evaluation gives: frozen, with tables and plots."""

from dataclasses import dataclass, field

import numpy as np

from .estimates import Estimate
from .fold_result import FoldResult
from .metrics import class_codes, confusion_counts

__all__ = ["CrossValidationResult", "PredictionResult"]


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
        Labels, or a multilabel indicator.
    predictions : ndarray of shape (repeats, n[, k])
        Out-of-fold predictions; one repeat for predictions of a fitted model.
    scores : ndarray of shape (repeats, n, k), float64, or None
        Probabilities or decision values of every class; finite.
    score_kind : {"predict_proba", "decision_function", None}
        What the scores are.
    groups, paths : ndarray or tuple of length n, or None
        Group and name of every image.
    metrics : dict of str to Estimate
        Every figure, by name; see `classification_metrics` and `multilabel_metrics`.
    classes : dict of str to ndarray of shape (k,)
        ``precision``, ``recall``, ``f1`` with its 95% limits ``f1_low`` and ``f1_high``,
        and ``support`` of every class.
    headline : str
        Name of the figure to show first.
    notes : tuple of str
        What a person should be told.
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
        true = class_codes(self.y_true, self.class_names)
        predicted = class_codes(self.predictions.ravel(), self.class_names)
        return confusion_counts(np.tile(true, self.n_repeats), predicted, len(self.class_names))

    def figures(self) -> dict:
        """All figures as plain values, as they travel inside a model file.

        Returns
        -------
        dict
            ``n_images``, and for every figure a dict of ``mean`` and, where there is an
            interval, ``interval`` (two numbers) and ``interval_method``.
        """
        plain = {name: _plain_estimate(estimate) for name, estimate in self.metrics.items()}
        return {"n_images": self.n_images, **plain}

    def frame(self):
        """Table of the predictions.

        Returns
        -------
        pandas.DataFrame
            One row per image and repeat: ``path``, ``group``, ``fold``, ``repeat``,
            ``truth``, ``prediction`` (several labels joined by ``;``) and one column
            ``score_NAME`` per class. What is unknown is left out.
        """
        import pandas as pd

        parts = [pd.DataFrame(self._columns(repeat)) for repeat in range(self.n_repeats)]
        return pd.concat(parts, ignore_index=True)

    def _columns(self, repeat: int) -> dict:
        columns = {"path": self.paths, "group": self.groups, **self._place_columns(repeat)}
        columns = {name: values for name, values in columns.items() if values is not None}
        columns["truth"] = self._joined(self.y_true)
        columns["prediction"] = self._joined(self.predictions[repeat])
        if self.scores is not None:
            names = (f"score_{name}" for name in self.class_names)
            columns |= dict(zip(names, self.scores[repeat].T))
        return columns

    def _place_columns(self, repeat: int) -> dict:
        return {}

    def _joined(self, labels):
        if labels.ndim == 1:
            return labels
        names = np.asarray(self.class_names)
        return [";".join(names[row != 0]) for row in labels]

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
            Index: names of the figures, the headline first; columns ``mean``, ``std``,
            ``pooled``, ``low``, ``high`` and ``method``.
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
        row = {"mean": estimate.mean, "std": estimate.std, "pooled": estimate.pooled}
        return row | {"low": low, "high": high, "method": method}

    def plot(self, ax=None):
        """Draw the confusion matrix; for multilabel the F1 of every label.

        Parameters
        ----------
        ax : matplotlib.axes.Axes, optional
            Where to draw; by default a new figure.

        Returns
        -------
        ConfusionDisplay or PerLabelDisplay
        """
        from ..displays import ConfusionDisplay, PerLabelDisplay

        if self.task != "multilabel":
            return ConfusionDisplay(self.confusion, self.class_names).plot(ax=ax)
        limits = (self.classes["f1_low"], self.classes["f1_high"])
        return PerLabelDisplay(self.classes["f1"], self.class_names, limits).plot(ax=ax)

    def __repr__(self):
        return f"<{type(self).__name__}: {self._title()}>"

    def _title(self) -> str:
        return f"{self.n_images:,} images, {len(self.class_names)} classes ({self.task})"

    def __str__(self):
        lines = [self._title(), *(self._line(name) for name in self._shown())]
        lines += [f"95% interval of {self.headline}: {self._method()}"]
        return "\n".join(lines + [f"note: {note}" for note in self.notes])

    def _shown(self) -> list[str]:
        """The figures of the short text."""
        wanted = ("accuracy", "balanced_accuracy", "f1_macro", "sensitivity", "specificity")
        if self.task == "multilabel":
            wanted = ("accuracy", "hamming_loss", "f1_micro", "f1_macro", "f1_samples")
        return [n for n in self.metric_names if n == self.headline or n in wanted]

    def _line(self, name: str) -> str:
        estimate = self.metrics[name]
        limits = ""
        if estimate.interval is not None:
            limits = f"  [{estimate.interval.low:.3f}, {estimate.interval.high:.3f}]"
        return f"  {name:<20}{estimate.mean:.3f}{limits}"

    def _method(self) -> str:
        interval = self.metrics[self.headline].interval
        return "none" if interval is None else interval.method


@dataclass(frozen=True, kw_only=True, repr=False)
class CrossValidationResult(PredictionResult):
    """Out-of-fold predictions of every image, and all that follows from them.

    Attributes
    ----------
    folds : ndarray of shape (repeats, n), int
        Number, from 1, of the fold that tested each image.
    fold_results : tuple of FoldResult
        Figures and times of every fold.
    train : dict of str to Estimate
        Figures on the training images, without intervals.
    dummy : dict of str to Estimate
        Figures of always predicting the most frequent class (or labels), on the same folds.
    seconds : dict of str to float
        Time by stage; ``fit`` and ``predict`` summed over the folds.
    rejected : tuple of Rejected
        Images that were set aside before.
    random_state : int or None
        Seed of the folds.

    See Also
    --------
    PredictionResult : the other attributes, and the methods.

    Examples
    --------
    >>> from sklearn.datasets import load_iris
    >>> from sklearn.naive_bayes import GaussianNB
    >>> from classic_cls import cross_validate
    >>> X, y = load_iris(return_X_y=True)
    >>> result = cross_validate(GaussianNB(), X, y, cv=3, class_names=[0, 1, 2])
    >>> result
    <CrossValidationResult: 3-fold cross-validation, 150 images, 3 classes (multiclass)>
    >>> len(result.frame()), result.per_class()["support"].tolist()
    (150, [50, 50, 50])
    """

    folds: np.ndarray
    fold_results: tuple[FoldResult, ...]
    train: dict[str, Estimate]
    dummy: dict[str, Estimate]
    seconds: dict[str, float] = field(default_factory=dict)
    rejected: tuple = ()
    random_state: int | None = 0

    @property
    def n_folds(self) -> int:
        """Folds of each repeat."""
        return int(self.folds.max())

    @property
    def overfitting_gap(self) -> float | None:
        """Headline figure on the training images less that on the tested ones."""
        if self.headline not in self.train:
            return None
        return self.train[self.headline].mean - self.metrics[self.headline].mean

    def folds_frame(self):
        """Table of the folds.

        Returns
        -------
        pandas.DataFrame
            One row per fold: numbers, sizes, times, ``test_NAME`` and ``train_NAME``.
        """
        import pandas as pd

        return pd.DataFrame([fold.row() for fold in self.fold_results])

    def _place_columns(self, repeat: int) -> dict:
        return {"fold": self.folds[repeat], "repeat": np.full(self.n_images, repeat + 1)}

    def _score_row(self, name: str) -> dict:
        row = super()._score_row(name)
        for column, figures in (("train", self.train), ("dummy", self.dummy)):
            row[column] = figures[name].mean if name in figures else None
        return row

    def _title(self) -> str:
        repeats = f", {self.n_repeats} repeats" if self.n_repeats > 1 else ""
        return f"{self.n_folds}-fold cross-validation{repeats}, {super()._title()}"

    def _line(self, name: str) -> str:
        line = super()._line(name)
        if name in self.dummy:
            line = f"{line:<46}dummy {self.dummy[name].mean:.3f}"
        if name in self.train:
            line += f"  training {self.train[name].mean:.3f}"
        return line


def _plain_estimate(estimate: Estimate) -> dict:
    plain = {"mean": estimate.mean}
    if estimate.interval is not None:
        low, high, method = estimate.interval
        plain |= {"interval": [low, high], "interval_method": method}
    return plain
