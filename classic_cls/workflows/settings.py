"""What was asked for, in a form that travels in result.json."""

from pathlib import Path

from .._validation import unknown_name
from ..datasets import ImageDataset
from ..pipelines.look import look_at
from ..pipelines.recipes import RECIPES, choose_recipe
from .unlabelled import counted

__all__ = ["plain_settings", "used_recipe"]


def used_recipe(
    dataset: ImageDataset,
    recipe="auto",
    features=None,
    *,
    unlabelled=(),
    reading_range=None,
    page=None,
) -> str | None:
    """Name of the recipe that chooses the features.

    Parameters
    ----------
    dataset : ImageDataset
        What is learned from.
    recipe, features, reading_range, page
        See :func:`make_image_pipeline`.
    unlabelled : sequence
        Images without labels; dictionaries are learned from them, so there must be some.

    Returns
    -------
    str or None
        A key of ``RECIPES``; None where the features were named.

    Raises
    ------
    ValueError
        If there is no such recipe, or features were named as well.
    """
    if recipe not in ("auto", *RECIPES):
        raise ValueError(unknown_name("recipe", recipe, ["auto", *RECIPES]))
    if features is not None and recipe != "auto":
        raise ValueError(
            f"recipe '{recipe}' (--recipe) chooses the features, and features (--features) names "
            "them: leave one of them out"
        )
    if features is not None or recipe != "auto":
        return None if features is not None else recipe
    refs = dataset.training().refs
    look = look_at(refs, reading_range, page)
    if unlabelled:
        return "tiny" if look.is_small else "scene"
    return choose_recipe(look, len(refs))


def plain_settings(asked: dict, pipeline) -> dict:
    """What was asked for, and what the recipe chose, as plain values."""
    without = ("dataset", "positive", "progress", "n_jobs", "cache")
    used = {name: value for name, value in asked.items() if name not in without}
    resize = pipeline.named_steps.get("resize")
    chosen = {
        "features": [name for name, _ in pipeline["features"].transformer_list],
        "size": "keep" if resize is None else resize.size,
        "preprocess": [s if isinstance(s, str) else repr(s) for s in used["preprocess"]],
        "parameters": {n: _without_folder(v) for n, v in (used["parameters"] or {}).items()},
        "by": list(used["by"]),
        "unlabelled": counted(used["unlabelled"]),
        "folds": None if used["folds"] is None else Path(used["folds"]).name,
    }
    if not isinstance(used["cv"], (int, str)):
        chosen["cv"] = repr(used["cv"]) if hasattr(used["cv"], "split") else "given folds"
    if used["costs"]:
        chosen["costs"] = {":".join(pair): cost for pair, cost in used["costs"].items()}
    if not isinstance(used["classifier"], str):
        chosen["classifier"] = type(_inner(pipeline["classifier"])).__name__
    return {**used, **chosen}


def _without_folder(value):
    """The value; of a file its name, since where it lies is nobody's business."""
    return Path(value).name if isinstance(value, str) else value


def _inner(classifier):
    """The classifier inside its wrappers."""
    while hasattr(classifier, "estimator"):
        classifier = classifier.estimator
    return classifier
