"""Which display draws which part of a result."""

from .._validation import unknown_name

_KINDS = ("confusion", "per_class", "roc", "precision_recall", "calibration", "risk_coverage", "by")


def draw(result, kind=None, ax=None, by=None):
    """Draw a part of a result; see ``PredictionResult.plot``."""
    if kind is None:
        kind = "per_class" if result.confusion is None else "confusion"
    if kind not in _KINDS:
        raise ValueError(unknown_name("kind of plot", kind, _KINDS))
    if kind == "by":
        if by is None:
            raise ValueError("plot('by') needs the values to break down by: give by=values")
        return result.by(by).plot(ax=ax)
    if kind == "calibration":
        return result.calibration().plot(ax=ax)
    if kind == "risk_coverage":
        return result.risk_coverage().plot(ax=ax)
    if kind in ("roc", "precision_recall"):
        return result.curves(kind).plot(ax=ax)
    return (_draw_confusion if kind == "confusion" else _draw_classes)(result, ax)


def _draw_confusion(result, ax):
    from ..displays import ConfusionDisplay

    if result.confusion is None:
        raise ValueError("a multilabel result has no confusion matrix: plot('per_class')")
    return ConfusionDisplay(result.confusion, result.class_names).plot(ax=ax)


def _draw_classes(result, ax):
    from ..displays import PerLabelDisplay

    limits = (result.classes["f1_low"], result.classes["f1_high"])
    return PerLabelDisplay(result.classes["f1"], result.class_names, limits).plot(ax=ax)
