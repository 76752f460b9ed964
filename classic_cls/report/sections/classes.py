"""What is known of every class."""

from ..section import Section, of_both
from ..shapes import bar
from ..wording import figure, interval_text


class Classes(Section):
    """A row for every class or label, the lowest F1 first."""

    key = "classes"

    def summarize(self, training) -> dict:
        """``cv`` and ``test``: ``per_class``, a list, None without a test part.

        ``name``, ``precision``, ``recall``, ``f1``, ``f1_interval``, ``support``, ``prevalence``
        and, where known, ``average_precision`` and ``unknown`` (images).
        """
        return of_both(training, "per_class", _per_class)

    def show(self, summary, pictures) -> dict:
        """Rows of text; what is known of no class is None."""
        table = sorted(summary["cv"]["per_class"], key=lambda row: row["f1"])
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
