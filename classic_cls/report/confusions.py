"""Which classes are taken for which: cells of a matrix, sentences, and four counts."""

import numpy as np

from .tables import shortened
from .wording import figure

__all__ = ["confusion_table", "counts_table", "frequent_confusions"]

MOST_CLASSES_IN_MATRIX = 40
_CROWDED = 16


def confusion_table(summary: dict) -> dict | None:
    """Cells of the confusion matrix.

    Parameters
    ----------
    summary : dict
        From `summarize`.

    Returns
    -------
    dict or None
        ``names`` with ``full`` and ``short`` spelling, ``rows`` of cells with ``count``,
        ``title``, ``kind`` ("hit", "miss" or "none"), ``depth`` of the shade in [0, 1] and
        ``deep``; ``upright``, ``crowded``. None for multilabel and above 40 classes.
    """
    counts = summary["cv"]["confusion"]
    if counts is None or len(counts) > MOST_CLASSES_IN_MATRIX:
        return None
    names = summary["class_names"]
    upright = max(map(len, names)) <= 4 or len(names) <= 4
    spelled = [{"full": name, "short": shortened(name, 14 if upright else 18)} for name in names]
    rows = [
        {"name": spelled[i], "cells": [_cell(names, row, i, j) for j in range(len(row))]}
        for i, row in enumerate(counts)
    ]
    crowded = len(names) > _CROWDED
    return {"names": spelled, "rows": rows, "upright": upright, "crowded": crowded}


def _cell(names, row, i, j) -> dict:
    share = row[j] / max(1, sum(row))
    # Misses are few where a model is good: the root makes small shares visible.
    shade = 0.08 + 0.92 * (share if i == j else share**0.5)
    kind = "none" if not row[j] else "hit" if i == j else "miss"
    title = f"{names[i]} labelled as {names[j]}: {row[j]:,} of {sum(row):,} ({figure(share)})"
    return {
        "count": row[j],
        "title": title,
        "kind": kind,
        "depth": round(shade, 3),
        "deep": shade > 0.8,
    }


def frequent_confusions(summary: dict) -> dict | None:
    """The most frequent confusions, most images first.

    Parameters
    ----------
    summary : dict
        From `summarize`.

    Returns
    -------
    dict or None
        ``rows`` with ``truth``, ``prediction``, ``count``, ``of`` and ``share``; ``kinds``,
        the number of different confusions. None for multilabel.
    """
    if summary["cv"]["confusion"] is None:
        return None
    counts = np.array(summary["cv"]["confusion"])
    names, sizes = summary["class_names"], counts.sum(axis=1)
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
    return {"rows": rows, "kinds": len(order)}


def counts_table(summary: dict) -> dict | None:
    """The four counts of a task with a positive class, and what follows from them.

    Parameters
    ----------
    summary : dict
        From `summarize`.

    Returns
    -------
    dict or None
        ``positive`` and ``negative`` class; ``tp``, ``fn``, ``fp`` and ``tn``, each with
        ``count`` and ``depth`` of the shade in [0, 1] and ``deep``; ``sensitivity``,
        ``specificity`` and ``precision``. None for other tasks.
    """
    counts = summary["cv"]["counts"]
    if counts is None:
        return None
    positive = summary["positive"]
    tp, fn, fp, tn = (counts[name] for name in ("tp", "fn", "fp", "tn"))
    return {
        "positive": positive,
        "negative": next(name for name in summary["class_names"] if name != positive),
        "tp": _shaded(tp, tp + fn, hit=True),
        "fn": _shaded(fn, tp + fn, hit=False),
        "fp": _shaded(fp, fp + tn, hit=False),
        "tn": _shaded(tn, fp + tn, hit=True),
        "sensitivity": _share_of(tp, tp + fn),
        "specificity": _share_of(tn, fp + tn),
        "precision": _share_of(tp, tp + fp),
    }


def _shaded(count: int, of: int, hit: bool) -> dict:
    share = count / max(1, of)
    shade = 0.08 + 0.92 * (share if hit else share**0.5)
    return {"count": count, "depth": round(shade, 3), "deep": shade > 0.8}


def _share_of(count: int, of: int) -> str:
    return figure(count / of if of else None)
