"""Which classes are taken for which."""

from operator import attrgetter

import numpy as np

from ..._validation import shortened
from ..section import Section, of_both
from ..shapes import shade
from ..wording import figure

MOST_CLASSES_IN_MATRIX = 40
_CROWDED = 16


class Confusions(Section):
    """The confusion matrix, and its most frequent confusions as a list."""

    key = "confusions"
    of_results = True

    def summarize(self, training) -> dict:
        """``cv`` and ``test``: ``confusion``, true classes in rows, summed over repeats.

        None for several labels, or without a test part.
        """
        return of_both(training, "confusion", attrgetter("confusion"))

    def show(self, summary, pictures) -> dict | None:
        """The matrix unless there are too many classes, and the confusions, most images first."""
        counts = summary["cv"]["confusion"]
        if counts is None or summary["cv"]["counts"] is not None:
            return None
        return {"matrix": _matrix(counts, summary["class_names"])} | _most_frequent(
            np.array(counts), summary["class_names"]
        )


def _matrix(counts, names) -> dict | None:
    if len(counts) > MOST_CLASSES_IN_MATRIX:
        return None
    upright = max(map(len, names)) <= 4 or len(names) <= 4
    spelled = [{"full": name, "short": shortened(name, 14 if upright else 18)} for name in names]
    rows = [
        {"name": spelled[i], "cells": [_cell(names, row, i, j) for j in range(len(row))]}
        for i, row in enumerate(counts)
    ]
    return {"names": spelled, "rows": rows, "upright": upright, "crowded": len(names) > _CROWDED}


def _cell(names, row, i, j) -> dict:
    share = row[j] / max(1, sum(row))
    depth = shade(share, hit=i == j)
    kind = "none" if not row[j] else "hit" if i == j else "miss"
    title = f"{names[i]} labelled as {names[j]}: {row[j]:,} of {sum(row):,} ({figure(share)})"
    return {
        "count": row[j],
        "title": title,
        "kind": kind,
        "depth": round(depth, 3),
        "deep": depth > 0.8,
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
            "share": figure(float(found[k] / sizes[true[k]])),
        }
        for k in shown
    ]
    return {"rows": rows, "n_rarer": len(order) - len(rows)}
