"""A pipeline once for every value of one parameter of what stands behind the features."""

import math
from numbers import Integral, Real
from typing import Any

from sklearn.base import clone
from sklearn.pipeline import Pipeline

from .._compat import validate_own_parameters
from .._remedies import remedy
from .._validation import unknown_name
from .parameters import owners

_STEPS = ("classifier", "reduce")
# Where the usual value is no number to go up and down from.
_USUAL_GRIDS: dict[str, tuple] = {
    "alpha": (0.003, 0.03, 0.1, 0.3, 1.0),
    "gamma": (0.1, 0.3, 0.8, 1.6),
    "max_depth": (2, 4, 8, 16, None),
    "class_weight": (None, "balanced"),
    "weights": ("uniform", "distance"),
}


def varied(pipeline: Pipeline, name: str, values=None) -> tuple[str, list, list, Any]:
    """Pipelines that differ in one parameter of classifier or reduction.

    Returns
    -------
    name : str
        ``"step.parameter"``; "classifier" where no step was named.
    values : list
        As given, or some around the one that the pipeline has, which is always among them.
    pipelines : list of Pipeline
        One for each value.
    current : object
        The value that the pipeline has.

    >>> from sklearn.svm import SVC
    >>> varied(Pipeline([("classifier", SVC())]), "C")[:2]
    ('classifier.C', [0.01, 0.1, 1.0, 10.0, 100.0])
    """
    step, _, parameter = name.rpartition(".")
    step = step or "classifier"
    current = getattr(_owner(pipeline, step, parameter), parameter)
    values = _grid(f"{step}.{parameter}", current) if values is None else list(values)
    if current not in values:
        values.append(current)
    if all(isinstance(value, Real) for value in values):
        values.sort()
    made = []
    for value in values:
        one = clone(pipeline)
        owner = _owner(one, step, parameter).set_params(**{parameter: value})
        validate_own_parameters(owner)
        made.append(one)
    return f"{step}.{parameter}", values, made, current


def _owner(pipeline: Pipeline, step: str, parameter: str):
    """What has the parameter: the classifier, or the reduction, inside whatever they stand."""
    steps = {name: part for name, part in _deciding(pipeline) if name in _STEPS}
    if step not in steps:
        raise ValueError(
            unknown_name("step", step, steps) + ": a validation curve is about what learns from "
            "features that are made once; compare features with 'compare'"
        )
    candidates = owners(steps[step])
    if step == "classifier":
        candidates = [owner for owner in candidates if not isinstance(owner, Pipeline)]
    for owner in candidates:
        if parameter in owner.get_params(deep=False):
            return owner
    known = {name for owner in candidates for name in owner.get_params(deep=False)}
    known -= {"estimator", "random_state", "n_jobs", "verbose"}
    raise ValueError(unknown_name(f"parameter of {step}", parameter, sorted(known)))


def _deciding(pipeline: Pipeline):
    """Steps by name, those of a pipeline inside the last one among them."""
    inside = pipeline.steps[-1][1]
    while inside is not None and not isinstance(inside, Pipeline):
        inside = getattr(inside, "estimator", None)
    return [*pipeline.steps, *(inside.steps if isinstance(inside, Pipeline) else ())]


def _grid(name: str, current) -> list:
    """Values around the current one."""
    short = name.rpartition(".")[2]
    if isinstance(current, bool):
        return [False, True]
    if isinstance(current, Integral):
        around = {max(1, int(current) * 2**power // 4) for power in range(5)}
        return sorted(around)
    if isinstance(current, Real) and current > 0 and math.isfinite(current):
        return [float(f"{current * 10.0**power:.6g}") for power in range(-2, 3)]
    if short in _USUAL_GRIDS:
        return list(_USUAL_GRIDS[short])
    values = remedy("give values", f"write {name}=VALUE,VALUE,...")
    raise ValueError(f"no values are known to try for {name}, which is {current!r}: {values}")
