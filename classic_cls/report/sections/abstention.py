"""What a model gains by keeping silent where it is unsure, or by naming several classes."""

from ..section import Section
from ..wording import figure

SIDE = 240
_TICKS = (0, 0.25, 0.5, 0.75, 1)


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
        most = _top(found)
        points = zip(found["share"], found["error"], strict=True)
        promises = [row for row in found["promises"] if row["share"] is not None]
        return {
            "sentence": f"{found['sentence'][0].upper()}{found['sentence'][1:]}.",
            "curve": "M" + "L".join(f"{_right(x):g} {_down(y, most):g}" for x, y in points),
            "points": [
                {"right": _right(row["share"]), "down": _down(row["max_error"], most)}
                for row in promises
                if row["max_error"] <= most
            ],
            "right": [{"text": f"{100 * tick:g}", "at": _right(tick)} for tick in _TICKS],
            "down": [
                {"text": f"{100 * tick * most:g}", "at": _down(tick * most, most)}
                for tick in _TICKS
            ],
            "promises": [_promise(row) for row in found["promises"]],
            "sets": [_set(row) for row in found["sets"]],
        }


def _top(found: dict) -> float:
    """A round error above all of the curve."""
    highest = max(found["error"])
    return next((top for top in (0.02, 0.04, 0.08, 0.2, 0.4) if top >= highest), 1.0)


def _right(share: float) -> float:
    return round(SIDE * share, 1)


def _down(error: float, most: float) -> float:
    return round(SIDE * (1 - error / most), 1)


def _promise(row: dict) -> dict:
    shares = {name: figure(row[name]) for name in ("share", "error")}
    return {"limit": f"{100 * row['max_error']:g}%"} | shares


def _set(row: dict) -> dict:
    shares = {name: figure(row[name]) for name in ("coverage", "empty")}
    return {"target": f"{100 * row['target']:g}%", "size": f"{row['size']:.2f}"} | shares
