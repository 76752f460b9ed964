"""The tables of the report: rows of text and places, ready to be laid out."""

from collections import Counter

from ..evaluation.figures.table import front_page, record_of
from .wording import figure, interval_text

__all__ = [
    "bar",
    "breakdown_tables",
    "class_rows",
    "figure_rows",
    "rejected_rows",
    "shortened",
    "shown_figures",
]

_MOST_REJECTED = 200


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
        ``title``, ``meaning``, ``is_main``, ``falls`` (lower is better), ``value``,
        ``spread``, ``interval``, ``train``, ``dummy``, ``test`` and ``test_interval``. The
        micro averages of single labels, which are the accuracy under other names, are left
        out.
    """
    names, headline = shown_figures(summary), summary["headline"]
    front = front_page(names, headline, summary["task"], summary["positive"])
    return [_figure_row(summary, name) | {"is_main": name in front} for name in names]


def shown_figures(summary: dict) -> list[str]:
    """Names of the figures to show: none under two names, but for the headline."""
    names, task = summary["cv"]["metrics"], summary["task"]
    return [n for n in names if n == summary["headline"] or not record_of(n, task).same_as]


def _figure_row(summary: dict, name: str) -> dict:
    estimate, record = summary["cv"][name], record_of(name, summary["task"])
    share = record.percent
    test = summary["test"]
    tested = test["intervals"].get(name, {"interval": None})
    return {
        "title": record.title,
        "meaning": record.meaning,
        "falls": record.lower_is_better,
        "value": figure(estimate["value"], share),
        "spread": figure(estimate["std"], share, unit="") if estimate["std"] else None,
        "interval": interval_text(estimate["interval"], share),
        "train": figure(estimate["train"], share),
        "dummy": figure(summary["dummy"].get(name), share),
        "test": figure(test[name], share),
        "test_interval": interval_text(tested["interval"], share),
    }


def class_rows(summary: dict) -> list[dict]:
    """One row of text for each class, the lowest F1 first.

    Parameters
    ----------
    summary : dict
        From `summarize`.

    Returns
    -------
    list of dict
        ``name``, ``f1``, ``interval``, ``precision``, ``recall``, ``average_precision``,
        ``support``, ``unknown``, and ``bar`` with the places ``low``, ``width`` and ``at`` in
        percent. What is known of no class is None.
    """
    table = sorted(summary["cv"]["per_class"], key=lambda row: row["f1"])
    any_unknown = any(row.get("unknown") for row in table)
    return [_class_row(row, any_unknown) for row in table]


def _class_row(row: dict, any_unknown: bool) -> dict:
    area = row.get("average_precision")
    return {
        "name": row["name"],
        "f1": figure(row["f1"]),
        "interval": interval_text(row["f1_interval"]),
        "precision": figure(row["precision"]),
        "recall": figure(row["recall"]),
        "average_precision": None if area is None else figure(area, share=False),
        "support": f"{row['support']:,}",
        "unknown": f"{row['unknown']:,}" if any_unknown else None,
        "bar": bar(row["f1"], row["f1_interval"]),
    }


def breakdown_tables(summary: dict, names: bool) -> list[dict]:
    """The headline figure of parts of the images, by column, the worst first.

    Parameters
    ----------
    summary : dict
        From `summarize`.
    names : bool
        Whether groups are named: their names may be cut from those of files.

    Returns
    -------
    list of dict
        ``title``; ``rows`` with ``name``, ``n``, ``value``, ``interval`` and ``bar``;
        ``bars``, whether the figure has a scale.
    """
    found = [
        (f"{title} by {column}", column, part)
        for title, key in (("Cross-validation", "cv"), ("Test part", "test"))
        for column, part in summary[key]["breakdowns"].items()
    ]
    return [
        {
            "title": title,
            "rows": _breakdown_rows(part, summary["headline"], names or column != "group"),
            "bars": record_of(summary["headline"]).from_0_to_1,
        }
        for title, column, part in found
    ]


def _breakdown_rows(part: dict, headline: str, names: bool) -> list[dict]:
    record = record_of(headline)
    share, sign = record.percent, -1 if record.lower_is_better else 1
    known = [row for row in part["values"] if row["value"] is not None]
    rest = [row for row in part["values"] if row["value"] is None]
    ordered = [*sorted(known, key=lambda row: sign * row["value"]), *rest]
    return [
        {
            "name": (row["name"] or "(empty)") if names else f"group {i}",
            "n": f"{row['n_images']:,}",
            "value": figure(row["value"], share),
            "interval": interval_text(row["interval"], share),
            "bar": bar(row["value"], row["interval"]) if row["interval"] else None,
        }
        for i, row in enumerate(ordered, 1)
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
