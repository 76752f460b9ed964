"""CC405: a number in the file name that tells the class."""

import re
from collections.abc import Iterator
from pathlib import PurePath

import numpy as np

from ..facts import Facts
from ..shortcut import Shortcut
from ..telling import Answers, as_columns, by_columns

_NUMBER = re.compile(r"\d+")
_LONGEST = 15
_DENSE = 1.25
# Images that may interrupt the others of a class: wrong labels, copies, late arrivals.
_SHORT, _MOST_EXCEPTIONS = 3, 0.1


class NumberTells(Shortcut):
    """A counter in the file names, which mostly is the order in which images were taken."""

    code = "CC405"
    title = "a number in the file name tells the class"
    severity = "warning"
    remedy = "find out what it counts; images of one session are a group: declare them"

    def candidates(self, facts: Facts) -> Iterator[tuple[str, Answers]]:
        """The last number of the names, and those before where all names have as many."""
        if facts.dataset.multilabel:
            return
        names = [PurePath(name) for name in facts.names]
        folders = np.array([str(name.parent) for name in names])
        targets = facts.dataset.targets
        for place, numbers in _counters([name.stem for name in names]):
            if not _says_nothing(numbers, targets, folders):
                which = "the number" if place == -1 else f"number {-place} from the end"
                yield f"{which} in the file name", by_columns(as_columns(numbers))


def _counters(stems) -> Iterator[tuple[int, np.ndarray]]:
    """Places from the end, and the number of every name there; -1 where there is none."""
    found = [_NUMBER.findall(stem) for stem in stems]
    counts = {len(numbers) for numbers in found}
    n_places = counts.pop() if len(counts) == 1 else 1
    for place in range(-1, -1 - min(n_places, 3), -1):
        texts = [numbers[place][-_LONGEST:] if numbers else "-1" for numbers in found]
        yield place, np.array(texts, np.int64)


def _says_nothing(numbers, targets, folders) -> bool:
    """Whether it is the name of a class, or was given class by class or folder by folder."""
    if not np.ptp(numbers):
        return True
    classes = np.unique(targets, return_inverse=True)[1]
    in_order = classes[np.lexsort([classes, numbers])]
    return _is_class_by_class(in_order) or _starts_anew(numbers, folders)


def _is_class_by_class(classes) -> bool:
    """Whether each class is one run, but for a few images that interrupt."""
    starts = np.flatnonzero(np.diff(classes, prepend=-1))
    lengths = np.diff(starts, append=len(classes))
    n_classes = len(np.unique(classes))
    if len(starts) == n_classes:
        return True
    long = lengths >= _SHORT
    if lengths[~long].sum() > _MOST_EXCEPTIONS * len(classes):
        return False
    runs = classes[starts[long]]
    return 1 + int((np.diff(runs) != 0).sum()) == n_classes == len(np.unique(runs))


def _starts_anew(numbers, folders) -> bool:
    """Whether every folder counts for itself, from the same number on."""
    starts = set()
    for folder in np.unique(folders):
        own = np.unique(numbers[folders == folder])
        starts.add(int(own[0]))
        if own[-1] - own[0] + 1 > _DENSE * len(own):
            return False
    return len(starts) == 1 and len(np.unique(folders)) > 1
