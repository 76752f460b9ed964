"""Images written as a CSV table that is read back as the same images."""

import json
import os
import re
from collections.abc import Callable, Mapping, Sequence

from .._file_names import csv_line
from .._validation import UNKNOWN
from .._writing import written_whole
from ..base import ImageRef, relative_name
from ._columns import is_known, is_missing
from ._label_cells import is_list
from ._spelling import label_text

_WHOLE_NUMBER = re.compile(r"-?\d+\.0")


def write_manifest(path: str, refs: Sequence[ImageRef], columns: Mapping[str, Sequence]) -> None:
    """Write a row for each image: its file, from the table on, page, box, mask, then columns.

    Columns of references that no image needs are left out.
    """
    place = os.path.dirname(os.path.abspath(path))
    name_of = _relative_names(place)
    found: dict[str, list] = {"path": [name_of(ref.path) for ref in refs]}
    if any(ref.page is not None for ref in refs):
        found["page"] = ["" if ref.page is None else ref.page for ref in refs]
    if any(ref.box is not None for ref in refs):
        boxes = zip(*(("",) * 4 if ref.box is None else ref.box for ref in refs))
        found |= dict(zip(("x", "y", "width", "height"), map(list, boxes)))
    if any(ref.mask is not None for ref in refs):
        found["mask"] = ["" if ref.mask is None else name_of(ref.mask) for ref in refs]
    found |= {name: list(values) for name, values in columns.items()}
    with written_whole(path, is_result=True) as partial:
        with open(partial, "w", encoding="utf-8", errors="surrogateescape", newline="") as file:
            file.write(csv_line(found))
            file.writelines(map(csv_line, zip(*found.values(), strict=True)))


def columns_of(data, labels: bool = True) -> dict[str, Sequence]:
    """Labels, groups, official split and further columns of a data set, as cells."""
    columns: dict[str, Sequence] = dict([_labels(data)] if labels else [])
    if data.groups is not None:
        columns["group"] = [_visible(group) for group in data.groups.tolist()]
    if data.split is not None:
        columns["split"] = data.split.tolist()
        if data.validation is not None:
            pairs = zip(data.split.tolist(), data.validation.tolist(), strict=True)
            columns["split"] = ["val" if chosen_by else part for part, chosen_by in pairs]
    for name, values in data.columns.items():
        # A table may have had the columns width and height about something else than a region.
        name = f"source_{name}" if is_known(name) or name in columns else name
        columns[name] = values.tolist()
    return columns


def _relative_names(place: str) -> Callable[[str], str]:
    """A function that gives the paths of files from a folder on, whatever links lead there."""
    there = os.path.realpath(place)
    known: dict[str, str] = {}

    def name_of(path: str) -> str:
        if path not in known:
            full = os.path.abspath(path)
            if not full.startswith(os.path.join(place, "")):
                folder, file = os.path.split(full)
                full = os.path.join(os.path.realpath(folder), file)
                known[path] = relative_name(full, there)
            else:
                known[path] = relative_name(full, place)
        return known[path]

    return name_of


def _labels(data) -> tuple[str, list[str]]:
    """The column of labels; as lists where a plain cell would be read as something else."""
    names = data.class_names
    if not data.multilabel:
        if not data.exclusive and all(map(_is_plain, names)):
            return "label", data.targets.tolist()
        return "labels", [json.dumps([label], ensure_ascii=False) for label in data.targets]
    rows = [_marked(row, names) for row in data.targets.tolist()]
    if all(_is_plain(name) and not re.search("[;|,]", name) for name in names):
        return "labels", [";".join(row) for row in rows]
    return "labels", [json.dumps(row, ensure_ascii=False) for row in rows]


def _marked(row: list[int], names: Sequence[str]) -> list[str]:
    """Labels that are present, and those unknown with a question mark."""
    marks = {1: "", UNKNOWN: "?"}
    return [marks[value] + name for value, name in zip(row, names, strict=True) if value in marks]


def _is_plain(name: str) -> bool:
    """Whether a cell of this text is read as this label."""
    is_number = _WHOLE_NUMBER.fullmatch(name) is not None
    return not (is_missing(name) or is_list(name) or is_number) and label_text(name) == name


def _visible(group: str) -> str:
    """A group that is not read as none."""
    return f"({group})" if is_missing(group) else group
