"""Single parameters of the steps of a pipeline, by name."""

from typing import Any

from sklearn.base import clone
from sklearn.frozen import FrozenEstimator
from sklearn.pipeline import Pipeline

from .._validation import unknown_name
from .feature_union import SCALING
from .tabular import described_by


def set_step_parameter(pipeline: Pipeline, name: str, value: Any) -> None:
    """Set one parameter by the step's own name, wherever the step stands.

    Parameters
    ----------
    pipeline : Pipeline
        From :func:`make_image_pipeline`; changed in place.
    name : str
        ``"step.parameter"``, such as ``"hog.orientations"`` or ``"classifier.C"``.
    value : object
        The value; the path of an image for a parameter that is an image, such as
        ``"match_histogram.reference"``.

    Raises
    ------
    ValueError
        If there is no such step or parameter; the message lists those there are.

    Examples
    --------
    >>> from classic_cls import make_image_pipeline
    >>> pipeline = make_image_pipeline(features=["hog"])
    >>> set_step_parameter(pipeline, "hog.orientations", 12)
    >>> pipeline["features"]["hog"]["hog"].orientations
    12
    """
    step_name, _, parameter = name.partition(".")
    pipeline = described_by(pipeline)
    steps = {**pipeline.named_steps, **dict(pipeline["features"].transformer_list)}
    steps.pop("features", None)
    inside = pipeline[-1]
    while inside is not None and not isinstance(inside, Pipeline):
        inside = getattr(inside, "estimator", None)
    if isinstance(inside, Pipeline):
        steps = {**inside.named_steps, **steps}
    if step_name not in steps or not parameter:
        raise ValueError(unknown_name("step", step_name, steps) + " (write STEP.PARAMETER=VALUE)")
    parameter = parameter.removeprefix("extractor.")
    candidates = owners(steps[step_name])
    step = next((owner for owner in candidates if parameter in owner.get_params(deep=False)), None)
    if step is None:
        raise ValueError(_no_such_parameter(steps[step_name], step_name, parameter))
    if parameter in getattr(step, "image_parameters", ()) and isinstance(value, str):
        step.set_params(**{parameter: _image_in(value, pipeline)})
        value = step.__getstate__()[parameter]  # what it needs of the image, not the image
    step.set_params(**{parameter: value})


def set_where_it_applies(pipelines: list[Pipeline], parameters: dict | None) -> None:
    """Set parameters in those of several pipelines that have them; some one must.

    >>> from classic_cls import make_image_pipeline
    >>> pipelines = [make_image_pipeline(features=[name]) for name in ("hog", "lbp")]
    >>> set_where_it_applies(pipelines, {"lbp.method": "ror"})
    >>> pipelines[1]["features"].get_params()["lbp__lbp__method"]
    'ror'
    """
    for name, value in (parameters or {}).items():
        refusals = []
        for pipeline in pipelines:
            try:
                set_step_parameter(pipeline, name, value)
            except ValueError as error:
                refusals.append(error)
        if len(refusals) == len(pipelines):
            raise refusals[0]


def _no_such_parameter(step, step_name: str, parameter: str) -> str:
    known = {name for owner in owners(step) for name in owner.get_params(deep=False)}
    known -= {"extractor", "estimator"}
    if not known:
        return f"{step_name} has no parameters"
    return unknown_name(f"parameter of {step_name}", parameter, sorted(known))


def _image_in(file: str, pipeline: Pipeline):
    """The image in a file, read as the pipeline reads images, in full size."""
    return clone(pipeline["read"]).set_params(min_size=None).transform([file])[0]


def owners(step) -> list:
    """What may own a parameter of a step: the innermost of wrappers first, the dictionary first."""
    if isinstance(step, Pipeline):
        members = [member for name, member in reversed(step.steps) if name not in SCALING]
        return [owner for member in members for owner in owners(member)]
    if isinstance(step, (FrozenEstimator, str)):
        return []  # it has learned with those it has; "drop" and "passthrough" have none
    own = step.get_params(deep=False)
    inside = own.get("estimator", own.get("extractor"))
    return [step] if inside is None else [*owners(inside), step]
