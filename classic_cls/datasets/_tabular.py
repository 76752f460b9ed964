"""Columns of a table that a model may learn from beside the images, and those that would leak."""

from collections.abc import Iterable

import numpy as np

from .._remedies import parameter
from .._validation import unknown_name
from ._columns import meaning_of
from ._draft import DatasetError
from ._spelling import label_text

_LEAKS = {
    "path": "it names the files",
    "label": "it is the answer",
    "labels": "it holds the answers",
    "group": "images of one group are never both learned from and tested, so that what is learned "
    "of a group is of no use for another",
    "split": "it says which images are tested",
}


def tabular_columns(data, names: str | Iterable[str]) -> tuple[str, ...]:
    """Columns to learn from, by their names in the table; refused is what tells the answer."""
    names = [names] if isinstance(names, str) else list(names)
    found = tuple(_column(data, str(name)) for name in names)
    twice = [name for name in found if found.count(name) > 1]
    if twice:
        raise DatasetError(f"{parameter('tabular')} names column '{twice[0]}' twice; leave one out")
    for name in found:
        _check_is_no_answer(data, name)
    return found


def _column(data, name: str) -> str:
    alike = [key for key in data.columns if key.casefold() == name.casefold()]
    if name in data.columns or len(alike) == 1:
        return name if name in data.columns else alike[0]
    known = data.columns
    if data.multilabel and name in data.class_names:
        raise DatasetError(_refused(name, _LEAKS["label"]))
    meaning = meaning_of(name)
    if meaning is not None:
        raise DatasetError(_refused(name, _LEAKS.get(meaning, "it is about the file")))
    if not known:
        raise DatasetError(
            f"{data.name}: there is no column '{name}' to learn from, nor any other beside paths "
            f"and labels: give a CSV table with it, or leave out {parameter('tabular')}"
        )
    raise DatasetError(f"{data.name}: {unknown_name('column', name, known)}")


def _check_is_no_answer(data, name: str) -> None:
    cells = np.array([label_text(cell) for cell in data.columns[name].tolist()], str)
    if not data.multilabel and (cells == data.targets).all():
        raise DatasetError(_refused(name, "it holds the label of every image, the answer"))
    given = cells != ""
    if data.groups is not None and given.any() and (cells == data.groups)[given].all():
        raise DatasetError(_refused(name, f"the groups are taken from it, and {_LEAKS['group']}"))


def _refused(name: str, why: str) -> str:
    return f"column '{name}' cannot be learned from: {why}; leave it out of {parameter('tabular')}"
