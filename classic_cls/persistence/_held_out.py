"""Scores of left-out images as text of a model file, seventeen bytes an image."""

import base64

import numpy as np

from ..evaluation import HeldOutScores
from ._errors import damaged

_TYPES = {"of_truth": "<f4", "of_answer": "<f4", "best": "<f4", "right": "?", "units": "<i4"}


def plain_held_out(scores: HeldOutScores) -> dict:
    """As text, for a model file."""
    arrays = {name: getattr(scores, name).astype(kind) for name, kind in _TYPES.items()}
    return {name: base64.b64encode(array).decode() for name, array in arrays.items()}


def held_out_from_plain(plain: dict) -> HeldOutScores:
    """From a model file."""
    if not isinstance(plain, dict) or set(plain) != set(_TYPES):
        raise damaged("scores of left-out images")
    parts = {name: base64.b64decode(plain[name], validate=True) for name in _TYPES}
    sizes = {len(part) / np.dtype(_TYPES[name]).itemsize for name, part in parts.items()}
    if len(sizes) > 1 or not (n := sizes.pop()).is_integer() or not n:
        raise damaged("scores of left-out images")
    found = HeldOutScores(
        **{name: np.frombuffer(part, _TYPES[name]) for name, part in parts.items()}
    )
    _check(found)
    return found


def _check(found: HeldOutScores) -> None:
    scores = (found.of_truth, found.of_answer, found.best)
    finite = all(np.isfinite(values).all() for values in scores)
    units = np.unique(found.units)
    counted = np.array_equal(units, np.arange(len(units)))
    if not finite or not counted or found.right.view(np.uint8).max() > 1:
        raise damaged("scores of left-out images")
