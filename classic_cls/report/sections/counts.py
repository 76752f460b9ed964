"""The four counts of a task with a positive class."""

from operator import attrgetter

from ..section import Section, of_both
from ..shapes import shade
from ..wording import figure, interval_text

_SHARES = ("sensitivity", "specificity", "precision")


class Counts(Section):
    """Right and wrong answers about the positive class."""

    key = "counts"

    def summarize(self, training) -> dict:
        """``cv`` and ``test``: ``counts`` of ``tp``, ``fp``, ``tn`` and ``fn``.

        None without a positive class, or without a test part; summed over repeats.
        """
        return of_both(training, "counts", attrgetter("counts"))

    def show(self, summary, pictures) -> dict | None:
        """Each count with the ``depth`` of its shade in [0, 1], and the shares that follow."""
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
            "intervals": {name: _interval(summary["cv"], name) for name in _SHARES},
        }


def _shaded(count: int, of: int, hit: bool) -> dict:
    depth = shade(count / max(1, of), hit)
    return {"count": count, "depth": round(depth, 3), "deep": depth > 0.8}


def _interval(cv: dict, name: str) -> str | None:
    """That of the figure of the same name, where it was asked for."""
    found = (cv.get(name) or {}).get("interval")
    return interval_text(found) if found else None


def _share_of(count: int, of: int) -> str:
    return figure(count / of if of else None)
