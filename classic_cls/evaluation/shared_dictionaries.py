"""Dictionaries that several folds share: none of them tests an image that they have seen.

A dictionary learns from a sample of local features, of which half the images hold enough. So what
is in the training parts of three of five folds is enough for one dictionary of all three, and
images are encoded twice instead of five times.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from joblib import parallel_config

from ..extraction import encode_once, samples_dictionaries, views_of

# Fewer images are encoded quickly, and each counts.
FEWEST = 400
# Least share of every training part that the folds learn their dictionaries from.
SHARE = 0.45


@dataclass(frozen=True)
class FoldsTogether:
    """Places ``(repeat, fold)`` and what to fit there; ``seconds`` went into the dictionaries."""

    places: list[tuple[int, int]]
    estimator: object
    seconds: float = 0.0


def share_dictionaries(estimator, X, y, splits, n_jobs=None) -> Iterator[FoldsTogether]:
    """All places of the splits, those one behind the other that share their dictionaries.

    They learn from the rows that are in every training part, which are `FEWEST` at least, `SHARE`
    of each, and of all classes that are trained there. Others fit the whole estimator.
    """
    places = [(r, f) for r, folds in enumerate(splits) for f in range(len(folds))]
    sharing = isinstance(X, np.ndarray) and samples_dictionaries(estimator)
    alone, views = [], views_of(estimator)
    for together, learned in _groups(places, splits, y) if sharing else ():
        if len(together) == 1:
            alone += together
            continue
        started = time.perf_counter()
        every = np.union1d(views.training_rows(X), views.test_rows(X))
        with parallel_config("threading", n_jobs=n_jobs or 1):
            shared = encode_once(estimator, views.training_rows(X[learned]), every, views)
        yield FoldsTogether(together, shared, time.perf_counter() - started)
    if alone or not sharing:
        yield FoldsTogether(alone or places, estimator)


def _groups(places, splits, y) -> Iterator[tuple[list, np.ndarray]]:
    """Places that may share dictionaries, and the rows to learn these from."""
    together, common = [], None
    for place in places:
        train = splits[place[0]][place[1]][0]
        parts = [splits[r][f][0] for r, f in (*together, place)]
        rows = train if common is None else np.intersect1d(common, train)
        if together and not all(_is_enough(rows, part, y) for part in parts):
            yield together, common
            together, rows = [], train
        together, common = [*together, place], rows
    if together:
        yield together, common


def _is_enough(rows, train, y) -> bool:
    """Whether dictionaries for a training part may be learned from some rows of it."""
    if len(rows) < max(FEWEST, SHARE * len(train)):
        return False
    if y.ndim == 2:
        return bool(((y[rows] == 1).any(axis=0) >= (y[train] == 1).any(axis=0)).all())
    return len(np.unique(y[rows])) == len(np.unique(y[train]))
