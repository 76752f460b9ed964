"""What an `ImageDataset` is made of, by position, and rows that are chosen of it."""

from typing import Any

import numpy as np

from .._validation import as_text, checked_column, checked_labels, images_of, quoted
from ..base import ImageRef
from ._draft import DatasetError


def checked_parts(data) -> dict:
    """The attributes that may come as series, lists and numbers, as they are kept."""
    if isinstance(data.refs, tuple) and all(isinstance(ref, ImageRef) for ref in data.refs):
        refs = data.refs
    else:
        refs = tuple(ImageRef.of(source) for source in images_of(data.refs, "refs"))
    names = tuple(as_text(list(data.class_names)).tolist())
    n = len(refs)
    parts: dict[str, Any] = {"refs": refs, "class_names": names}
    parts["targets"] = _targets(data.targets, names, n)
    for name in ("groups", "split"):
        parts[name] = _column(getattr(data, name), n, name)
    if data.validation is not None:
        _check_length("validation", data.validation, n)
        parts["validation"] = np.asarray(data.validation, bool)
    parts["columns"] = {
        str(name): _column(values, n, f"column '{name}'") for name, values in data.columns.items()
    }
    return parts


def _targets(targets, names: tuple[str, ...], n: int) -> np.ndarray:
    _check_length("targets", targets, n)
    if not n:
        return np.asarray(targets)
    targets = checked_labels(targets, name="targets")
    if targets.ndim == 2:
        if targets.shape[1] != len(names):
            raise DatasetError(f"targets has {targets.shape[1]} columns for {len(names)} classes")
        return targets.astype(np.int8)
    targets = as_text(targets)
    unknown = sorted(set(targets.tolist()) - set(names))
    if unknown:
        raise DatasetError(f"targets holds {quoted(unknown)}; class_names are {quoted(names)}")
    return targets


def _column(values, n: int, name: str) -> np.ndarray | None:
    if values is None:
        return None
    _check_length(name, values, n)
    return np.asarray(values, str) if not n else checked_column(values, n, name).astype(str)


def _check_length(name: str, values, n: int) -> None:
    """What is no sequence at all is refused later, in other words."""
    shape = getattr(values, "shape", None)
    found = shape[0] if shape else len(values) if hasattr(values, "__len__") else n
    if found != n:
        raise DatasetError(f"{name} has {found} entries, but there are {n} images")


def checked_rows(rows, n: int) -> np.ndarray:
    """Positions of rows, from positions or a mask."""
    if hasattr(rows, "__next__"):
        rows = list(rows)
    rows = np.asarray(rows)
    rows = rows[:, 0] if rows.ndim == 2 and rows.shape[1] == 1 else rows
    if rows.dtype == object and all(isinstance(row, (bool, np.bool_)) for row in rows.tolist()):
        rows = rows.astype(bool)
    if rows.ndim != 1 or (len(rows) and rows.dtype.kind not in "biu"):
        raise ValueError("rows are positions of images, or a mask of True and False")
    if rows.dtype == bool:
        if len(rows) != n:
            raise ValueError(f"the mask of rows has {len(rows)} entries for {n} images")
        return np.flatnonzero(rows)
    rows = rows.astype(int)
    outside = rows[(rows < -n) | (rows >= n)]
    if len(outside):
        raise ValueError(f"there is no row {outside[0]}; there are {n} images, from 0")
    return rows
