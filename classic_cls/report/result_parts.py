"""The parts of ``result.json`` that results of evaluations fill."""

import numpy as np

from ..evaluation.figures.behind import Ranks
from ..evaluation.figures.table import record_of

__all__ = [
    "breakdowns_part",
    "cross_validation_part",
    "prediction_part",
    "value_and_interval",
    "value_of",
]

MOST_POINTS = 200
_CURVES = ("roc", "precision_recall")


def cross_validation_part(cv) -> dict:
    """Figures of a cross-validation; the keys are in `summarize`.

    Parameters
    ----------
    cv : CrossValidationResult

    Returns
    -------
    dict

    Examples
    --------
    >>> cross_validation_part(training.cv)["folds"]                     # doctest: +SKIP
    5
    """
    sizes = cv.predictions.sizes
    return {
        "folds": cv.n_folds,
        "repeats": cv.n_repeats,
        "n_splits": len(sizes),
        "n_images": cv.n_images,
        "n_untested": int((~cv.predictions.tested.any(axis=0)).sum()),
        "test_share": float(np.mean(sizes[:, 1] / sizes.sum(axis=1))),
        "metrics": cv.figure_names,
        **{name: _cross_validated(cv, name) for name in cv.figure_names},
        "overfitting_gap": cv.overfitting_gap,
        **prediction_part(cv),
    }


def _cross_validated(cv, name: str) -> dict:
    estimate = cv.figures[name]
    return {
        "value": estimate.value,
        "std": estimate.std,
        **_interval(estimate),
        "folds": [fold.get(f"test_{name}") for fold in cv.fold_rows],
        "train": value_of(cv.train, name),
    }


def value_and_interval(estimate) -> dict:
    """``value``, ``interval`` and ``interval_method`` of an estimate.

    >>> from classic_cls.evaluation import Estimate
    >>> value_and_interval(Estimate(0.5, 0.1))
    {'value': 0.5, 'interval': None, 'interval_method': None}
    """
    return {"value": estimate.value, **_interval(estimate)}


def _interval(estimate) -> dict:
    low, high, method = estimate.interval or (None, None, None)
    return {"interval": None if method is None else [low, high], "interval_method": method}


def value_of(estimates: dict, name: str) -> float | None:
    """Value of one of several estimates; None if it is not among them.

    >>> value_of({}, "accuracy") is None
    True
    """
    return estimates[name].value if name in estimates else None


def prediction_part(result) -> dict:
    """``confusion``, ``counts``, ``per_class`` and ``curves`` of a result.

    Parameters
    ----------
    result : PredictionResult

    Returns
    -------
    dict

    Examples
    --------
    >>> from classic_cls import score_predictions
    >>> part = prediction_part(score_predictions(list("aabb"), list("aaab")))
    >>> part["confusion"].tolist(), part["counts"], part["curves"]
    ([[2, 0], [1, 1]], None, {})
    """
    return {
        "confusion": result.confusion,
        "counts": result.counts,
        "per_class": _per_class(result),
        "curves": _curves(result),
    }


def _per_class(result) -> list[dict]:
    table = result.classes
    rows = []
    for i, name in enumerate(result.class_names):
        row = {"name": name} | {column: values[i] for column, values in table.items()}
        row["f1_interval"] = [row.pop("f1_low"), row.pop("f1_high")]
        rows.append(row)
    return rows


def _curves(result) -> dict:
    """Of each kind whose area is among the figures, for the two agree."""
    behind = [record_of(name).behind for name in result.figures]
    shown = {ranks.curve for ranks in behind if isinstance(ranks, Ranks)}
    return {kind: _curve(result.curves(kind)) for kind in _CURVES if kind in shown}


def _curve(curves) -> dict:
    return {
        "points": _thinned(_corners(curves.mean, curves.kind)),
        "area": curves.mean.area,
        "chance": curves.chance,
        "operating_point": curves.operating_point,
        "class_areas": {name: curve.area for name, curve in curves.classes.items()},
    }


def _corners(curve, kind) -> np.ndarray:
    """Points ``(m, 2)`` to join by straight lines; precision goes in steps."""
    if kind == "roc":
        return np.column_stack([curve.x, curve.y])
    x = np.repeat(curve.x, 2)[:-1]
    y = np.append(curve.y[0], np.repeat(curve.y[1:], 2))
    return np.column_stack([x, y])


def _thinned(points) -> np.ndarray:
    """At most 200 of the points, evenly along the line, its ends among them."""
    if len(points) > MOST_POINTS:
        length = np.append(0.0, np.abs(np.diff(points, axis=0)).sum(axis=1).cumsum())
        at = np.searchsorted(length, np.linspace(0, length[-1], MOST_POINTS) - 1e-12)
        points = points[np.unique([0, *at[1:-1].tolist(), len(points) - 1])]
    return points.round(4)


def breakdowns_part(breakdowns: dict) -> dict:
    """Figures of parts of the images, by column.

    Parameters
    ----------
    breakdowns : dict of str to Breakdown

    Returns
    -------
    dict of str to dict
        ``overall`` and ``values``: a list of ``name``, ``n_images``, ``value``,
        ``interval``, ``interval_method`` and ``figures``.

    Examples
    --------
    >>> from classic_cls import score_predictions
    >>> result = score_predictions(list("aabb"), list("aaab"))
    >>> part = breakdowns_part({"site": result.by(["x", "x", "y", "y"], "site")})
    >>> [(row["name"], row["value"]) for row in part["site"]["values"]]
    [('x', 1.0), ('y', 0.5)]
    """
    return {name: _breakdown(found) for name, found in breakdowns.items()}


def _breakdown(found) -> dict:
    nothing = {"value": None, "interval": None, "interval_method": None}
    columns = (found.values, found.n_images, found.estimates, found.figures)
    return {
        "overall": found.overall,
        "values": [
            {
                "name": name,
                "n_images": n,
                **(nothing if estimate is None else value_and_interval(estimate)),
                "figures": figures,
            }
            for name, n, estimate, figures in zip(*columns, strict=True)
        ],
    }
