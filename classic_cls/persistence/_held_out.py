"""Scores of left-out images as text of a model file."""

import base64

import numpy as np

from ..evaluation import HeldOutLabels, HeldOutScores
from ._errors import damaged

# Seventeen bytes an image with one label; of several labels five a label, and four.
_OF_ONE = {"of_truth": "<f4", "of_answer": "<f4", "best": "<f4", "right": "?", "units": "<i4"}
_OF_SEVERAL = {"scores": "<f4", "truth": "<i1", "units": "<i4"}


def plain_held_out(scores: HeldOutScores | HeldOutLabels) -> dict:
    """As text, for a model file."""
    types = _OF_SEVERAL if isinstance(scores, HeldOutLabels) else _OF_ONE
    arrays = {name: getattr(scores, name).astype(kind) for name, kind in types.items()}
    return {name: base64.b64encode(array).decode() for name, array in arrays.items()}


def held_out_from_plain(plain: dict) -> HeldOutScores | HeldOutLabels:
    """From a model file."""
    if not isinstance(plain, dict) or set(plain) not in (set(_OF_ONE), set(_OF_SEVERAL)):
        raise _damaged()
    types = _OF_SEVERAL if "truth" in plain else _OF_ONE
    parts = {name: base64.b64decode(plain[name], validate=True) for name in types}
    arrays = {name: np.frombuffer(parts[name], kind) for name, kind in types.items()}
    n = len(arrays["units"])
    units = np.unique(arrays["units"])
    if not n or not np.array_equal(units, np.arange(len(units))):
        raise _damaged()
    return _of_several(arrays, n) if "truth" in plain else _of_one(arrays, n)


def _of_one(arrays: dict, n: int) -> HeldOutScores:
    found = HeldOutScores(**arrays)
    scores = (found.of_truth, found.of_answer, found.best)
    finite = all(np.isfinite(values).all() for values in scores)
    whole = all(len(array) == n for array in arrays.values())
    if not whole or not finite or found.right.view(np.uint8).max() > 1:
        raise _damaged()
    return found


def _of_several(arrays: dict, n: int) -> HeldOutLabels:
    scores, truth = arrays["scores"], arrays["truth"]
    if not len(scores) or len(scores) % n or len(scores) != len(truth):
        raise _damaged()
    # A label that a fold did not learn has minus infinity there.
    if not (scores < np.inf).all() or not np.isin(truth, (-1, 0, 1)).all():
        raise _damaged()
    return HeldOutLabels(scores.reshape(n, -1), truth.reshape(n, -1), arrays["units"])


def _damaged():
    return damaged("scores of left-out images")
