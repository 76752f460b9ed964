"""The four counts of a task with a positive class."""

from operator import attrgetter

from ..._figure_text import figure_text, interval_text
from ..cells import cells_of, pictures_of_cells
from ..section import Section, of_both

_SHARES = ("sensitivity", "specificity", "precision")


class Counts(Section):
    """Right and wrong answers about the positive class."""

    key = "counts"
    of_results = True

    def summarize(self, training) -> dict:
        """``cv`` and ``test``: ``counts`` of ``tp``, ``fp``, ``tn`` and ``fn``.

        None without a positive class, or without a test part; summed over repeats.
        """
        return of_both(training, "counts", attrgetter("counts"))

    def pictures(self, training) -> dict:
        """Images behind the four counts; see `pictures_of_cells`."""
        return {} if training.cv.counts is None else pictures_of_cells(training)

    def show(self, summary, pictures) -> dict | None:
        """Each count as a cell that opens, and the shares that follow."""
        counts = summary["cv"]["counts"]
        if counts is None:
            return None
        names, positive = summary["class_names"], summary["positive"]
        yes = names.index(positive)
        no = 1 - yes
        tp, fn, fp, tn = (counts[name] for name in ("tp", "fn", "fp", "tn"))
        matrix, cv = [[0, 0], [0, 0]], summary["cv"]
        matrix[yes][yes], matrix[yes][no], matrix[no][yes], matrix[no][no] = tp, fn, fp, tn
        cells = cells_of(matrix, names, cv.get("confusion_intervals"), pictures)
        return {
            "positive": positive,
            "negative": names[no],
            "pictured": bool(pictures),
            "tp": cells[yes][yes],
            "fn": cells[yes][no],
            "fp": cells[no][yes],
            "tn": cells[no][no],
            "sensitivity": _share_of(tp, tp + fn),
            "specificity": _share_of(tn, fp + tn),
            "precision": _share_of(tp, tp + fp),
            "intervals": {name: _interval(summary["cv"], name) for name in _SHARES},
        }


def _interval(cv: dict, name: str) -> str | None:
    """That of the figure of the same name, where it was asked for."""
    found = (cv.get(name) or {}).get("interval")
    return interval_text(found) if found else None


def _share_of(count: int, of: int) -> str:
    return figure_text(count / of if of else None)
