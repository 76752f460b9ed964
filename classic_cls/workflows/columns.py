"""Columns of a table that a model takes beside the images: given to the references, and looked at.

What is odd in them is said in notes, as nothing of it stops the work.
"""

import re
from collections.abc import Iterable, Iterator

import numpy as np

from .._validation import counted, quoted
from ..base import ImageRef
from ..datasets import DatasetError, ImageDataset, may_be_units, tabular_columns
from ..pipelines import columns_taken, fitted_words, kinds_of_columns
from ..reading import lacking_columns, number_of

# Of fewer images a different value for each says little.
_FEWEST_TO_TELL = 10
_MOST_NAMES = 20
_DATE = re.compile(
    r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}([T ].*)?|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}([T ].*)?"
)


def check_columns(pipeline, dataset: ImageDataset) -> None:
    """Refuse, before the long work, columns that are not there or tell the answer."""
    tabular_columns(dataset, columns_taken(pipeline))


def with_columns_for(pipeline, dataset: ImageDataset) -> ImageDataset:
    """The data set with the columns that a pipeline takes on its references."""
    names = columns_taken(pipeline)
    return dataset.with_columns(names) if names else dataset


def columns_for(model, dataset: ImageDataset) -> ImageDataset:
    """The data set with the columns that a model takes on its references."""
    known = {name.casefold() for name in dataset.columns}
    missing = [name for name in model.columns if name.casefold() not in known]
    if missing:
        raise DatasetError(f"{dataset.name}: {lacking_columns(missing, model.columns)}")
    return with_columns_for(model.pipeline, dataset)


def carrying(refs: Iterable, names: tuple[str, ...]) -> Iterator:
    """The references, of which each carries the columns of these names."""
    for ref in refs:
        given = {name for name, _ in ref.columns or ()} if names else set()
        missing = [name for name in names if name not in given]
        if missing:
            raise DatasetError(f"{ref.label()}: {lacking_columns(missing, names)}")
        yield ref


def training_notes(pipeline, dataset: ImageDataset) -> tuple[str, ...]:
    """What is missing or odd in the columns that are learned from."""
    notes: list[str] = []
    for name, is_number in kinds_of_columns(pipeline).items():
        cells = dataset.column(name)
        notes += _missing(name, cells, is_number)
        given = [" ".join(cell.split()) for cell in cells.tolist() if cell]
        notes += _odd_numbers(name, given) if is_number else _odd_words(name, given)
        if not dataset.multilabel and not is_number:
            notes += _tells_class(name, cells, dataset.targets)
    return tuple(notes)


def notes_on_new(pipeline, refs: Iterable) -> tuple[str, ...]:
    """What is missing in the columns of new images, and words that training did not know."""
    rows = [dict(ref.columns or ()) for ref in refs]
    notes: list[str] = []
    words = fitted_words(pipeline)
    for name, is_number in kinds_of_columns(pipeline).items():
        cells = np.array([row[name] for row in rows if name in row], str)
        notes += _missing(name, cells, is_number)
        if not is_number:
            notes += _unknown(name, cells, words[name])
    return tuple(notes)


def notes_on_columns(model, sources: Iterable) -> tuple[str, ...]:
    """The same of images to predict, each of which must carry the columns of the model."""
    refs = carrying(map(ImageRef.of, sources), model.columns)
    return notes_on_new(model.pipeline, refs)


def _missing(name: str, cells: np.ndarray, is_number: bool) -> Iterator[str]:
    empty = cells == ""
    odd = [c for c in cells[~empty].tolist() if is_number and np.isnan(number_of(c))]
    n_missing = int(empty.sum()) + len(odd)
    if not n_missing:
        return
    what = f", {len(odd):,} of them as {quoted(sorted(set(odd)), 3)} is no number" if odd else ""
    how = "imputed by the median of the training images" if is_number else "taken as a value apart"
    yield f"column '{name}': {n_missing:,} of {counted(len(cells), 'value')} missing{what}; {how}"


def _unknown(name: str, cells: np.ndarray, known: set[str]) -> Iterator[str]:
    given = [" ".join(cell.split()) for cell in cells.tolist()]
    unknown = [cell for cell in given if cell and cell not in known]
    if unknown:
        yield (
            f"column '{name}': {counted(len(unknown), 'image')} with a value that training did "
            f"not know ({quoted(sorted(set(unknown)), 3)}), which says nothing to the model"
        )


def _odd_numbers(name: str, given: list[str]) -> Iterator[str]:
    values = np.array([number_of(cell) for cell in given])
    values = values[~np.isnan(values)]
    different = np.unique(values)
    yield from _constant(name, given, len(different))
    if not (values == np.round(values)).all() or len(different) == 1:
        return
    if len(different) == len(values) >= _FEWEST_TO_TELL:
        yield (
            f"column '{name}' has another whole number for every image and looks like an "
            "identifier: if it is one, leave it out, as it says nothing of other images"
        )
    elif len(different) <= _MOST_NAMES and may_be_units(name):
        yield (
            f"column '{name}' is taken as numbers; if they are names of things, write them with "
            f"letters ('{name} 1')"
        )


def _odd_words(name: str, given: list[str]) -> Iterator[str]:
    n_different = len(set(given))
    yield from _constant(name, given, n_different)
    if all(map(_DATE.fullmatch, given)):
        yield (
            f"column '{name}' holds dates, and is taken as words ({counted(n_different, 'value')}"
            "); write what matters of them, such as the year or the age, as a number"
        )
    elif len(given) >= _FEWEST_TO_TELL and 2 * n_different > len(given):
        yield (
            f"column '{name}' has {n_different:,} values for {counted(len(given), 'image')} and "
            "looks like an identifier: nothing can be learned of a value that is seen once"
        )
    elif any(not np.isnan(number_of(cell)) for cell in given):
        odd = sorted({cell for cell in given if np.isnan(number_of(cell))})
        if odd:
            yield f"column '{name}' holds numbers and words ({quoted(odd, 3)}): taken as words"


def _constant(name: str, given: list[str], n_different: int) -> Iterator[str]:
    if n_different == 1:
        yield f"column '{name}' says '{given[0]}' of all images, so nothing is learned of it"


def _tells_class(name: str, cells: np.ndarray, targets: np.ndarray) -> Iterator[str]:
    given = cells != ""
    values, classes = cells[given], targets[given]
    n_values = len(np.unique(values))
    pairs = len(np.unique(np.stack([values, classes]).astype(str), axis=1).T) if n_values else 0
    if 1 < n_values == pairs and 2 * n_values <= len(values):
        yield (
            f"every value of column '{name}' stands for one class: if it was written by whoever "
            "knew the label, it tells the answer, and the figures with it are worth nothing"
        )
