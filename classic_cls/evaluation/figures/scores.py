"""Figures of scores, and what every image adds to them."""

import numpy as np

from .behind import Ranks, Terms, Whole
from .calibration import calibration_error, calibration_interval
from .record import ALL_TASKS, BINARY, MULTICLASS, MULTILABEL, SINGLE_LABEL, UNBOUNDED, Figure

_SEVERAL = (*MULTICLASS, *MULTILABEL)
_LARGEST_LOG_LOSS = -float(np.log(np.finfo(float).eps))


def log_loss_terms(codes, probabilities) -> np.ndarray:
    """Minus the logarithm of the probability of the true class.

    Rows are scaled to sum 1; a probability of 0 counts as the smallest step of a double,
    2.2e-16, as in ``sklearn.metrics.log_loss``.

    >>> log_loss_terms(np.array([1]), np.array([[0.5, 0.5]])).round(3).tolist()
    [0.693]
    """
    tiny = np.finfo(float).eps
    true = _scaled(probabilities)[np.arange(len(codes)), codes]
    return -np.log(np.clip(true, tiny, 1 - tiny))


def brier_terms(codes, probabilities) -> np.ndarray:
    """Squared error of the probabilities, as Brier (1950) defined it.

    It is summed over the classes, so in [0, 2]; with two classes it is that of one of
    them, in [0, 1], as is usual.

    >>> brier_terms(np.array([0]), np.array([[0.5, 0.3, 0.2]])).round(2).tolist()
    [0.38]
    """
    errors = _scaled(probabilities)
    errors[np.arange(len(codes)), codes] -= 1
    total = (errors**2).sum(axis=1)
    return total / 2 if errors.shape[1] == 2 else total


def top_k_hits(codes, scores, k: int) -> np.ndarray:
    """Whether the true class is among the ``k`` with the highest scores, 1.0 or 0.0.

    Of equal scores the later classes come first, as in
    ``sklearn.metrics.top_k_accuracy_score``.

    >>> top_k_hits(np.array([2]), np.array([[0.5, 0.1, 0.4]]), 2).tolist()
    [1.0]
    """
    true = scores[np.arange(len(codes)), codes][:, None]
    later = np.arange(scores.shape[1]) > codes[:, None]
    ahead = (scores > true) | ((scores == true) & later)
    return (ahead.sum(axis=1) < k).astype(float)


def _scaled(probabilities) -> np.ndarray:
    totals = probabilities.sum(axis=1, keepdims=True)
    return probabilities / np.where(totals > 0, totals, 1.0)


SCORE_FIGURES = (
    Figure(
        "top_3_accuracy", "Top-3 accuracy",
        "share of images whose class is among the 3 with the highest scores", MULTICLASS,
        Terms(lambda part: top_k_hits(part.truth, part.scores, 3), share=True),
        clause="For {} of the images the class is among the 3 with the highest scores",
        needs=("scores",), fewest_classes=5, front=MULTICLASS,
    ),
    Figure(
        "top_5_accuracy", "Top-5 accuracy",
        "share of images whose class is among the 5 with the highest scores", MULTICLASS,
        Terms(lambda part: top_k_hits(part.truth, part.scores, 5), share=True),
        clause="For {} of the images the class is among the 5 with the highest scores",
        needs=("scores",), fewest_classes=10,
    ),
    Figure(
        "roc_auc", "ROC AUC",
        "how often, of one image of each class, the scores tell which is which; guessing: 50%",
        BINARY,
        Ranks("roc"),
        clause="The area under the ROC curve is {}", needs=("scores",),
        front=BINARY,
    ),
    Figure(
        "average_precision", "Average precision",
        "area under the precision-recall curve; guessing: the share of positive images", BINARY,
        Ranks("precision_recall"),
        needs=("positive", "scores"),
    ),
    Figure(
        "roc_auc_macro", "Macro ROC AUC",
        "mean over the classes: how often an image with it scores above one without; "
        "guessing: 50%",
        _SEVERAL,
        Ranks("roc"),
        clause="Averaged over the classes, the area under the ROC curve is {}", needs=("scores",),
    ),
    Figure(
        "mean_average_precision", "Mean average precision",
        "mean over the classes of the area under the precision-recall curve", _SEVERAL,
        Ranks("precision_recall"),
        needs=("scores",), front=MULTILABEL,
    ),
    Figure(
        "log_loss", "Log loss",
        "how far the probabilities are off, above all where they were sure; best: 0", SINGLE_LABEL,
        Terms(lambda part: log_loss_terms(part.truth, part.scores), largest=_LARGEST_LOG_LOSS),
        needs=("probabilities",), bounds=UNBOUNDED, lower_is_better=True, percent=False,
    ),
    Figure(
        "brier", "Brier score", "mean squared error of the probabilities; best: 0", SINGLE_LABEL,
        Terms(lambda part: brier_terms(part.truth, part.scores)),
        needs=("probabilities",), bounds=lambda n_classes: (0.0, 1.0 if n_classes == 2 else 2.0),
        lower_is_better=True, percent=False,
    ),
    Figure(
        "calibration_error", "Calibration error",
        "how far probabilities are from the share that comes true, root mean square, without what "
        "chance adds; best: 0", ALL_TASKS,
        Whole(calibration_error, calibration_interval),
        clause="Probabilities are off by {}", needs=("probabilities",), lower_is_better=True,
        percent=False,
    ),
)
