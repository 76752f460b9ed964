"""Several rows about one image: what they say together."""

import os

from .._validation import counted
from ..notes import Note
from ._draft import DatasetError, Draft, Item, SetAside
from ._odd_rows import are_few


class Repeats:
    """Joins the rows about one image, which complete and must not contradict each other."""

    def __init__(self, source: str, further_columns: tuple[str, ...]):
        self._source = source
        self._first_rows: dict[tuple, tuple[str, Item]] = {}
        self._contradictions: dict[tuple, str] = {}
        self._repeated: list[str] = []
        self._joined: list[str] = []
        self._unlike: dict[str, list[str]] = {name: [] for name in further_columns}

    def is_new(self, item: Item, place: str) -> bool:
        """Whether no row before is about this image; else what it adds goes to the first."""
        key = _key(item)
        if key not in self._first_rows:
            self._first_rows[key] = (place, item)
            return True
        first_place, first = self._first_rows[key]
        unlike = _unlike(first, item)
        if unlike:
            said = f"{_shown(first, unlike)} in {first_place} and {_shown(item, unlike)} in {place}"
            self._contradictions.setdefault(key, f"{unlike} {said}")
        elif self._fill(first, item):
            self._joined.append(item.name)
            self._first_rows[key] = (f"{first_place} and {place}", first)
        else:
            self._repeated.append(item.name)
        return False

    def take_contradictions_out(self, draft: Draft) -> None:
        """Set aside the images of which rows say different things; refuse the table if many."""
        odd = [item for item in draft.items if _key(item) in self._contradictions]
        if not are_few(len(odd), len(draft.items)):
            reason = self._contradictions[_key(odd[0])]
            more = f", and so {len(odd) - 1:,} more" if len(odd) > 1 else ""
            raise DatasetError(
                f"{self._source} names '{odd[0].name}' twice{more}, with {reason}; keep one row "
                "(several labels go into one cell of a column 'labels', joined by ;)"
            )
        draft.set_aside += [
            SetAside(item.name, f"named twice, with {self._contradictions[_key(item)]}")
            for item in odd
        ]
        draft.items = [item for item in draft.items if _key(item) not in self._contradictions]

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


def _key(item: Item) -> tuple:
    ref = item.ref
    return os.path.normpath(ref.path), ref.page, ref.box, ref.mask


def _unlike(first: Item, item: Item) -> str:
    """In what two rows contradict each other."""
    alike = {
        "label": not _contradict(first, item),
        "group": first.group == item.group,
        "split": first.split == item.split,
    }
    return next((what for what, is_alike in alike.items() if not is_alike), "")


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
