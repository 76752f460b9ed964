"""Whether the probabilities mean what they say."""

from ..._figure_text import figure_text, interval_text
from ..._validation import shortened
from ..plane import QUARTERS, Plane, named
from ..section import Section, of_both
from ..sentences import main_part

_PLANE = Plane()
_LARGEST, _SMALLEST = 6.0, 2.0


class Calibration(Section):
    """A reliability diagram of cross-validation and test part, where there are probabilities."""

    key = "calibration"
    of_results = True

    def summarize(self, training) -> dict:
        """``cv`` and ``test``: ``calibration``, None without probabilities, or without a test part.

        ``about`` what the probabilities are, ``sentence``, ``value``, ``interval`` and
        ``interval_method`` of the calibration error, ``plain_error`` (the usual one, too large of
        few images) and ``bins``, each with ``probability``, ``share``, ``interval`` and ``n``.
        """
        return of_both(training, "calibration", _plain)

    def show(self, summary, pictures) -> dict | None:
        """Each diagram: points, lines of their intervals, ticks; its sentence and its figure."""
        parts = ((main_part(summary).capitalize(), "cv"), ("Test part", "test"))
        found = [(title, summary[key].get("calibration")) for title, key in parts]
        plots = [_plot(title, part) for title, part in found if part]
        return {"plots": plots} if plots else None


def _plain(result) -> dict | None:
    """The calibration of a result as plain values; None where it has no probabilities."""
    has = result.predictions.score_kind == "predict_proba"
    return result.calibration().plain() if has else None


def _plot(title: str, part: dict) -> dict:
    most = max(of["n"] for of in part["bins"])
    error = ""
    if part["value"] is not None:
        limits = interval_text(part["interval"], share=False)
        error = f"calibration error {figure_text(part['value'], share=False)} ({limits})"
    what = {"answer": "answers that were right", "label": "labels that were there"}
    about = what.get(part["about"], f"images that were {part['about']}")
    about = f"share of {shortened(about, 36)}"
    return {
        "title": title,
        "sentence": part["sentence"][0].upper() + part["sentence"][1:] + ".",
        "error": error,
        "method": part["interval_method"],
        "plain": figure_text(part["plain_error"], share=False),
        "axes": _PLANE.axes(named(QUARTERS), named(QUARTERS), "probability given", about),
        "points": [_point(of, most) for of in part["bins"]],
    }


def _point(of: dict, most: int) -> dict:
    return {
        "at": _PLANE.point(of["probability"], of["share"]),
        "bar": _PLANE.bar(of["probability"], *of["interval"]),
        "radius": round(max(_SMALLEST, _LARGEST * (of["n"] / most) ** 0.5), 1),
    }
