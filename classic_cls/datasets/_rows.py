"""The rows of a table as items: reference, label, group and part of the split."""

import os
import re
import unicodedata
from typing import NoReturn

from .._file_names import from_windows
from .._validation import counted, quoted
from ..base import ImageRef, relative_name
from ..notes import Note
from ._columns import Columns, find_columns, flag_value
from ._draft import DatasetError, Draft, Item, SetAside, plain_text
from ._repeats import Repeats
from ._rules import apply_rules
from ._split import split_part
from ._table import Table


class _Unusable(Exception):
    """A row that is set aside; the message is the reason."""


def draft_from_table(table: Table, root: str, group_by: str | None, label_by: str | None) -> Draft:
    """Turn the rows of a table into items; paths are relative to ``root``."""
    ignored = [] if group_by is None else ["group"]
    ignored += [] if label_by is None else ["label", "labels"]
    columns = find_columns(table, ignored)
    draft = Draft([], notes=list(table.notes))
    draft.multilabel = "labels" in columns.of or bool(columns.flags)
    draft.label_columns = tuple(columns.flags)
    draft.further_columns = tuple(columns.further)
    notes = _read_rows(draft, table, _RowReader(table.source, columns, root))
    _set_unknown_aside(draft)
    _check_any(draft, table, root)
    _note_columns(draft, columns)
    draft.notes += notes
    _note_joined_labels(draft)
    apply_rules(draft, group_by, label_by)
    _keep_files_together(draft)
    draft.settle_split()
    return draft


def _read_rows(draft: Draft, table: Table, reader: "_RowReader") -> list[Note]:
    """Fill the draft; return notes on images of several rows."""
    repeats = Repeats(table.source, draft.further_columns)
    for place, cells in table.rows:
        try:
            item = reader.item(place, cells)
        except _Unusable as reason:
            draft.set_aside.append(SetAside(reader.name(place, cells), str(reason)))
            continue
        if repeats.is_new(item, place):
            draft.items.append(item)
    return repeats.notes()


def _set_unknown_aside(draft: Draft) -> None:
    """Set aside the images of which no label is known."""
    draft.label_columns = draft.class_names() if draft.multilabel else ()
    names = set(draft.label_columns)
    draft.keep([not names or names != set(i.unknown) for i in draft.items], "label unknown")


class _RowReader:
    """Reads one row at a time; errors name the table and the line."""

    def __init__(self, source: str, columns: Columns, root: str):
        self.source, self.columns, self.root = source, columns, root

    def cell(self, cells: list[str], meaning: str) -> str:
        position = self.columns.of.get(meaning)
        return "" if position is None else cells[position]

    def item(self, place: str, cells: list[str]) -> Item:
        ref = ImageRef(
            self._file(cells, "path"),
            page=self._page(place, self.cell(cells, "page")),
            box=self._box(place, cells) if self.columns.has_box else None,
            mask=self._file(cells, "mask") if self.cell(cells, "mask") else None,
        )
        group = plain_text(self.cell(cells, "group")) or None
        label, unknown = self._label(cells)
        split = self._split(place, cells)
        further = tuple(plain_text(cells[i]) for i in self.columns.further.values())
        return Item(ref, self._name(ref.path), label, group, split, unknown, further)

    def name(self, place: str, cells: list[str]) -> str:
        """What to call a row that cannot be used."""
        path = self.cell(cells, "path").replace("\\", "/")
        return self._name(os.path.join(self.root, path)) if path else place

    def _name(self, path: str) -> str:
        return plain_text(relative_name(path, self.root))

    def _file(self, cells: list[str], meaning: str) -> str:
        text = self.cell(cells, meaning)
        if not text:
            raise _Unusable("no path given")
        for spelling in _spellings(text):
            path = os.path.join(self.root, spelling)
            if os.path.isfile(path):
                return path
        raise _Unusable("file not found" if meaning == "path" else "mask not found")

    def _label(self, cells: list[str]):
        """The label, or the labels present; and those unknown."""
        if self.columns.flags:
            flags = [(name, cells[position]) for name, position in self.columns.flags.items()]
            unknown = tuple(name for name, cell in flags if cell == "?")
            return tuple(name for name, cell in flags if flag_value(cell)), unknown
        if "labels" in self.columns.of:
            return _listed(self.cell(cells, "labels"))
        if "label" not in self.columns.of:
            return None, ()
        label = plain_text(self.cell(cells, "label"))
        if label in ("", "?"):
            raise _Unusable("label unknown" if label else "no label")
        return label, ()

    def _split(self, place: str, cells: list[str]) -> str | None:
        if "split" not in self.columns.of:
            return None
        part = split_part(self.cell(cells, "split"))
        if part is None:
            self._refuse(place, "split", self.cell(cells, "split"), "train, test or val")
        return part

    def _page(self, place: str, text: str) -> int | str | None:
        if text in ("", "max"):
            return text or None
        return self._whole_number(place, "page", text, 0, " or 'max'")

    def _box(self, place: str, cells: list[str]) -> tuple[int, int, int, int] | None:
        texts = {name: self.cell(cells, name) for name in ("x", "y", "width", "height")}
        if not any(texts.values()):
            return None
        least = {"x": 0, "y": 0, "width": 1, "height": 1}
        x, y, w, h = (self._whole_number(place, n, text, least[n]) for n, text in texts.items())
        return x, y, w, h

    def _whole_number(self, place, column, text, least, otherwise="") -> int:
        digits = re.fullmatch(r"(\d{1,9})(\.0*)?", text)
        if digits is None or int(digits[1]) < least:
            self._refuse(place, column, text, f"a whole number of at least {least}{otherwise}")
        return int(digits[1])

    def _refuse(self, place: str, column: str, text: str, expected: str) -> NoReturn:
        raise DatasetError(f"{self.source}, {place}: {column} is '{text}'; expected is {expected}")


def _spellings(path: str):
    """The path as it stands, then with the slashes and accents of other systems."""
    yield path
    path = path.replace("\\", "/")
    yield path
    yield from_windows(path)
    if not path.isascii():
        yield unicodedata.normalize("NFC", path)
        yield unicodedata.normalize("NFD", path)


def _listed(cell: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The labels of a cell, and those with a question mark before them."""
    parts = [plain_text(part.strip()) for part in re.split("[;|]", cell) if part.strip()]
    present = tuple(part for part in parts if part[0] != "?")
    doubtful = [part.lstrip("? ") for part in parts if part[0] == "?"]
    if "" in doubtful:
        raise _Unusable("label unknown")
    return present, tuple(name for name in doubtful if name not in present)


def _check_any(draft: Draft, table: Table, root: str) -> None:
    if draft.items:
        return
    if not table.rows:
        raise DatasetError(f"{table.source} has a header, but no row")
    first = draft.set_aside[0]
    raise DatasetError(
        f"no row of {table.source} can be used; the first of {len(table.rows)}, '{first.path}': "
        f"{first.reason}. Paths are relative to {root}"
    )


def _note_columns(draft: Draft, columns: Columns) -> None:
    if columns.unused:
        draft.notes.append(f"columns not used: {quoted(columns.unused)}")
    names = quoted(columns.further)
    if len(columns.further) == 1 and columns.flags:
        draft.notes.append(f"column {names} is not a label; use it with --by")
    elif columns.further and columns.flags:
        draft.notes.append(f"columns {names} are not labels; use them with --by")
    elif columns.further:
        draft.notes.append(f"columns not used, except with --by: {names}")


def _note_joined_labels(draft: Draft) -> None:
    """Point out what looks like several labels in a column for one."""
    if draft.multilabel:
        return
    joined = sorted({i.label for i in draft.items if i.label and re.search("[;|]", i.label)})
    if joined:
        draft.notes.append(
            f"labels such as {quoted(joined, 2)} count as one class each; if they are several "
            "labels, name the column 'labels'"
        )


def _keep_files_together(draft: Draft) -> None:
    """Make the regions and pages of a file one group, where nothing else is said."""
    files = {item.ref.path for item in draft.items}
    if len(files) == len(draft.items) or any(item.group is not None for item in draft.items):
        return
    files_of: dict[str, set[str]] = {}
    for item in draft.items:
        for label in item.label if draft.multilabel else (item.label,):
            files_of.setdefault(label, set()).add(item.ref.path)
    count = f"{len(draft.items):,} items lie in {counted(len(files), 'file')}"
    if min(map(len, files_of.values()), default=0) < 2:
        draft.notes.append(
            f"{count}: parts of one file may be learned and tested on, which flatters the "
            "figures; a column 'group' keeps them together"
        )
        return
    for item in draft.items:
        item.group = item.name
    draft.notes.append(f"{count}; those of one file are kept together (a column 'group' decides)")
