"""When accuracy misleads: one class makes up most of the images."""

import numpy as np

# Always answering a class of this share is right so often that few accuracies tell more.
_LARGE_SHARE = 0.75
_IMBALANCE = 3.0
_CLOSE = 0.05


def imbalance_notes(predictions, figures) -> tuple[str, ...]:
    """Say that accuracy misleads, where it does; of several labels nothing is said.

    It does if the largest class has 75% of the images; or if it is more than 3 times as large
    as the smallest and the accuracy within 5 points of always answering it.
    """
    if predictions.multilabel:
        return ()
    counts = predictions.support
    if np.count_nonzero(counts) < 2:
        return ()  # whoever is told that a class is missing needs no more
    largest, share = predictions.class_names[counts.argmax()], counts.max() / counts.sum()
    smallest = counts[counts > 0].min()
    accuracy = figures["accuracy"].value if "accuracy" in figures else 1.0
    close = counts.max() > _IMBALANCE * smallest and accuracy - share < _CLOSE
    if share < _LARGE_SHARE and not close:
        return ()
    percent = f"{100 * share:.0f}%" if share < 0.995 else f"{min(100 * share, 99.9):.1f}%"
    better = "balanced accuracy and macro F1"
    if predictions.positive is not None:
        better = "balanced accuracy, sensitivity and specificity"
    return (
        f"class '{largest}' is {percent} of the images: always answering it is "
        f"right {percent} of the time; look at {better}",
    )
