"""What some images of a set are and the others are not."""

import numpy as np

from .finding import Flagged

# More of them, and both kinds belong to the set.
MOST = 0.5


def fewer(found, when_true: str, when_false: str) -> tuple[np.ndarray, str, bool]:
    """Rows of the less frequent kind, its name, and whether it is the kind of True."""
    found = np.asarray(found, bool)
    is_true = found.mean() <= MOST
    return np.flatnonzero(found == is_true), when_true if is_true else when_false, bool(is_true)


def flagged_by_class(rows, detail: str) -> list[Flagged]:
    """All of these rows, with one detail."""
    return [Flagged(int(row), detail) for row in rows]


def in_one_class(dataset, rows) -> str:
    """`` (all in class 'x')`` where that is so, for a message."""
    if dataset.multilabel or not len(rows):
        return ""
    classes = np.unique(dataset.targets[rows])
    several = len(dataset.class_names) > 1
    return f", all in class '{classes[0]}'" if len(classes) == 1 and several else ""
