"""What folds gave, in a file: arrays and plain values, no pickle."""

import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import fields
from zipfile import BadZipFile

import numpy as np

from .._writing import written_whole
from .folds import FoldOutcome

_FILE: ContextVar[str | os.PathLike | None] = ContextVar("file of the folds", default=None)


@contextmanager
def folds_kept_in(path) -> Iterator[None]:
    """While it lasts, `cross_validate` keeps what the folds gave in a file, or takes it from there.

    The file must be of the same estimator; of other folds it is refused. None keeps nothing.
    """
    token = _FILE.set(path)
    try:
        yield
    finally:
        _FILE.reset(token)


def kept_or_run(splits, run: Callable[[], list[FoldOutcome]]) -> list[FoldOutcome]:
    """What a file holds of these folds; else what ``run`` gives, which is kept if that is asked."""
    path = _FILE.get()
    if path is not None and os.path.exists(path):
        return read_outcomes(path, splits)
    outcomes = run()
    if path is not None:
        write_outcomes(outcomes, path)
    return outcomes


def write_outcomes(outcomes: list[FoldOutcome], path) -> None:
    """Write what folds gave; the file is whole, or not there."""
    arrays, plain = {}, []
    for number, outcome in enumerate(outcomes):
        values = {field.name: getattr(outcome, field.name) for field in fields(outcome)}
        held = {name: value for name, value in values.items() if isinstance(value, np.ndarray)}
        arrays |= {f"{number}_{name}": _without_objects(value) for name, value in held.items()}
        plain.append({name: value for name, value in values.items() if name not in held})
    with written_whole(path) as partial, open(partial, "wb") as file:
        np.savez_compressed(file, plain=np.array(json.dumps(plain)), **arrays)


def read_outcomes(path, splits) -> list[FoldOutcome]:
    """What `write_outcomes` wrote, of these folds."""
    try:
        with open(path, "rb") as opened, np.load(opened, allow_pickle=False) as file:
            plain = json.loads(str(file["plain"]))
            arrays = {name: file[name] for name in file.files}
        outcomes = [_outcome(number, values, arrays) for number, values in enumerate(plain)]
    except (OSError, KeyError, TypeError, ValueError, EOFError, BadZipFile) as error:
        raise ValueError(f"{path} holds no results of folds: {error}; remove it") from error
    _check_folds(outcomes, splits, path)
    return outcomes


def _outcome(number: int, values: dict, arrays: dict) -> FoldOutcome:
    prefix = f"{number}_"
    held = {n.removeprefix(prefix): a for n, a in arrays.items() if n.startswith(prefix)}
    return FoldOutcome(**values, **held)


def _without_objects(values: np.ndarray) -> np.ndarray:
    return values.astype(str) if values.dtype == object else values


def _check_folds(outcomes, splits, path) -> None:
    """Refuse what was learned from, or tested on, other images."""
    found = [(outcome.n_train, outcome.test) for outcome in outcomes]
    wanted = [(len(train), test) for folds in splits for train, test in folds]
    pairs = zip(found, wanted, strict=False)
    same = len(found) == len(wanted) and all(
        n == m and np.array_equal(some, others) for (n, some), (m, others) in pairs
    )
    if not same:
        raise ValueError(f"{path} holds results of other folds or images; remove it")
