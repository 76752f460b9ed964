"""Which display draws which part of a result."""

from .._validation import unknown_name
from .figures.table import record_of

_KINDS = (
    "confusion",
    "per_class",
    "roc",
    "precision_recall",
    "calibration",
    "risk_coverage",
    "folds",
    "by",
)


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
    if kind == "folds":
        return _draw_folds(result, ax)
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


def _draw_folds(result, ax):
    from ..displays import DotDisplay
    from .fold_spread import fold_spread

    folds = [one for one in fold_spread(result) if one.estimate is not None]
    if not folds:
        raise ValueError(f"no fold has {result.headline!r} by itself: there is nothing to draw")
    unknown = (float("nan"), float("nan"), "")
    limits = [(one.estimate.interval or unknown)[:2] for one in folds]
    names = [f"fold {one.fold}, repeat {one.repeat} ({one.n_images:,})" for one in folds]
    values, pooled = [one.estimate.value for one in folds], result.figures[result.headline].value
    low_high = tuple(zip(*limits, strict=True))
    options = {"name": result.headline, "percent": record_of(result.headline).percent}
    return DotDisplay(values, names, low_high, pooled=pooled, **options).plot(ax=ax)
