"""The tables of the report: rows of text and places, ready to be laid out."""

from collections import Counter

import numpy as np

from .wording import figure, interval_text, is_share, metric_words

__all__ = [
    "bar",
    "class_rows",
    "confusion_table",
    "figure_rows",
    "frequent_confusions",
    "rejected_rows",
    "shortened",
    "shown_metrics",
]

MOST_CLASSES_IN_MATRIX = 40
_MOST_REJECTED = 200
_CROWDED = 16


def shortened(name: str, length: int) -> str:
    """A name without its middle: names of classes often differ at the end only.

    Examples
    --------
    >>> shortened("Quercus_robur_leaf_01", 12)
    'Quercu…af_01'
    """
    if len(name) <= length:
        return name
    head, tail = length // 2, (length - 1) // 2
    return f"{name[:head]}\N{HORIZONTAL ELLIPSIS}{name[len(name) - tail :]}"


def figure_rows(summary: dict) -> list[dict]:
    """One row of text for each figure, the headline first.

    Parameters
    ----------
    summary : dict
        From `summarize`.

    Returns
    -------
    list of dict
        ``title``, ``meaning``, ``mean``, ``spread``, ``interval``, ``train``, ``dummy``,
        ``test`` and ``test_interval``. The micro averages of single labels, which are the
        accuracy under other names, are left out.
    """
    return [_figure_row(summary, name) for name in shown_metrics(summary)]


def shown_metrics(summary: dict) -> list[str]:
    """Names of the figures to show: no micro averages of single labels, save as the headline."""
    names = summary["cv"]["metrics"]
    if summary["task"] == "multilabel":
        return names
    return [n for n in names if not n.endswith("_micro") or n == summary["headline"]]


def _figure_row(summary: dict, name: str) -> dict:
    estimate, share = summary["cv"][name], is_share(name, summary["task"])
    words = metric_words(name, summary["task"])
    test = summary["test"]
    tested = test["intervals"].get(name, {"interval": None})
    return {
        "title": words.title,
        "meaning": words.meaning,
        "mean": figure(estimate["mean"], share),
        "spread": figure(estimate["std"], share, unit="") if estimate["std"] else None,
        "interval": interval_text(estimate["interval"], share),
        "train": figure(estimate["train"], share),
        "dummy": figure(summary["dummy"].get(name), share),
        "test": figure(test[name], share),
        "test_interval": interval_text(tested["interval"], share),
    }


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


def class_rows(summary: dict) -> list[dict]:
    """One row of text for each class, the lowest F1 first.

    Parameters
    ----------
    summary : dict
        From `summarize`.

    Returns
    -------
    list of dict
        ``name``, ``f1``, ``interval``, ``precision``, ``recall``, ``support``, and ``bar``
        with the places ``low``, ``width`` and ``at`` in percent.
    """
    table = sorted(summary["cv"]["per_class"], key=lambda row: row["f1"])
    return [
        {
            "name": row["name"],
            "f1": figure(row["f1"]),
            "interval": interval_text(row["f1_interval"]),
            "precision": figure(row["precision"]),
            "recall": figure(row["recall"]),
            "support": f"{row['support']:,}",
            "bar": bar(row["f1"], row["f1_interval"]),
        }
        for row in table
    ]


def bar(value: float, interval) -> dict[str, float]:
    """Places of a figure and its interval on a scale of 100.

    Examples
    --------
    >>> bar(0.9, [0.85, 0.95])
    {'low': 85.0, 'width': 10.0, 'at': 90.0}
    """
    low, high = interval
    places = {"low": low, "width": high - low, "at": value}
    return {name: round(100 * place, 2) for name, place in places.items()}


def rejected_rows(summary: dict, names: bool) -> dict:
    """Files that took no part.

    Parameters
    ----------
    summary : dict
        From `summarize`.
    names : bool
        Whether files are named; otherwise the reasons are counted.

    Returns
    -------
    dict
        ``n``, ``rows`` (of ``path`` or ``count``, and ``reason``) and ``left``, how many
        are not shown.
    """
    rejected = summary["rejected"]
    if names:
        rows = rejected[:_MOST_REJECTED]
        return {"n": len(rejected), "rows": rows, "left": len(rejected) - len(rows)}
    reasons = Counter(_without_quoted(item["reason"]) for item in rejected)
    rows = [{"count": f"{count:,}", "reason": reason} for reason, count in reasons.most_common()]
    return {"n": len(rejected), "rows": rows, "left": 0}


def _without_quoted(reason: str) -> str:
    """A reason may quote the name of a mask; from the first quote to the last it is cut."""
    first, last = reason.find("'"), reason.rfind("'")
    return reason if first == last else reason[:first] + "…" + reason[last + 1 :]
