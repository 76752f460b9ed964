"""One class learned alone: false alarms, and what is found of every other kind."""

from ..._figure_text import figure_text, interval_text
from ..section import Section

_TITLES = {"roc_auc": "Area under the ROC curve", "average_precision": "Average precision"}


class OneClass(Section):
    """How often a model of one class gives alarm, where it should not and where it should."""

    key = "one_class"

    def summarize(self, training) -> dict:
        """``one_class``, only where one class alone was learned.

        ``cv``, and ``test`` where there is one: the class that is ``known``, the rate of false
        alarms that was ``asked`` for, ``false_alarms``, that rate measured, ``found``, the share
        of images of other kinds that is called something else, and the same of each of the
        ``kinds``: ``name``, ``n`` images, ``value`` and ``interval``; None where no such image was
        tested. ``ranked``: ``roc_auc`` and ``average_precision``. ``sentence``: what it means.
        """
        parts = {"cv": training.one_class, "test": training.test_of_one_class}
        found = {name: part.plain() for name, part in parts.items() if part is not None}
        return {"one_class": found} if found else {}

    def show(self, summary, pictures) -> dict | None:
        """Of each part the sentence and a table, the kind that is found least first."""
        found = summary.get("one_class")
        if found is None:
            return None
        titles = {"cv": "Cross-validation", "test": "Test images"}
        parts = [{"title": titles[name]} | _part(part) for name, part in found.items()]
        known = found["cv"]["known"]
        return {"known": known, "asked": f"{100 * found['cv']['asked']:g}%", "parts": parts}


def _part(part: dict) -> dict:
    sentence = part["sentence"]
    kinds = sorted(part["kinds"], key=lambda kind: kind["value"])
    together = [part["found"]] if len(kinds) > 1 else []
    ranked = {_TITLES[name]: _number(one) for name, one in part["ranked"].items()}
    return {
        "sentence": f"{sentence[0].upper()}{sentence[1:]}.",
        "alarms": part["false_alarms"] and _row(part["false_alarms"]),
        "rows": [_row(kind) for kind in kinds],
        "together": [_row(kind) for kind in together],
        "ranked": ranked,
    }


def _number(found: dict) -> tuple[str, str | None]:
    limits = found["interval"]
    return figure_text(found["value"]), limits and interval_text(limits)


def _row(kind: dict) -> dict:
    return {
        "name": kind["name"],
        "n": f"{kind['n']:,}",
        "value": figure_text(kind["value"]),
        "interval": interval_text(kind["interval"], True),
    }
