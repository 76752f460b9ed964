"""What is known of every class."""

from ..section import Section, of_both
from ..shapes import bar
from ..wording import figure, interval_text


class Classes(Section):
    """A row for every class or label, the lowest F1 first."""

    key = "classes"
    of_results = True

    def summarize(self, training) -> dict:
        """``cv`` and ``test``: ``per_class``, a list, None without a test part.

        ``name``, ``precision``, ``recall``, ``f1``, ``f1_interval``, ``support``, ``prevalence``
        and, where known, ``average_precision`` and ``unknown`` (images).
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
    table = result.classes
    rows = []
    for i, name in enumerate(result.class_names):
        row = {"name": name} | {column: values[i] for column, values in table.items()}
        row["f1_interval"] = [row.pop("f1_low"), row.pop("f1_high")]
        rows.append(row)
    return rows


def _class_row(row: dict, any_unknown: bool) -> dict:
    limits, no_area = row["f1_interval"], "average_precision" not in row
    limits = None if row["f1"] is None else limits
    return {
        "name": row["name"],
        "f1": figure(row["f1"]),
        "interval": interval_text(limits),
        "precision": figure(row["precision"]),
        "recall": figure(row["recall"]),
        "average_precision": None if no_area else figure(row["average_precision"], share=False),
        "support": f"{row['support']:,}",
        "unknown": f"{row['unknown']:,}" if any_unknown else None,
        "bar": bar(row["f1"], limits) if limits else None,
    }
