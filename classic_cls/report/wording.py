"""Names and meanings of the metrics, and figures as text."""

from typing import NamedTuple

from ..evaluation.figures.table import FIGURES

__all__ = ["MetricWords", "figure", "from_0_to_1", "interval_text", "is_share", "metric_words"]

_NONE = "\N{EN DASH}"


class MetricWords(NamedTuple):
    """How a metric is spoken of: its title, its meaning, and the main sentence's beginning."""

    title: str
    meaning: str
    clause: str = ""


_WORDS = {
    "accuracy": MetricWords(
        "Accuracy",
        "share of images labelled correctly",
        "{} of the images are labelled correctly",
    ),
    "subset_accuracy": MetricWords(
        "Subset accuracy",
        "share of images with all labels right",
        "{} of the images have all their labels right",
    ),
    "balanced_accuracy": MetricWords(
        "Balanced accuracy",
        "mean recall of the classes, large and small",
        "On average over the classes, {} of a class's images are labelled correctly",
    ),
    "hamming_loss": MetricWords(
        "Hamming loss",
        "share of wrong labels",
        "{} of all labels, given or withheld, are wrong",
    ),
    "precision_macro": MetricWords("Macro precision", "mean precision of the classes"),
    "precision_micro": MetricWords("Micro precision", "precision of all labels together"),
    "recall_macro": MetricWords("Macro recall", "mean recall of the classes"),
    "recall_micro": MetricWords("Micro recall", "recall of all labels together"),
    "f1_macro": MetricWords(
        "Macro F1", "mean F1 of the classes", "Averaged over the classes, the F1 score is {}"
    ),
    "f1_micro": MetricWords(
        "Micro F1",
        "F1 of all labels together",
        "The labels of all images together reach an F1 of {}",
    ),
    "f1_samples": MetricWords("F1 per image", "mean F1 of the labels of an image"),
    "jaccard_macro": MetricWords(
        "Macro Jaccard",
        "images that rightly get a label, of those that get it or have it; mean of the labels",
    ),
    "jaccard_samples": MetricWords(
        "Jaccard per image",
        "labels rightly given to an image, of those that it gets or has; mean of the images",
    ),
    "kappa": MetricWords(
        "Cohen's kappa", "agreement beyond what chance would give: 0 is guessing, 1 all right"
    ),
    "mcc": MetricWords(
        "Matthews correlation", "of answers and truth: 0 is guessing, 1 all right, -1 all wrong"
    ),
    "sensitivity": MetricWords(
        "Sensitivity",
        "share of the positive images that are found",
        "{} of the positive images are found",
    ),
    "specificity": MetricWords(
        "Specificity",
        "share of the negative images that are left alone",
        "{} of the negative images are recognised as such",
    ),
    "precision": MetricWords(
        "Precision",
        "share of the images called positive that are",
        "{} of the images called positive are so",
    ),
    "f1": MetricWords(
        "F1",
        "harmonic mean of precision and sensitivity",
        "The F1 score of the positive class is {}",
    ),
    "mean_cost": MetricWords(
        "Mean cost", "cost of an answer, as costs were given", "An answer costs {} on average"
    ),
    "top_3_accuracy": MetricWords(
        "Top-3 accuracy",
        "share of images whose class is among the 3 with the highest scores",
        "For {} of the images the class is among the 3 with the highest scores",
    ),
    "top_5_accuracy": MetricWords(
        "Top-5 accuracy",
        "share of images whose class is among the 5 with the highest scores",
        "For {} of the images the class is among the 5 with the highest scores",
    ),
    "roc_auc": MetricWords(
        "ROC AUC",
        "how often, of one image of each class, the scores tell which is which; guessing: 0.5",
        "The area under the ROC curve is {}",
    ),
    "average_precision": MetricWords(
        "Average precision",
        "area under the precision-recall curve; guessing: the share of positive images",
    ),
    "roc_auc_macro": MetricWords(
        "Macro ROC AUC",
        "mean over the classes: how often an image with it scores above one without; "
        "guessing: 0.5",
        "Averaged over the classes, the area under the ROC curve is {}",
    ),
    "mean_average_precision": MetricWords(
        "Mean average precision",
        "mean over the classes of the area under the precision-recall curve",
    ),
    "log_loss": MetricWords(
        "Log loss", "how far the probabilities are off, above all where they were sure; best: 0"
    ),
    "brier": MetricWords(
        "Brier score", "mean squared error of the probabilities; best: 0"
    ),
}
_MULTILABEL = {
    "balanced_accuracy": MetricWords(
        "Balanced accuracy", "mean over labels of the mean of sensitivity and specificity"
    ),
}


def metric_words(name: str, task: str) -> MetricWords:
    """Title, meaning and sentence of a metric.

    Parameters
    ----------
    name : str
        Name in the result; one that is unknown (a scikit-learn scorer) is its own title.
    task : {"binary", "multiclass", "multilabel"}

    Returns
    -------
    MetricWords

    Examples
    --------
    >>> metric_words("subset_accuracy", "multilabel").title
    'Subset accuracy'
    """
    known = _WORDS | (_MULTILABEL if task == "multilabel" else {})
    title, meaning, clause = known.get(name, MetricWords(name, "a scikit-learn scorer"))
    if task == "multilabel":
        meaning, clause = (text.replace("the classes", "the labels") for text in (meaning, clause))
    return MetricWords(title, meaning, clause or f"{title} is {{}}")


def is_share(name: str) -> bool:
    """Whether a figure is a share of something counted, so that it stands in percent.

    >>> is_share("f1"), is_share("roc_auc"), is_share("kappa")
    (True, False, False)
    """
    known = FIGURES.get(name)
    return known is not None and known.kind == "count" and known.bounds == (0.0, 1.0)


def from_0_to_1(name: str) -> bool:
    """Whether a figure can be shown on a scale from 0 to 1.

    >>> from_0_to_1("roc_auc"), from_0_to_1("kappa")
    (True, False)
    """
    return name in FIGURES and FIGURES[name].bounds == (0.0, 1.0)


def figure(value: float | None, share: bool = True, unit: str = "%") -> str:
    """A figure as text: percent with one decimal.

    Parameters
    ----------
    value : float or None
        In [0, 1] for a share.
    share : bool
        Other figures, such as a log loss, are shown with three decimals.
    unit : str
        Behind a percentage.

    Returns
    -------
    str
        What is not quite all or nothing is not rounded to it.

    Examples
    --------
    >>> figure(0.9312), figure(0.9999), figure(1), figure(-1.5, share=False)
    ('93.1%', '>99.9%', '100.0%', '-1.500')
    """
    if value is None:
        return _NONE
    if not share:
        return f"{value:.3f}"
    if 0.9995 <= value < 1:
        return f">99.9{unit}"
    if 0 < value < 0.0005:
        return f"<0.1{unit}"
    return f"{100 * value:.1f}{unit}"


def interval_text(interval, share: bool = True) -> str:
    """Limits of an interval, without the sign.

    Parameters
    ----------
    interval : (low, high) or None
    share : bool
        As in `figure`.

    Returns
    -------
    str

    Examples
    --------
    >>> interval_text([0.918, 0.942])
    '91.8 to 94.2'
    """
    if interval is None:
        return _NONE
    # "99.97 to 100" reads better rounded than with two signs.
    low, high = (f"{100 * x:.1f}" if share else f"{x:.3f}" for x in interval)
    return f"{low} to {high}"
