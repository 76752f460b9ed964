"""When accuracy misleads: one class makes up most of the images."""

import numpy as np

__all__ = ["imbalance_notes"]

# Always answering a class of this share is right so often that few accuracies tell more.
_LARGE_SHARE = 0.75
_IMBALANCE = 3.0
_CLOSE = 0.05


def imbalance_notes(y, metrics, positive=None) -> tuple[str, ...]:
    """Say that accuracy misleads, where it does.

    Parameters
    ----------
    y : ndarray of shape (n,) or (n, k)
        Targets; of multilabel ones nothing is said.
    metrics : dict of str to Estimate
    positive : str, optional
        Positive class of a binary task.

    Returns
    -------
    tuple of str
        One note if the largest class has 75% of the images; or if it is more than 3
        times as large as the smallest and the accuracy within 5 points of always
        answering it.

    Examples
    --------
    >>> import numpy as np
    >>> imbalance_notes(np.array(["good"] * 93 + ["bad"] * 7), {}, "bad")
    ("class 'good' is 93% of the images: always answering it is right 93% of the time; look at
     balanced accuracy, sensitivity and specificity",)
    """
    if y.ndim == 2:
        return ()
    names, counts = np.unique(y, return_counts=True)
    share = counts.max() / len(y)
    accuracy = metrics["accuracy"].value if "accuracy" in metrics else 1.0
    close = counts.max() > _IMBALANCE * counts.min() and accuracy - share < _CLOSE
    if share < _LARGE_SHARE and not close:
        return ()
    percent = f"{100 * share:.0f}%" if share < 0.995 else f"{min(100 * share, 99.9):.1f}%"
    better = "balanced accuracy and macro F1"
    if positive is not None:
        better = "balanced accuracy, sensitivity and specificity"
    return (
        f"class '{names[counts.argmax()]}' is {percent} of the images: always answering it is "
        f"right {percent} of the time; look at {better}",
    )
