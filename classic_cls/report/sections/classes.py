"""What is known of every class."""

import numpy as np

from ..._figure_text import figure_text, interval_text
from ...evaluation import wilson_interval
from ..section import Section, of_both
from ..shapes import bar


class Classes(Section):
    """A row for every class or label, the lowest F1 first."""

    key = "classes"
    of_results = True

    def summarize(self, training) -> dict:
        """``cv`` and ``test``: ``per_class``, a list, None without a test part.

        ``name``, ``precision``, ``recall``, ``f1``, ``f1_interval``, ``precision_interval`` and
        ``recall_interval`` (these two are Wilson's, of as many independent images; None where
        there is no image), ``support``, ``prevalence`` and, where known, ``average_precision`` and
        ``unknown`` (images).
        """
        return of_both(training, "per_class", _per_class)

    def show(self, summary, pictures) -> dict:
        """Rows of text, classes without tested images last; what is known of no class is None."""
        known = [row for row in summary["cv"]["per_class"] if row["f1"] is not None]
        rest = [row for row in summary["cv"]["per_class"] if row["f1"] is None]
        table = [*sorted(known, key=lambda row: row["f1"]), *rest]
        any_unknown = any(row.get("unknown") for row in table)
        return {"classes": [_class_row(row, any_unknown) for row in table]}


def _per_class(result) -> list[dict]:
    table, predictions = result.classes, result.predictions
    sizes = {"precision": _answered(predictions), "recall": predictions.support}
    rows = []
    for i, name in enumerate(result.class_names):
        row = {"name": name} | {column: values[i] for column, values in table.items()}
        row["f1_interval"] = [row.pop("f1_low"), row.pop("f1_high")]
        for share, n in sizes.items():
            n_independent = float(n[i] * predictions.independence)
            row[f"{share}_interval"] = _interval(row[share], n_independent)
        rows.append(row)
    return rows


def _answered(predictions) -> np.ndarray:
    """Images that were given each class ``(k,)``; of repeats the mean."""
    truth, answers = predictions.part()[:2]
    per_image = len(answers) / predictions.n_tested
    if answers.ndim == 2:
        return ((answers == 1) & np.isin(truth, (0, 1))).sum(axis=0) / per_image
    return np.bincount(answers, minlength=len(predictions.class_names)) / per_image


def _interval(share: float, n: float) -> list[float] | None:
    """Limits of a share of n images; None where there is no image."""
    if np.isnan(share) or n <= 0:
        return None
    low, high = wilson_interval(share, n)
    return [min(low, share), max(high, share)]


def _class_row(row: dict, any_unknown: bool) -> dict:
    limits, no_area = row["f1_interval"], "average_precision" not in row
    limits = None if row["f1"] is None else limits
    return {
        "name": row["name"],
        "f1": figure_text(row["f1"]),
        "interval": interval_text(limits),
        "precision": figure_text(row["precision"]),
        "precision_interval": interval_text(row.get("precision_interval")),
        "recall": figure_text(row["recall"]),
        "recall_interval": interval_text(row.get("recall_interval")),
        "average_precision": None if no_area else figure_text(row["average_precision"]),
        "support": f"{row['support']:,}",
        "unknown": f"{row['unknown']:,}" if any_unknown else None,
        "bar": bar(row["f1"], limits) if limits else None,
    }
