"""A pipeline once for every value of one parameter of what stands behind the features."""

import math
from collections.abc import Sequence
from numbers import Integral, Real
from typing import NamedTuple

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


class Varied(NamedTuple):
    """Classifiers that differ in one ``parameter``, and the place of the value in use.

    Examples
    --------
    >>> from sklearn.tree import DecisionTreeClassifier
    >>> stump, tree = DecisionTreeClassifier(max_depth=1), DecisionTreeClassifier()
    >>> Varied("classifier.max_depth", [1, None], [stump, tree], current=1).values
    [1, None]
    """

    parameter: str
    values: list
    estimators: list
    current: int


def varied(pipeline: Pipeline, name: str, values: Sequence | None = None) -> Varied:
    """Pipelines that differ in one parameter of classifier or reduction.

    Parameters
    ----------
    pipeline : Pipeline
        With steps ``classifier`` and, perhaps, ``reduce``, as :func:`make_image_pipeline` gives.
    name : str
        ``"step.parameter"``; of the classifier where no step is named.
    values : sequence, optional
        Without it some around the one that the pipeline has, which is always among them.

    Returns
    -------
    Varied

    Raises
    ------
    ValueError
        If there is no such parameter, or a value is none for it.

    Examples
    --------
    >>> from sklearn.svm import SVC
    >>> varied(Pipeline([("classifier", SVC())]), "C").values
    [0.01, 0.1, 1.0, 10.0, 100.0]
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
    return Varied(f"{step}.{parameter}", values, made, values.index(current))


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
