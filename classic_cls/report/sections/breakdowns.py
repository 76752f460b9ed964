"""Figures of parts of the images."""

from ...evaluation import record_of
from ..estimates import value_and_interval
from ..section import Section
from ..sentences import main_part
from ..shapes import bar
from ..wording import figure, interval_text


class Breakdowns(Section):
    """The headline figure of the images that share a value of a column, the worst first."""

    key = "breakdowns"
    of_results = True

    def summarize(self, training) -> dict:
        """``cv`` and ``test``: ``breakdowns`` by column.

        ``overall``, ``p_value`` (of all values being equal), ``verdict`` and ``values``, a list
        of ``name``, ``n_images``, ``value`` (of the headline), ``interval``, ``interval_method``
        and ``figures``.
        """
        found = {"cv": training.breakdowns, "test": training.test_breakdowns}
        return {
            part: {"breakdowns": {name: _breakdown(table) for name, table in tables.items()}}
            for part, tables in found.items()
        }

    def show(self, summary, pictures) -> dict | None:
        """A table for every column; groups may be named after files, so they are numbered."""
        headline = summary["headline"]
        tables = [
            {
                "title": f"{title} by {column}",
                "rows": _breakdown_rows(part, headline, pictures is not None or column != "group"),
                "verdict": part["verdict"] if pictures is not None or column != "group" else None,
                "bars": record_of(headline).from_0_to_1,
            }
            for title, key in ((main_part(summary).capitalize(), "cv"), ("Test part", "test"))
            for column, part in summary[key]["breakdowns"].items()
        ]
        title = record_of(headline, summary["task"]).title
        return {"tables": tables, "title": title} if tables else None


def _breakdown(found) -> dict:
    nothing = {"value": None, "interval": None, "interval_method": None}
    columns = (found.values, found.n_images, found.estimates, found.figures)
    return {
        "overall": found.overall,
        "p_value": found.p_value,
        "verdict": found.verdict,
        "values": [
            {
                "name": name,
                "n_images": n,
                **(nothing if estimate is None else value_and_interval(estimate)),
                "figures": figures,
            }
            for name, n, estimate, figures in zip(*columns, strict=True)
        ],
    }


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
