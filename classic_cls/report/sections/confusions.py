"""Which classes are taken for which."""

from operator import attrgetter

import numpy as np

from ..._figure_text import figure_text
from ..._validation import shortened
from ..cells import cells_of, intervals_of_cells, pictures_of_cells
from ..section import Section, of_both

MOST_CLASSES_IN_MATRIX = 40
_CROWDED = 16


class Confusions(Section):
    """The confusion matrix, and its most frequent confusions as a list."""

    key = "confusions"
    of_results = True

    def summarize(self, training) -> dict:
        """``cv`` and ``test``: ``confusion``, true classes in rows, summed over repeats.

        None for several labels, or without a test part. ``cv``: ``confusion_intervals``, of the
        share of the row that each cell is; None for more than 40 classes.
        """
        found = of_both(training, "confusion", attrgetter("confusion"))
        counts = training.cv.confusion
        has = counts is not None and len(counts) <= MOST_CLASSES_IN_MATRIX
        limits = intervals_of_cells(training.cv.predictions) if has else None
        found["cv"]["confusion_intervals"] = limits
        return found

    def pictures(self, training) -> dict:
        """Images behind the cells that are shown; see `pictures_of_cells`."""
        counts = training.cv.confusion
        shown = counts is not None and len(counts) <= MOST_CLASSES_IN_MATRIX
        shown &= training.cv.counts is None
        return pictures_of_cells(training) if shown else {}

    def show(self, summary, pictures) -> dict | None:
        """The matrix unless there are too many classes, and the confusions, most images first."""
        counts = summary["cv"]["confusion"]
        if counts is None or summary["cv"]["counts"] is not None:
            return None
        names, intervals = summary["class_names"], summary["cv"].get("confusion_intervals")
        matrix = _matrix(counts, names, intervals, pictures)
        return {"matrix": matrix} | _most_frequent(np.array(counts), names)


def _matrix(counts, names, intervals, pictures) -> dict | None:
    if len(counts) > MOST_CLASSES_IN_MATRIX:
        return None
    upright = max(map(len, names)) <= 4 or len(names) <= 4
    spelled = [{"full": name, "short": shortened(name, 14 if upright else 18)} for name in names]
    cells = cells_of(counts, names, intervals, pictures)
    return {
        "names": spelled,
        "rows": [{"name": name, "cells": row} for name, row in zip(spelled, cells, strict=True)],
        "upright": upright,
        "crowded": len(names) > _CROWDED,
        "pictured": bool(pictures),
        "bounded": bool(intervals),
    }


def _most_frequent(counts, names) -> dict:
    sizes = counts.sum(axis=1)
    true, predicted = np.nonzero(counts * (1 - np.eye(len(counts), dtype=int)))
    found = counts[true, predicted]
    order = np.lexsort((-found / sizes[true], -found))
    shown = order[: 8 if len(names) <= MOST_CLASSES_IN_MATRIX else 30]
    rows = [
        {
            "truth": names[true[k]],
            "prediction": names[predicted[k]],
            "count": int(found[k]),
            "of": int(sizes[true[k]]),
            "share": figure_text(float(found[k] / sizes[true[k]])),
        }
        for k in shown
    ]
    return {"rows": rows, "n_rarer": len(order) - len(rows)}
