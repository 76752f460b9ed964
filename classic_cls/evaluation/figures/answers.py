"""Figures of answers: functions of counts of right and wrong ones."""

from .behind import (
    BEYOND_CHANCE,
    CALLED_POSITIVE,
    CLASSES,
    CLASSES_AND_REST,
    COSTS,
    IMAGES,
    NEGATIVES,
    POSITIVES,
    RIGHT_IMAGES,
    Counts,
)
from .record import ALL_TASKS, BINARY, MULTICLASS, MULTILABEL, SINGLE_LABEL, UNBOUNDED, Figure


def _summed(name) -> dict:
    """Of single labels a micro average is the accuracy; of several it is a figure of its own."""
    return {"same_as": None, "behind": Counts(lambda c: c.micro(name), IMAGES)}


ANSWER_FIGURES = (
    Figure(
        "accuracy", "Accuracy", "share of images labelled correctly", SINGLE_LABEL,
        Counts(lambda c: c.accuracy, RIGHT_IMAGES),
        clause="{} of the images are labelled correctly", front=SINGLE_LABEL,
    ),
    Figure(
        "subset_accuracy", "Subset accuracy", "share of images with all labels right", MULTILABEL,
        Counts(lambda c: c.of_image(0), RIGHT_IMAGES),
        clause="{} of the images have all their labels right", front=MULTILABEL,
    ),
    Figure(
        "balanced_accuracy", "Balanced accuracy", "mean recall of the classes, large and small",
        ALL_TASKS,
        Counts(lambda c: c.balanced_accuracy, CLASSES),
        clause="On average over the classes, {} of a class's images are labelled correctly",
        front=SINGLE_LABEL,
        multilabel={
            "meaning": "mean over labels of the mean of sensitivity and specificity",
            "clause": "Balanced accuracy is {}",
            "behind": Counts(lambda c: c.balanced_accuracy, CLASSES_AND_REST),
        },
    ),
    Figure(
        "hamming_loss", "Hamming loss", "share of wrong labels", MULTILABEL,
        Counts(lambda c: c.hamming_loss, IMAGES),
        clause="{} of all labels, given or withheld, are wrong", lower_is_better=True,
        front=MULTILABEL,
    ),
    Figure(
        "precision_macro", "Macro precision", "mean precision of the classes", ALL_TASKS,
        Counts(lambda c: c.macro("precision"), CLASSES),
    ),
    Figure(
        "precision_micro", "Micro precision", "precision of all labels together", ALL_TASKS,
        Counts(lambda c: c.micro("precision"), RIGHT_IMAGES),
        same_as="accuracy", multilabel=_summed("precision"),
    ),
    Figure(
        "recall_macro", "Macro recall", "mean recall of the classes", ALL_TASKS,
        Counts(lambda c: c.macro("recall"), CLASSES),
    ),
    Figure(
        "recall_micro", "Micro recall", "recall of all labels together", ALL_TASKS,
        Counts(lambda c: c.micro("recall"), RIGHT_IMAGES),
        same_as="accuracy", multilabel=_summed("recall"),
    ),
    Figure(
        "f1_macro", "Macro F1", "mean F1 of the classes", ALL_TASKS,
        Counts(lambda c: c.macro("f1"), CLASSES),
        clause="Averaged over the classes, the F1 score is {}", front=(*MULTICLASS, *MULTILABEL),
    ),
    Figure(
        "f1_micro", "Micro F1", "F1 of all labels together", ALL_TASKS,
        Counts(lambda c: c.micro("f1"), RIGHT_IMAGES),
        clause="The labels of all images together reach an F1 of {}", front=MULTILABEL,
        same_as="accuracy", multilabel=_summed("f1"),
    ),
    Figure(
        "f1_samples", "F1 per image", "mean F1 of the labels of an image", MULTILABEL,
        Counts(lambda c: c.of_image(1), IMAGES),
        front=MULTILABEL,
    ),
    Figure(
        "jaccard_macro", "Macro Jaccard",
        "images that rightly get a label, of those that get it or have it; mean of the labels",
        MULTILABEL,
        Counts(lambda c: c.macro("jaccard"), CLASSES),
    ),
    Figure(
        "jaccard_samples", "Jaccard per image",
        "labels rightly given to an image, of those that it gets or has; mean of the images",
        MULTILABEL,
        Counts(lambda c: c.of_image(2), IMAGES),
    ),
    Figure(
        "kappa", "Cohen's kappa",
        "agreement beyond what chance would give: 0 is guessing, 1 all right", SINGLE_LABEL,
        Counts(lambda c: c.kappa, BEYOND_CHANCE),
        bounds=(-1.0, 1.0), percent=False,
    ),
    Figure(
        "mcc", "Matthews correlation",
        "of answers and truth: 0 is guessing, 1 all right, -1 all wrong", SINGLE_LABEL,
        Counts(lambda c: c.mcc, BEYOND_CHANCE),
        bounds=(-1.0, 1.0), percent=False,
    ),
    Figure(
        "sensitivity", "Sensitivity", "share of the positive images that are found", BINARY,
        Counts(lambda c: c.of_positive("recall"), POSITIVES),
        clause="{} of the positive images are found", needs=("positive",), front=("positive",),
        aim="recall",
    ),
    Figure(
        "specificity", "Specificity", "share of the negative images that are left alone", BINARY,
        Counts(lambda c: c.of_negative("recall"), NEGATIVES),
        clause="{} of the negative images are recognised as such", needs=("positive",),
        front=("positive",), aim="specificity",
    ),
    Figure(
        "precision", "Precision", "share of the images called positive that are", BINARY,
        Counts(lambda c: c.of_positive("precision"), CALLED_POSITIVE),
        clause="{} of the images called positive are so", needs=("positive",), aim="precision",
    ),
    Figure(
        "f1", "F1", "harmonic mean of precision and sensitivity", BINARY,
        Counts(lambda c: c.of_positive("f1"), POSITIVES),
        clause="The F1 score of the positive class is {}", needs=("positive",),
    ),
    Figure(
        "mean_cost", "Mean cost", "cost of an answer, as costs were given", SINGLE_LABEL,
        Counts(lambda c: c.mean_cost, COSTS),
        clause="An answer costs {} on average", needs=("costs",), bounds=UNBOUNDED,
        lower_is_better=True, percent=False, front=("positive", *SINGLE_LABEL),
    ),
)
