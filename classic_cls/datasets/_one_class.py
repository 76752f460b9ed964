"""One class that is learned alone, and everything else."""

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from .._remedies import parameter
from .._validation import quoted, unknown_name
from ._draft import DatasetError

if TYPE_CHECKING:
    from .image_dataset import ImageDataset

KIND = "kind"
_FEWEST = 2


def other_than(known: str) -> str:
    """What is not the class.

    >>> other_than("good")
    'not good'
    """
    return f"not {known}"


def as_one_class(data: "ImageDataset", known: str) -> "ImageDataset":
    """The data set in two classes, that one and everything else."""
    if data.multilabel:
        raise DatasetError(
            f"{parameter('one_class')} is for images with one label each; these have several"
        )
    if known not in data.class_names:
        raise DatasetError(f"{data.name}: {unknown_name('class', known, data.class_names)}")
    return in_known_and_other(data, known)


def in_known_and_other(data: "ImageDataset", known: str) -> "ImageDataset":
    """The same, also where no image is of the class."""
    if KIND in data.columns:
        raise DatasetError(
            f"{data.name}: the column '{KIND}' has the name under which the classes of anomalies "
            "are kept: give it another one"
        )
    other = other_than(known)
    return replace(
        data,
        targets=np.where(data.targets == known, known, other),
        class_names=tuple(sorted((known, other))),
        columns={**data.columns, KIND: data.targets},
        known=known,
    )


def check_one_class(part: "ImageDataset") -> None:
    """Refuse a training part with too few images, or groups, of the class."""
    own = part.targets == part.known
    n = int(own.sum()) if part.groups is None else len(np.unique(part.groups[own]))
    if n < _FEWEST:
        what = "image" if part.groups is None else "group"
        raise DatasetError(
            f"class {quoted([part.known])} has {n or 'no'} {what} for training: one class alone "
            "needs dozens to learn from"
        )
