"""A list of images as a table that every command reads: with what an audit mends, or as it is."""

import os
from collections.abc import Collection
from dataclasses import replace

import numpy as np

from .._file_names import write_csv
from .._remedies import parameter
from .._typing import FilePath
from .._validation import UNKNOWN
from .._writing import check_file, written_whole
from ..audit import CHECKS
from ..datasets import ImageDataset
from .audit import Audit, check_codes

_BOX = ("x", "y", "width", "height")


def cleaned(audit: Audit, apply: Collection[str] | None = None) -> ImageDataset:
    """The images of an audit, some left out and others under another label.

    Parameters
    ----------
    audit : Audit
        From :func:`audit_images`.
    apply : collection of str, optional
        Codes of the checks whose fixes are applied; if not given, those of which a person need
        not look at every image: copies, leaks, blank images, classes under two names.

    Returns
    -------
    ImageDataset
        Without the images that could not be read, too. No file is changed.

    Raises
    ------
    ValueError
        If there is no check of a code.
    """
    codes = _codes(apply)
    dataset = audit.facts.dataset
    stays, targets = np.ones(len(dataset), bool), dataset.targets.astype(object)
    relabelled = np.zeros(len(dataset), bool)
    for item in (item for f in audit.findings if f.code in codes for item in f.flagged):
        if item.fix == "drop":
            stays[item.row] = False
        elif item.fix is not None and not relabelled[item.row]:
            targets[item.row], relabelled[item.row] = item.fix[1], True
    if not stays.any():
        raise ValueError(f"no image is left; choose fewer checks with {parameter('apply')}")
    left = replace(dataset, targets=targets.astype(dataset.targets.dtype))
    if not dataset.multilabel:
        targets = targets.astype(str)
        names = tuple(name for name in dataset.class_names if (targets[stays] == name).any())
        left = replace(dataset, targets=targets).take(stays)
        return replace(left, class_names=names)
    return left.take(stays)


def _codes(apply) -> set[str]:
    if apply is None:
        return {check.code for check in CHECKS if check.fixes_unasked}
    check_codes(apply)
    return set(apply)


def write_list(dataset: ImageDataset, path: FilePath) -> None:
    """Write which images there are and what they show, as a CSV table; no pixel is copied.

    Parameters
    ----------
    dataset : ImageDataset
        The images.
    path : path
        The table, whose folder the paths in it are relative to. A table that is there is replaced.

    Raises
    ------
    ValueError
        If there can be no such file, or the table would not be read as the same data: names of
        classes and columns may have a meaning of their own in a table.
    """
    import pandas as pd

    check_list(path, dataset, "path")
    folder = os.path.dirname(os.path.abspath(path))
    frame = pd.DataFrame(_columns(dataset, folder))
    with written_whole(path, is_result=True) as partial:
        write_csv(frame, partial)
        _check_is_read_as(dataset, partial)


def check_list(path: FilePath, dataset: ImageDataset, name: str) -> None:
    """Refuse a place where no table can be, for the parameter of this name; an image, above all."""
    check_file(path, name)
    if os.path.splitext(path)[1].lower() != ".csv":
        raise ValueError(f"{path} does not end in .csv; give such a name as {parameter(name)}")
    files = {place for ref in dataset.refs for place in (ref.path, ref.mask) if place}
    if os.path.exists(path) and any(os.path.samefile(path, f) for f in files if os.path.exists(f)):
        raise ValueError(f"{path} is an image of the data; give another name")


def _columns(dataset: ImageDataset, folder: str) -> dict:
    refs = dataset.refs
    columns = {"path": [_relative(ref.path, folder) for ref in refs]}
    if any(ref.page is not None for ref in refs):
        columns["page"] = ["" if ref.page is None else str(ref.page) for ref in refs]
    if any(ref.box is not None for ref in refs):
        for i, name in enumerate(_BOX):
            columns[name] = ["" if ref.box is None else str(ref.box[i]) for ref in refs]
    if any(ref.mask is not None for ref in refs):
        columns["mask"] = ["" if r.mask is None else _relative(r.mask, folder) for r in refs]
    columns |= _labels(dataset)
    if dataset.groups is not None:
        columns["group"] = dataset.groups.tolist()
    if dataset.split is not None:
        columns["split"] = dataset.split.tolist()
    return columns | {name: values.tolist() for name, values in dataset.columns.items()}


def _labels(dataset: ImageDataset) -> dict:
    """One column of classes; of several labels one column of 0, 1 and ? each."""
    if not dataset.multilabel:
        return {"label": dataset.targets.tolist()}
    texts = np.where(dataset.targets == UNKNOWN, "?", dataset.targets.astype(str))
    return {name: texts[:, i].tolist() for i, name in enumerate(dataset.class_names)}


def _relative(path: str, folder: str) -> str:
    try:
        return os.path.relpath(path, folder).replace(os.sep, "/")
    except ValueError:  # another drive
        return os.path.abspath(path)


def _check_is_read_as(dataset: ImageDataset, path) -> None:
    """Read the table again: names may have a meaning of their own in it, such as NA."""
    again = ImageDataset.from_csv(path)
    same = len(again) == len(dataset) and again.class_names == dataset.class_names
    same = same and again.multilabel == dataset.multilabel
    if not same or not np.array_equal(again.targets, dataset.targets):
        raise ValueError(
            "a table of these images would be read as other data, as a name of a class has a "
            "meaning of its own in a table (such as NA, or path); rename the class"
        )
