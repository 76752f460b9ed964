"""The rows of a table as items: reference, label, group and part of the split."""

import os
import re
from dataclasses import replace

from .._remedies import remedy
from .._validation import counted, quoted
from ..base import ImageRef, relative_name
from ..notes import Note
from ._columns import Columns, column_named, empty_missing, find_columns, flag_value, is_unknown
from ._draft import DatasetError, Draft, Item, SetAside
from ._find_file import FileFinder, SeveralFiles
from ._group_columns import note_groups_of_column, point_at_groups
from ._label_cells import LabelCells, NoList, compound, is_list
from ._numbers import NoNumber, page_number, region
from ._repeats import Repeats
from ._rules import apply_rules
from ._spelling import label_text, plain_text
from ._split_cells import NoPart, SplitCells
from ._table import Table


class _Unusable(Exception):
    """A row that is set aside; the message is the reason."""


def draft_from_table(table: Table, root: str, group_by: str | None, label_by: str | None) -> Draft:
    """Turn the rows of a table into items; paths are relative to ``root``."""
    group = column_named(table, group_by)
    group_by = group_by if group is None else None
    ignored = [] if group_by is None else ["group"]
    ignored += [] if label_by is None else ["label", "labels"]
    draft = Draft([], [*table.set_aside], [*table.notes, *empty_missing(table)])
    columns = find_columns(table, ignored, group)
    draft.notes += _lists_are_several(table, columns)
    draft.multilabel = "labels" in columns.of or bool(columns.flags)
    draft.label_columns = tuple(columns.flags)
    draft.further_columns = tuple(columns.further)
    reader = _RowReader(table, columns, root, draft)
    notes = _read_rows(draft, table, reader)
    _set_unknown_aside(draft)
    _check_any(draft, table, reader)
    _settle_task(draft, reader.has_unknown)
    _note_columns(draft, columns)
    draft.notes += notes
    _note_joined_labels(draft)
    apply_rules(draft, group_by, label_by, table.columns)
    if group is not None:
        note_groups_of_column(draft, table.columns[group])
    _keep_files_together(draft)
    point_at_groups(draft)
    draft.settle_split()
    return draft


def refs_from_table(table: Table, root: str, further: tuple[str, ...] = ()) -> list[ImageRef]:
    """The images that rows name, whatever these say of labels, groups and split.

    They carry ``further`` columns of the table.

    A file that does not exist is among them, under its name in the table: who reads it says so.
    """
    table.notes += empty_missing(table)
    columns = find_columns(table, ["label", "labels", "group", "split"])
    reader = _RowReader(table, columns, root, Draft([]))
    for odd in table.set_aside:
        raise DatasetError(f"{table.source}, {odd.path}: {odd.reason}")
    refs = [_ref_of(reader, place, cells) for place, cells in table.rows]
    if not further:
        return refs
    places = {name: _place_of(table, name) for name in further}
    return [
        replace(ref, columns={name: plain_text(cells[at]) for name, at in places.items()})
        for ref, (_, cells) in zip(refs, table.rows, strict=True)
    ]


def _place_of(table: Table, name: str) -> int:
    """Position of a column that a model wants."""
    position = column_named(table, name)
    if position is None:
        raise DatasetError(
            f"{table.source} has no column '{name}', which the model takes beside the images; its "
            f"columns are {quoted(table.columns, 20)}: add it, with empty cells where it is not "
            "known"
        )
    return position


def _ref_of(reader: "_RowReader", place: str, cells: list[str]) -> ImageRef:
    try:
        return reader.item(place, cells).ref
    except (_Unusable, NoNumber, SeveralFiles) as reason:
        path = reader.cell(cells, "path")
        if path and reader.files.find(path) is None:
            return ImageRef(os.path.join(reader.root, path))
        raise DatasetError(f"{reader.source}, {place}: {reason}") from reason


def _read_rows(draft: Draft, table: Table, reader: "_RowReader") -> list[str]:
    """Fill the draft; return notes on how cells were read, and on images of several rows."""
    repeats = Repeats(table.source, draft.further_columns)
    for place, cells in table.rows:
        try:
            item = reader.item(place, cells)
        except (_Unusable, NoList, NoNumber, NoPart, SeveralFiles) as reason:
            draft.set_aside.append(SetAside(reader.name(place, cells), str(reason)))
            continue
        if repeats.is_new(item, place):
            draft.items.append(item)
    reader.parts.refuse_many(len(table.rows))
    repeats.take_contradictions_out(draft)
    return [*reader.notes(), *repeats.notes()]


def _set_unknown_aside(draft: Draft) -> None:
    """Set aside the images of which no label is known."""
    draft.label_columns = draft.class_names() if draft.multilabel else ()
    names = set(draft.label_columns)
    draft.keep([not names or names != set(i.unknown) for i in draft.items], "label unknown")


class _RowReader:
    """Reads one row at a time; errors name the table and the line."""

    def __init__(self, table: Table, columns: Columns, root: str, draft: Draft):
        self.source, self.columns, self.root = table.source, columns, root
        self.files, self._draft = FileFinder(root), draft
        self._label_cells = LabelCells(self.cell(cells, "labels") for _, cells in table.rows)
        at = columns.of.get("split")
        split_cells = None if at is None else [cells[at] for _, cells in table.rows]
        self.parts = SplitCells(self.source, split_cells)
        self._rounded: list[str] = []
        # Of many regions of a file it is looked for, and named, once.
        self._found: dict[str, str] = {}
        self._names: dict[str, str] = {}
        self.has_unknown = False

    def notes(self) -> list[str]:
        """How cells were read, where that is not plain."""
        notes = [*self.files.notes(), *self._label_cells.notes(), *self.parts.notes()]
        if self._rounded:
            said = f"{counted(len(self._rounded), 'region')} rounded outward to whole pixels"
            notes.append(Note.listing(said, self._rounded))
        return notes

    def cell(self, cells: list[str], meaning: str) -> str:
        position = self.columns.of.get(meaning)
        return "" if position is None else cells[position]

    def item(self, place: str, cells: list[str]) -> Item:
        box, is_rounded = self._box(cells)
        ref = ImageRef(
            self._file(cells, "path"),
            page=page_number(self.cell(cells, "page")),
            box=box,
            mask=self._file(cells, "mask") if self.cell(cells, "mask") else None,
        )
        name = self._name(ref.path)
        group = label_text(self.cell(cells, "group")) or None
        label, unknown = self._label(cells)
        self.has_unknown |= bool(unknown)
        split = self.parts.part(place, self.cell(cells, "split"))
        further = tuple(plain_text(cells[i]) for i in self.columns.further.values())
        if is_rounded:
            self._rounded.append(name)
        return Item(ref, name, label, group, split, unknown, further)

    def name(self, place: str, cells: list[str]) -> str:
        """What to call a row that cannot be used."""
        path = self.cell(cells, "path").replace("\\", "/")
        return self._name(os.path.join(self.root, path)) if path else place

    def _name(self, path: str) -> str:
        if path not in self._names:
            self._names[path] = plain_text(relative_name(path, self.root))
        return self._names[path]

    def _file(self, cells: list[str], meaning: str) -> str:
        text = self.cell(cells, meaning)
        if not text:
            raise _Unusable("no path given")
        if text not in self._found:
            path = self.files.find(text)
            if path is None:
                raise _Unusable("file not found" if meaning == "path" else "mask not found")
            self._found[text] = path
        return self._found[text]

    def _label(self, cells: list[str]):
        """The label, or the labels present; and those unknown."""
        if self.columns.flags:
            flags = [(name, cells[position]) for name, position in self.columns.flags.items()]
            for name, cell in flags:
                if flag_value(cell) is None and not is_unknown(cell):
                    raise _Unusable(f"{name} is '{cell}'; expected is 0, 1 or ?")
            unknown = tuple(name for name, cell in flags if is_unknown(cell))
            return tuple(name for name, cell in flags if flag_value(cell)), unknown
        if "labels" in self.columns.of:
            return self._listed(self.cell(cells, "labels"))
        if "label" not in self.columns.of:
            return None, ()
        label = self._draft.label_of(self.cell(cells, "label"))
        if label in ("", "?"):
            raise _Unusable("label unknown" if label else "no label")
        return label, ()

    def _listed(self, cell: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The labels of a cell, and those with a question mark before them."""
        parts = [part.strip() for part in self._label_cells.names(cell)]
        present = tuple(self._draft.label_of(part) for part in parts if part[0] != "?")
        doubtful = [self._draft.label_of(p.lstrip("? ")) for p in parts if p[0] == "?"]
        if "" in doubtful:
            raise _Unusable("label unknown")
        return present, tuple(name for name in doubtful if name not in present)

    def _box(self, cells: list[str]) -> tuple[tuple[int, int, int, int] | None, bool]:
        if not self.columns.has_box:
            return None, False
        return region({name: self.cell(cells, name) for name in ("x", "y", "width", "height")})


def _check_any(draft: Draft, table: Table, reader: _RowReader) -> None:
    if draft.items:
        return
    if not table.rows:
        raise DatasetError(f"{table.source} has a header, but no row")
    first = draft.set_aside[0]
    hint = reader.files.hint(first.path) if first.reason == "file not found" else ""
    raise DatasetError(
        f"no row of {table.source} can be used; the first of {len(table.rows)}, '{first.path}': "
        f"{first.reason}{hint}. Paths are relative to {reader.root}"
    )


def _lists_are_several(table: Table, columns: Columns) -> list[str]:
    """Take a column for one label, whose cells are lists, for one of several."""
    position = columns.of.get("label")
    if position is None:
        return []
    given = [cells[position] for _, cells in table.rows if cells[position] not in ("", "?")]
    if not given or not all(map(is_list, given)):
        return []
    columns.of["labels"] = columns.of.pop("label")
    return [f"column '{table.columns[position]}' holds lists, which are read as several labels"]


def _settle_task(draft: Draft, has_unknown: bool) -> None:
    """Take several labels, of which every row has exactly one, for one label."""
    if not draft.multilabel or any(len(item.label) != 1 for item in draft.items):
        return
    names = draft.class_names()
    if has_unknown or len({item.label for item in draft.items}) < 2:
        return
    for item in draft.items:
        item.label = item.label[0]
    draft.multilabel, draft.exclusive, draft.label_columns = False, True, ()
    never = sorted(set(names) - set(draft.class_names()))
    draft.notes.append(
        "every row has exactly one label: taken as single-label, classes that exclude each other"
        + (f"; no row has {quoted(never)}" if never else "")
    )


def _note_columns(draft: Draft, columns: Columns) -> None:
    if columns.unused:
        draft.notes.append(f"columns not used: {quoted(columns.unused)}")
    group = columns.of.get("group")
    further = [name for name, position in columns.further.items() if position != group]
    names = quoted(further)
    if len(further) == 1 and columns.flags:
        draft.notes.append(f"column {names} is not a label{_for_breakdowns('it')}")
    elif further and columns.flags:
        draft.notes.append(f"columns {names} are not labels{_for_breakdowns('them')}")
    elif further:
        but = remedy(
            ", except with Protocol(by=) and tabular",
            ", except with --by and --tabular",
            ", except with --tabular",
            ", except with --by and by models that take them",
        )
        draft.notes.append(f"columns not used{but}: {names}")


def _for_breakdowns(what: str) -> str:
    return remedy(f"; use {what} with Protocol(by=)", f"; use {what} with --by")


def _note_joined_labels(draft: Draft) -> None:
    """Point out what looks like several labels in a column for one."""
    if draft.multilabel:
        return
    names = sorted({item.label for item in draft.items if item.label})
    joined = [name for name in names if re.search(r"[;|]|^[\[({].*['\",]", name)]
    joined = joined or compound(names, "[,/+&]")
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
