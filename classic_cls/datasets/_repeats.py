"""Several rows about one image: what they say together."""

import os

from .._validation import counted
from ..notes import Note
from ._draft import DatasetError, Item


class Repeats:
    """Joins the rows about one image, which complete and must not contradict each other."""

    def __init__(self, source: str, further_columns: tuple[str, ...]):
        self._source = source
        self._first_rows: dict[tuple, tuple[str, Item]] = {}
        self._repeated: list[str] = []
        self._joined: list[str] = []
        self._unlike: dict[str, list[str]] = {name: [] for name in further_columns}

    def is_new(self, item: Item, place: str) -> bool:
        """Whether no row before is about this image; else what it adds goes to the first."""
        ref = item.ref
        key = (os.path.normpath(ref.path), ref.page, ref.box, ref.mask)
        if key not in self._first_rows:
            self._first_rows[key] = (place, item)
            return True
        first_place, first = self._first_rows[key]
        self._check(first, first_place, item, place)
        if self._fill(first, item):
            self._joined.append(item.name)
            self._first_rows[key] = (f"{first_place} and {place}", first)
        else:
            self._repeated.append(item.name)
        return False

    def notes(self) -> list[Note]:
        """What a person should be told."""
        notes = []
        if self._repeated:
            said = f"{counted(len(self._repeated), 'row')} dropped, repeating an earlier one"
            notes.append(Note.listing(said, self._repeated))
        if self._joined:
            rows = counted(len(self._joined), "row")
            said = f"{rows} joined with an earlier one of the same image"
            notes.append(Note.listing(said, self._joined))
        for column, unlike in self._unlike.items():
            if unlike:
                said = f"column '{column}' has several values for one image"
                said += ", of which the first counts"
                notes.append(Note.listing(said, dict.fromkeys(unlike)))
        return notes

    def _check(self, first: Item, first_place: str, item: Item, place: str) -> None:
        alike = {
            "label": not _contradict(first, item),
            "group": first.group == item.group,
            "split": first.split == item.split,
        }
        for what, is_alike in alike.items():
            if not is_alike:
                raise DatasetError(
                    f"{self._source} names '{item.name}' twice, with {what} {_shown(first, what)} "
                    f"in {first_place} and {_shown(item, what)} in {place}; keep one row (several "
                    "labels go into one cell of a column 'labels', joined by ;)"
                )

    def _fill(self, first: Item, item: Item) -> bool:
        """Add to the first row what it does not know; return whether there was anything."""
        before = (set(first.unknown), first.further)
        if first.unknown or item.unknown:
            first.label = tuple(dict.fromkeys((*first.label, *item.label)))
            first.unknown = tuple(name for name in first.unknown if name in item.unknown)
        for name, one, two in zip(self._unlike, first.further, item.further, strict=True):
            if one and two and one != two:
                self._unlike[name].append(item.name)
        first.further = tuple(one or two for one, two in zip(first.further, item.further))
        return before != (set(first.unknown), first.further)


def _contradict(one: Item, two: Item) -> bool:
    """Whether a label is known to both, and not the same."""
    if not isinstance(one.label, tuple):
        return one.label != two.label
    unlike = set(one.label) ^ set(two.label)
    return not unlike <= {*one.unknown, *two.unknown}


def _shown(item: Item, what: str) -> str:
    value = getattr(item, what)
    if isinstance(value, tuple):
        value = ";".join((*value, *("?" + name for name in item.unknown)))
    return repr(value)
