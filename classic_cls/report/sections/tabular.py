"""Figures with and without the columns that stand beside the images."""

from ..._figure_text import figure_text, interval_text
from ...evaluation import record_of
from ..section import Section


class Tabular(Section):
    """Three figures side by side: images with columns, without, and columns alone."""

    key = "tabular"

    def summarize(self, training) -> dict:
        """``tabular``, only where columns were learned from.

        ``columns``: their names. ``figure``: what is compared. ``with``, ``without`` and
        ``alone``: its ``value`` and ``interval`` with the columns, of the images without them, and
        of the columns without images, in the same folds. ``difference``, ``interval``,
        ``interval_method`` and ``p_value`` of with less without, paired; None where a single fold
        cannot be compared. ``better``: "with", "without", or None where they are not
        distinguishable. ``sentence``: all of it.
        """
        found = training.tabular
        return {} if found is None else {"tabular": found.plain()}

    def show(self, summary, pictures) -> dict | None:
        """The sentence, a row for each of the three, and the difference."""
        found = summary.get("tabular")
        if found is None:
            return None
        record, columns = record_of(found["figure"], summary["task"]), ", ".join(found["columns"])
        titles = {
            "with": f"Images with {columns}",
            "without": "Images alone",
            "alone": f"{columns} alone",
        }
        return {
            "title": record.title,
            "sentence": f"{found['sentence'][0].upper()}{found['sentence'][1:]}.",
            "rows": [_row(title, found[key], record.percent) for key, title in titles.items()],
            "method": found["interval_method"],
        }


def _row(title: str, part: dict, percent: bool) -> dict:
    value, interval = part["value"], part["interval"]
    return {
        "title": title,
        "value": "not defined" if value is None else figure_text(value, share=percent),
        "interval": "" if interval is None else interval_text(interval, share=percent),
    }
