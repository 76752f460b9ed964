"""What a model gains by keeping silent where it is unsure, or by naming several classes."""

from ..._figure_text import figure_text
from ..plane import QUARTERS, Plane, named
from ..section import Section


class Abstention(Section):
    """Wrong answers over the share of images that are answered; promises, and sets of labels."""

    key = "abstention"

    def summarize(self, training) -> dict:
        """``abstention``: from the cross-validation; None without scores, or for several labels.

        ``share`` of the images that are answered, the surest first, and ``error``, the share of
        these that is wrong: the curve. ``promises``: for every ``max_error`` the ``share`` that
        'predict --max-error' answers, and the ``error`` among these; None where it cannot be
        promised. ``sets``: for every ``target`` the measured ``coverage`` of 'predict --coverage'
        (limits from other folds), the mean ``size`` of a set and the share that is ``empty``.
        ``sentence``: what it means.
        """
        predictions = training.cv.predictions
        has = predictions.scores is not None and not predictions.multilabel
        has = has and training.one_class is None  # which promises false alarms, not answers
        return {"abstention": training.cv.risk_coverage().plain() if has else None}

    def show(self, summary, pictures) -> dict | None:
        """The sentence, the curve on a square of 240 units, and two tables."""
        found = summary.get("abstention")
        if found is None:
            return None
        sentence = f"{found['sentence'][0].upper()}{found['sentence'][1:]}."
        return {
            "sentence": sentence,
            "promises": [_promise(row) for row in found["promises"]],
            "sets": [_set(row) for row in found["sets"]],
            **_plot(found),
        }


def _plot(found: dict) -> dict:
    most = _top(found)
    plane = Plane(up=(0, most))
    made = [row for row in found["promises"] if row["share"] is not None]
    points = [plane.point(r["share"], r["max_error"]) for r in made if r["max_error"] <= most]
    up = named([tick * most for tick in QUARTERS], "%", 100)
    promised = [("point", "promised with 95% confidence")] if points else []
    words = "images answered, the surest first"
    return {
        "axes": plane.axes(named(QUARTERS, "%", 100), up, words),
        "curve": plane.path(zip(found["share"], found["error"], strict=True)),
        "points": points,
        "samples": [("curve", "answers that were wrong"), *promised],
    }


def _top(found: dict) -> float:
    """A round error above all of the curve."""
    highest = max(found["error"])
    return next((top for top in (0.02, 0.04, 0.08, 0.2, 0.4) if top >= highest), 1.0)


def _promise(row: dict) -> dict:
    shares = {name: figure_text(row[name]) for name in ("share", "error")}
    return {"limit": f"{100 * row['max_error']:g}%"} | shares


def _set(row: dict) -> dict:
    shares = {name: figure_text(row[name]) for name in ("coverage", "empty")}
    return {"target": f"{100 * row['target']:g}%", "size": f"{row['size']:.2f}"} | shares
