"""Every figure, by name."""

from .record import ALL_TASKS, SINGLE_LABEL, UNBOUNDED, Figure

__all__ = ["FIGURES", "figure_names", "front_page", "record_of"]

_BINARY, _MULTICLASS, _MULTILABEL = ("binary",), ("multiclass",), ("multilabel",)
_SEVERAL = (*_MULTICLASS, *_MULTILABEL)

FIGURES = {
    figure.name: figure
    for figure in (
        Figure(
            "accuracy",
            "Accuracy",
            "share of images labelled correctly",
            SINGLE_LABEL,
            "count",
            clause="{} of the images are labelled correctly",
            front=SINGLE_LABEL,
        ),
        Figure(
            "subset_accuracy",
            "Subset accuracy",
            "share of images with all labels right",
            _MULTILABEL,
            "count",
            clause="{} of the images have all their labels right",
            front=_MULTILABEL,
        ),
        Figure(
            "balanced_accuracy",
            "Balanced accuracy",
            "mean recall of the classes, large and small",
            ALL_TASKS,
            "count",
            clause="On average over the classes, {} of a class's images are labelled correctly",
            front=SINGLE_LABEL,
            multilabel={
                "meaning": "mean over labels of the mean of sensitivity and specificity",
                "clause": "Balanced accuracy is {}",
            },
        ),
        Figure(
            "hamming_loss",
            "Hamming loss",
            "share of wrong labels",
            _MULTILABEL,
            "count",
            clause="{} of all labels, given or withheld, are wrong",
            lower_is_better=True,
            front=_MULTILABEL,
        ),
        Figure(
            "precision_macro",
            "Macro precision",
            "mean precision of the classes",
            ALL_TASKS,
            "count",
        ),
        Figure(
            "precision_micro",
            "Micro precision",
            "precision of all labels together",
            ALL_TASKS,
            "count",
            same_as="accuracy",
            multilabel={"same_as": None},
        ),
        Figure("recall_macro", "Macro recall", "mean recall of the classes", ALL_TASKS, "count"),
        Figure(
            "recall_micro",
            "Micro recall",
            "recall of all labels together",
            ALL_TASKS,
            "count",
            same_as="accuracy",
            multilabel={"same_as": None},
        ),
        Figure(
            "f1_macro",
            "Macro F1",
            "mean F1 of the classes",
            ALL_TASKS,
            "count",
            clause="Averaged over the classes, the F1 score is {}",
            front=_SEVERAL,
        ),
        Figure(
            "f1_micro",
            "Micro F1",
            "F1 of all labels together",
            ALL_TASKS,
            "count",
            clause="The labels of all images together reach an F1 of {}",
            front=_MULTILABEL,
            same_as="accuracy",
            multilabel={"same_as": None},
        ),
        Figure(
            "f1_samples",
            "F1 per image",
            "mean F1 of the labels of an image",
            _MULTILABEL,
            "count",
            front=_MULTILABEL,
        ),
        Figure(
            "jaccard_macro",
            "Macro Jaccard",
            "images that rightly get a label, of those that get it or have it; mean of the labels",
            _MULTILABEL,
            "count",
        ),
        Figure(
            "jaccard_samples",
            "Jaccard per image",
            "labels rightly given to an image, of those that it gets or has; mean of the images",
            _MULTILABEL,
            "count",
        ),
        Figure(
            "kappa",
            "Cohen's kappa",
            "agreement beyond what chance would give: 0 is guessing, 1 all right",
            SINGLE_LABEL,
            "count",
            bounds=(-1.0, 1.0),
            percent=False,
        ),
        Figure(
            "mcc",
            "Matthews correlation",
            "of answers and truth: 0 is guessing, 1 all right, -1 all wrong",
            SINGLE_LABEL,
            "count",
            bounds=(-1.0, 1.0),
            percent=False,
        ),
        Figure(
            "sensitivity",
            "Sensitivity",
            "share of the positive images that are found",
            _BINARY,
            "count",
            clause="{} of the positive images are found",
            needs=("positive",),
            front=("positive",),
            aim="recall",
        ),
        Figure(
            "specificity",
            "Specificity",
            "share of the negative images that are left alone",
            _BINARY,
            "count",
            clause="{} of the negative images are recognised as such",
            needs=("positive",),
            front=("positive",),
            aim="specificity",
        ),
        Figure(
            "precision",
            "Precision",
            "share of the images called positive that are",
            _BINARY,
            "count",
            clause="{} of the images called positive are so",
            needs=("positive",),
            aim="precision",
        ),
        Figure(
            "f1",
            "F1",
            "harmonic mean of precision and sensitivity",
            _BINARY,
            "count",
            clause="The F1 score of the positive class is {}",
            needs=("positive",),
        ),
        Figure(
            "mean_cost",
            "Mean cost",
            "cost of an answer, as costs were given",
            SINGLE_LABEL,
            "count",
            clause="An answer costs {} on average",
            needs=("costs",),
            bounds=UNBOUNDED,
            lower_is_better=True,
            percent=False,
            front=("positive", *SINGLE_LABEL),
        ),
        Figure(
            "top_3_accuracy",
            "Top-3 accuracy",
            "share of images whose class is among the 3 with the highest scores",
            _MULTICLASS,
            "count",
            clause="For {} of the images the class is among the 3 with the highest scores",
            needs=("scores",),
            fewest_classes=5,
            front=_MULTICLASS,
        ),
        Figure(
            "top_5_accuracy",
            "Top-5 accuracy",
            "share of images whose class is among the 5 with the highest scores",
            _MULTICLASS,
            "count",
            clause="For {} of the images the class is among the 5 with the highest scores",
            needs=("scores",),
            fewest_classes=10,
        ),
        Figure(
            "roc_auc",
            "ROC AUC",
            "how often, of one image of each class, the scores tell which is which; guessing: 0.5",
            _BINARY,
            "rank",
            clause="The area under the ROC curve is {}",
            needs=("scores",),
            percent=False,
            front=_BINARY,
        ),
        Figure(
            "average_precision",
            "Average precision",
            "area under the precision-recall curve; guessing: the share of positive images",
            _BINARY,
            "rank",
            needs=("positive", "scores"),
            percent=False,
        ),
        Figure(
            "roc_auc_macro",
            "Macro ROC AUC",
            "mean over the classes: how often an image with it scores above one without; "
            "guessing: 0.5",
            _SEVERAL,
            "rank",
            clause="Averaged over the classes, the area under the ROC curve is {}",
            needs=("scores",),
            percent=False,
        ),
        Figure(
            "mean_average_precision",
            "Mean average precision",
            "mean over the classes of the area under the precision-recall curve",
            _SEVERAL,
            "rank",
            needs=("scores",),
            percent=False,
            front=_MULTILABEL,
        ),
        Figure(
            "log_loss",
            "Log loss",
            "how far the probabilities are off, above all where they were sure; best: 0",
            SINGLE_LABEL,
            "probability",
            needs=("probabilities",),
            bounds=UNBOUNDED,
            lower_is_better=True,
            percent=False,
        ),
        Figure(
            "brier",
            "Brier score",
            "mean squared error of the probabilities; best: 0",
            SINGLE_LABEL,
            "probability",
            needs=("probabilities",),
            bounds=(0.0, 2.0),
            lower_is_better=True,
            percent=False,
        ),
    )
}


def record_of(name: str, task: str | None = None) -> Figure:
    """The record of a figure, in the words of a task; a plain one of a scikit-learn scorer.

    >>> record_of("f1_macro", "multilabel").meaning, record_of("f1_weighted").title
    ('mean F1 of the labels', 'f1_weighted')
    """
    scorer = Figure(
        name, name, "a scikit-learn scorer", ALL_TASKS, "scorer", bounds=UNBOUNDED, percent=False
    )
    return FIGURES.get(name, scorer).of(task)


def figure_names(task, n_classes, positive=None, score_kind=None, costs=None) -> list[str]:
    """Names of the figures that there are for a task.

    Parameters
    ----------
    task : {"binary", "multiclass", "multilabel"}
    n_classes : int
    positive : str, optional
        Positive class.
    score_kind : {"predict_proba", "decision_function"}, optional
        What scores there are.
    costs : object, optional
        Anything but None if mistakes have costs.

    Returns
    -------
    list of str
        In the order of `FIGURES`.

    Examples
    --------
    >>> sorted(set(figure_names("binary", 2, "defect")) - set(figure_names("binary", 2)))
    ['f1', 'precision', 'sensitivity', 'specificity']
    """
    given = {
        "positive": positive is not None,
        "scores": score_kind is not None,
        "probabilities": score_kind == "predict_proba",
        "costs": costs is not None,
    }
    return [
        name
        for name, figure in FIGURES.items()
        if task in figure.tasks
        and all(given[need] for need in figure.needs)
        and n_classes >= figure.fewest_classes
    ]


def front_page(names, headline: str, task: str, positive=None) -> list[str]:
    """Those of the names that belong on the front page, the headline first.

    >>> front_page(["accuracy", "kappa", "f1", "sensitivity"], "accuracy", "binary", "defect")
    ['accuracy', 'sensitivity']
    """
    place = task if positive is None else "positive"
    shown = [name for name in names if name in FIGURES and place in FIGURES[name].front]
    return [headline, *(name for name in shown if name != headline)]
