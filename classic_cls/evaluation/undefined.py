"""Figures that images do not define, and why."""

from .._validation import quoted
from .figures.table import FIGURES


def undefined_notes(predictions, defined) -> tuple[str, ...]:
    """Name what no tested image tells about, and the figures that are not defined without it.

    Areas under curves have notes of their own.
    """
    reasons, tally = _reasons(predictions), predictions.tally
    unknown = () if not predictions.multilabel else _named(predictions, tally.known == 0)
    missing = [
        name for name in predictions.figure_names
        if name not in defined and not FIGURES[name].needs_scores
    ]
    notes = []
    if missing and reasons:
        are = "is" if len(missing) == 1 else "are"
        notes.append(f"{'; '.join(reasons)}: {', '.join(missing)} {are} not defined, shown as -")
    if unknown:
        notes.append(f"nobody knows of any image whether it has {unknown}: left out of all figures")
    return tuple(notes)


def _reasons(predictions) -> list[str]:
    tally, reasons = predictions.tally, []
    absent = _named(predictions, tally.without_images)
    if absent:
        reasons.append(f"no tested image has {absent}")
    if predictions.multilabel:
        present = _named(predictions, tally.on_every_image)
        reasons += [f"every tested image has {present}"] if present else []
    if predictions.positive is not None and tally.of_positive("predicted") == 0:
        reasons.append(f"no image is called '{predictions.positive}'")
    return reasons


def _named(predictions, chosen) -> str:
    """``class 'a'``; empty if there is none."""
    names = [name for name, is_so in zip(predictions.class_names, chosen, strict=True) if is_so]
    if not names:
        return ""
    one, several = ("label", "labels") if predictions.multilabel else ("class", "classes")
    return f"{one if len(names) == 1 else several} {quoted(names)}"
