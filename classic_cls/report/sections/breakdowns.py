"""Figures of parts of the images."""

from ..._figure_text import figure_text, interval_text
from ...evaluation import record_of
from ..dots import dot_plot
from ..estimates import value_and_interval
from ..section import Section
from ..sentences import main_part
from ..shapes import bar


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
        headline, task = summary["headline"], summary["task"]
        record = record_of(headline, task)
        tables = [
            _table(f"{title} by {column}", part, record, pictures is not None or column != "group")
            for title, key in ((main_part(summary).capitalize(), "cv"), ("Test part", "test"))
            for column, part in summary[key]["breakdowns"].items()
        ]
        return {"tables": tables, "title": record.title} if tables else None


def _table(title: str, part: dict, record, names: bool) -> dict:
    rows = _worst_first(part, record)
    named = [
        ((row["name"] or "(empty)") if names else f"group {i}", row)
        for i, row in enumerate(rows, 1)
    ]
    return {
        "title": title,
        "rows": [_breakdown_row(name, row, record.percent) for name, row in named],
        "verdict": part["verdict"] if names else None,
        "bars": record.from_0_to_1,
        "plot": dot_plot(named, part["overall"], record),
    }


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


def _worst_first(part: dict, record) -> list[dict]:
    sign = -1 if record.lower_is_better else 1
    known = [row for row in part["values"] if row["value"] is not None]
    rest = [row for row in part["values"] if row["value"] is None]
    return [*sorted(known, key=lambda row: sign * row["value"]), *rest]


def _breakdown_row(name: str, row: dict, share: bool) -> dict:
    return {
        "name": name,
        "n": f"{row['n_images']:,}",
        "value": figure_text(row["value"], share),
        "interval": interval_text(row["interval"], share),
        "bar": bar(row["value"], row["interval"]) if row["interval"] else None,
    }
