"""What the readers of folders and tables hand over: items, and what was set aside."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from .._remedies import remedy
from .._validation import counted, quoted
from ..base import ImageRef
from ..notes import Note
from ._spelling import alike_notes, label_text

_MOST_REASONS = 8


class DatasetError(ValueError):
    """A folder or table that cannot be used as it is; the message says what to do.

    Examples
    --------
    >>> from classic_cls.datasets import DatasetError, ImageDataset
    >>> try:
    ...     ImageDataset.open("no/such/folder")
    ... except DatasetError as error:
    ...     print(error)
    no/such/folder does not exist; give a folder with one folder per class, or a CSV file
    """


def none_needed() -> str:
    """Where it may be said, that images to predict need no labels; follows what labels need."""
    return remedy("", "; images to predict need none with --no-labels")


@dataclass(frozen=True, slots=True)
class SetAside:
    """A file or row that takes no part, and why.

    Parameters
    ----------
    path : str
        The file, relative to the root of the data set, with forward slashes.
    reason : str
        Why it takes no part.

    Examples
    --------
    >>> from classic_cls.datasets import SetAside
    >>> SetAside("cells/7.png", "file not found").reason
    'file not found'
    """

    path: str
    reason: str


def set_aside_words(set_aside: Sequence[SetAside], of: int | None = None) -> str:
    """How many were set aside, of how many, why, and the first of them; '' for none.

    >>> set_aside_words([SetAside("a.png", "no label"), SetAside("b.png", "no label")], 9)
    "2 of 9 set aside, no label: 'a.png', 'b.png'"
    """
    names_of: dict[str, list[str]] = {}
    for out in set_aside:
        # A reason may begin with the name of the file.
        reason = out.reason.removeprefix(out.path).removeprefix(": ")
        names_of.setdefault(reason, []).append(out.path)
    share = "" if of is None else f" of {of:,}"
    parts = [
        f"{len(names):,}{share} set aside, {reason}: {quoted(names, 3)}"
        for reason, names in list(names_of.items())[:3]
    ]
    left = len(set_aside) - sum(map(len, list(names_of.values())[:3]))
    return "; ".join(parts) + (f"; {left:,} more for other reasons" if left else "")


@dataclass(slots=True)
class Item:
    """One image on its way into a data set.

    ``name``: relative to the root, in NFC with forward slashes, so that rules and order are the
    same everywhere. ``label``: a string, or a tuple (multilabel), with the ``unknown`` beside.
    """

    ref: ImageRef
    name: str
    label: Any = None
    group: str | None = None
    split: str | None = None
    unknown: tuple[str, ...] = ()
    further: tuple[str, ...] = ()
    validation: bool = False


@dataclass
class Draft:
    """Items found, and what a person should be told about them."""

    items: list[Item]
    set_aside: list[SetAside] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    multilabel: bool = False
    exclusive: bool = False
    label_columns: tuple[str, ...] = ()
    """Labels that a table names, also those no image has."""
    further_columns: tuple[str, ...] = ()
    spellings: dict[str, set[str]] = field(default_factory=dict)
    """How the name of each class is written in the data."""

    def label_of(self, text: str) -> str:
        """The name of a class, however its blanks and what nobody sees are written."""
        name = label_text(text)
        self.spellings.setdefault(name, set()).add(text)
        return name

    def class_names(self) -> tuple[str, ...]:
        """Every class once, in natural order: '2' before '10'."""
        names = set(self.label_columns)
        for item in self.items:
            names.update((*item.label, *item.unknown) if self.multilabel else (item.label,))
        return tuple(sorted(names, key=natural_key))

    def keep(self, wanted: list[bool], reason: str) -> None:
        """Set aside the items that are not wanted."""
        pairs = list(zip(self.items, wanted))
        self.set_aside += [SetAside(item.name, reason) for item, good in pairs if not good]
        self.items = [item for item, good in pairs if good]

    def settle_split(self) -> None:
        """Reduce train / val / test to the official split of train against test."""
        counts = Counter(item.split for item in self.items)
        if counts["val"]:
            part = "train" if counts["test"] else "test"
            use = "training, as there is a test part" if counts["test"] else "the official test"
            self.notes.append(f"validation part ({counted(counts['val'], 'image')}) used for {use}")
            for item in self.items:
                item.validation = item.split == "val" and part == "train"
                item.split = part if item.split == "val" else item.split
        if not any(item.split == "test" for item in self.items):
            for item in self.items:
                item.split = None

    def closing_notes(self) -> list[str]:
        """All notes, with what was set aside and names that look alike."""
        notes = [*self.notes, *self._set_aside_notes()]
        notes += self._spelling_notes()
        notes += alike_notes("classes", self.class_names())
        return notes + alike_notes("groups", {i.group for i in self.items if i.group is not None})

    def _set_aside_notes(self) -> list[Note]:
        """One for each of the first reasons, and one for what is left."""
        names_of: dict[str, list[str]] = {}
        for out in self.set_aside:
            names_of.setdefault(out.reason, []).append(out.path)
        reasons = list(names_of)
        if len(reasons) > _MOST_REASONS:
            others = reasons[_MOST_REASONS - 1 :]
            names_of["for other reasons"] = [n for r in others for n in names_of.pop(r)]
        return [
            Note.listing(f"{len(names)} set aside, {reason}", names)
            for reason, names in names_of.items()
        ]

    def _spelling_notes(self) -> list[str]:
        several = [name for name in self.class_names() if len(self.spellings.get(name, ())) > 1]
        return [
            f"{quoted(several)}: written in several ways that differ in blanks or invisible "
            "characters, and read as one class each"
        ] if several else []  # fmt: skip


def natural_key(name: str) -> tuple:
    """Sort key that orders '2' before '10', and otherwise ignores case.

    >>> sorted(["b10", "B2", "a"], key=natural_key)
    ['a', 'B2', 'b10']
    """
    # Text and digits alternate, so equal positions always hold comparable values.
    pieces = re.split(r"(\d+)", name)
    key = [int(piece) if i % 2 else piece.casefold() for i, piece in enumerate(pieces)]
    return key, name
