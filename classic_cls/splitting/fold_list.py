"""Folds that somebody has written down: a table with the fold of every image."""

from collections.abc import Collection, Sequence

import numpy as np

from .._file_names import from_windows
from .._typing import Fold
from .._validation import counted
from ..datasets import DatasetError, read_csv


def read_fold_list(
    path: str, names: Sequence[str], allowed_missing: Collection[str] = ()
) -> tuple[list[list[Fold]], tuple[str, ...]]:
    """Splits (lists of folds) and notes from a CSV table of ``path``, ``fold`` and ``repeat``.

    ``predictions.csv`` of a cross-validation is such a file. In each repeat, the images of a fold
    are tested by what is learned from all images of other folds or of none. A fold of 0, or an
    empty one, is none: such an image is not tested in that repeat. The file may name images of
    ``allowed_missing``, such as those set aside, although they are not among ``names``.

    >>> import pathlib, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = pathlib.Path(folder, "folds.csv")
    ...     _ = file.write_text("path,fold\\na.png,1\\nb.png,2\\nc.png,1\\n")
    ...     splits, notes = read_fold_list(str(file), ["a.png", "b.png", "c.png"])
    >>> [[rows.tolist() for rows in fold] for fold in splits[0]]
    [[[1], [0, 2]], [[0, 2], [1]]]
    """
    table = _whole_table(path)
    rows, n_allowed = _known_rows(table, names, set(allowed_missing))
    fold_of = _fold_numbers(table, rows, len(names))
    splits = [_folds(folds, repeat, table.source) for repeat, folds in sorted(fold_of.items())]
    splits = [folds for folds in splits if folds]
    if not splits:
        raise DatasetError(
            f"{table.source} tests no image: column 'fold' needs whole numbers from 1"
        )
    return splits, (*table.notes, *_notes(table, rows, len(names), n_allowed))


def check_fold_list(path: str) -> None:
    """Refuse a table that cannot be read or has not the columns, whatever the images are."""
    table = _whole_table(path)
    for name in ("path", "fold"):
        _column(table, name)


def _whole_table(path: str):
    """A table of which every line can be read: without one, an image would be learned from."""
    table = read_csv(path)
    if table.set_aside:
        odd = table.set_aside[0]
        raise DatasetError(f"{table.source}, {odd.path}: {odd.reason}")
    return table


def _known_rows(table, names, allowed):
    """Row in the data of every line (-1: to be passed over), and how many are passed over."""
    row_of = {name: row for row, name in enumerate(names)}
    if len(row_of) < len(names):
        raise DatasetError(
            f"{table.source} cannot be used: two images of the data have the same name"
        )
    named = [_tidy(cells[_column(table, "path")], row_of) for _, cells in table.rows]
    rows = [row_of.get(name, -1) for name in named]
    lost = [i for i, name in enumerate(named) if rows[i] < 0 and name not in allowed]
    if lost:
        n_others = len({named[i] for i in lost}) - 1
        others = f" (and {n_others:,} more)" if n_others else ""
        raise DatasetError(
            f"{table.source}, {table.rows[lost[0]][0]}: '{named[lost[0]]}'{others} is not in the "
            "data; paths are relative to the folder or table of the data"
        )
    return rows, len({name for name, row in zip(named, rows) if row < 0})


def _tidy(name, row_of):
    """A path as the data writes it: other systems have other slashes, or write other bytes."""
    name = name if name in row_of else name.replace("\\", "/").removeprefix("./")
    return name if name in row_of else from_windows(name)


def _column(table, name, required=True):
    found = [i for i, column in enumerate(table.columns) if column.casefold() == name]
    if len(found) > 1:
        raise DatasetError(f"{table.source} has {len(found)} columns '{name}'; leave one")
    if not found and required:
        raise DatasetError(
            f"{table.source} has no column '{name}'; a fold list has 'path', 'fold' (from 1) and, "
            f"if there are several, 'repeat'. Its columns: {', '.join(table.columns)}"
        )
    return found[0] if found else None


def _fold_numbers(table, rows, n_images):
    """Fold of every image, 0 for none, by repeat."""
    fold_column, repeat_column = _column(table, "fold"), _column(table, "repeat", required=False)
    fold_of, place_of = {}, {}
    for (place, cells), row in zip(table.rows, rows):
        fold = _whole_number(table, place, "fold", cells[fold_column] or "0", 0)
        repeat = 1
        if repeat_column is not None:
            repeat = _whole_number(table, place, "repeat", cells[repeat_column], 1)
        if row < 0:
            continue
        if (repeat, row) in place_of:
            again = f" in repeat {repeat}" if repeat_column is not None else ""
            raise DatasetError(
                f"{table.source}, {place}: '{cells[_column(table, 'path')]}' was there before"
                f"{again}, in {place_of[repeat, row]}; an image has one fold in a repeat"
            )
        place_of[repeat, row] = place
        folds = fold_of.setdefault(repeat, np.zeros(n_images, dtype=np.int64))
        folds[row] = fold
    return fold_of


def _whole_number(table, place, column, text, least):
    try:
        number = float(text)
        if number.is_integer() and number >= least:
            return int(number)
    except ValueError:
        pass
    raise DatasetError(
        f"{table.source}, {place}: {column} '{text}' is no whole number of at least {least}"
    )


def _folds(fold_of, repeat, source):
    """Pairs (train, test) of one repeat, in the order of the fold numbers."""
    numbers = np.unique(fold_of[fold_of > 0])
    folds = [(np.flatnonzero(fold_of != n), np.flatnonzero(fold_of == n)) for n in numbers]
    if any(not len(train) for train, _ in folds):
        raise DatasetError(
            f"{source} has all images in fold {numbers[0]} of repeat {repeat}, so that none is "
            "left to learn from"
        )
    return folds


def _notes(table, rows, n_images, n_passed_over):
    notes = []
    n_absent = n_images - len({row for row in rows if row >= 0})
    if n_absent:
        notes.append(
            f"not in {table.source}, so only learned from: {n_absent:,} of {n_images:,} images"
        )
    if n_passed_over:
        notes.append(f"in {table.source}, but set aside: {counted(n_passed_over, 'image')}")
    return notes
