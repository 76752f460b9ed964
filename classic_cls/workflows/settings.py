"""What was asked for, in a form that travels in result.json."""

from pathlib import Path

__all__ = ["plain_settings"]


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
