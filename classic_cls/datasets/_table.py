"""A table as plain text cells, from a CSV file or a data frame."""

import csv
import io
import os
import re
from dataclasses import dataclass, field

from .._file_names import read_windows
from ._columns import is_known
from ._draft import DatasetError

_DELIMITERS = ",;\t|"
_DECIMAL = re.compile(r"-?\d+\.\d+")


@dataclass
class Table:
    """Rows of text with the place of each for messages (``line 7``)."""

    source: str
    columns: list[str]
    rows: list[tuple[str, list[str]]]
    notes: list[str] = field(default_factory=list)


def read_csv(path: str) -> Table:
    """Read a CSV file whose delimiter and encoding are found out."""
    source = os.path.basename(path)
    text, notes = _decode(_read_bytes(path), source)
    header = next((line for line in text.splitlines() if line.strip()), None)
    if header is None:
        raise DatasetError(f"{source} is empty; its first line names the columns: path,label")
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=_delimiter(header), skipinitialspace=True
    )
    try:
        lines = [
            (f"line {reader.line_num}", cells) for cells in reader if any(map(str.strip, cells))
        ]
    except csv.Error as error:
        raise DatasetError(f"{source}, line {reader.line_num}: {error}") from error
    columns = [name.strip() for name in lines[0][1]]
    rows = [(place, _fit(cells, columns, place, source)) for place, cells in lines[1:]]
    _make_whole([cells for _, cells in rows], len(columns))
    return Table(source, columns, rows, notes)


def _make_whole(rows: list[list[str]], n_columns: int) -> None:
    """Write 1 for 1.0 in columns of decimal numbers, as `table_from_frame` does.

    So pandas writes whole numbers with gaps.
    """
    for column in range(n_columns):
        cells = [row[column] for row in rows if row[column]]
        if all(map(_DECIMAL.fullmatch, cells)):
            for row in rows:
                row[column] = row[column].removesuffix(".0")


def _read_bytes(path: str) -> bytes:
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError as error:
        raise DatasetError(f"cannot read {path}: {error.strerror}") from error


def _decode(data: bytes, source: str) -> tuple[str, list[str]]:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace"), []
    if b"\0" in data:
        raise DatasetError(
            f"{source} is not a text table; give a CSV file, or a folder with one folder per class"
        )
    try:
        return data.decode("utf-8-sig"), []
    except UnicodeDecodeError:
        text = data.decode("utf-8-sig", "surrogateescape")
        if _holds_other_scripts(text):
            return text, []
        note = f"{source} is not UTF-8 and was read as Windows-1252; look at names with accents"
        return read_windows(data), [note]


def _holds_other_scripts(text: str) -> bool:
    """Whether text is UTF-8 but for bytes in names of files, as it has other characters too."""
    return any(character > "\x7f" and not "\ud800" <= character <= "\udfff" for character in text)


def _delimiter(header: str) -> str:
    """The delimiter that finds most known column names in the header, then most columns."""

    def merit(delimiter: str) -> tuple[int, int]:
        names = next(csv.reader([header], delimiter=delimiter))
        return sum(map(is_known, names)), len(names)

    return max(_DELIMITERS, key=merit)


def _fit(cells: list[str], columns: list[str], place: str, source: str) -> list[str]:
    """Pad a short row, refuse a long one and one that has swallowed its successors."""
    cells = [cell.strip() for cell in cells]
    while len(cells) > len(columns) and not cells[-1]:
        cells.pop()
    if len(cells) > len(columns):
        raise DatasetError(
            f"{source}, {place} has {len(cells)} cells, but there are {len(columns)} columns "
            f"({', '.join(columns)}); put quotes around a cell that holds the delimiter"
        )
    if any("\n" in cell or "\r" in cell for cell in cells):
        raise DatasetError(
            f"{source}: a cell ending in {place} holds a line break; is a quote not closed?"
        )
    return cells + [""] * (len(columns) - len(cells))


def table_from_frame(frame) -> Table:
    """The cells of a pandas data frame as text."""
    columns = [str(name).strip() for name in frame.columns]
    missing = frame.isna().to_numpy()
    values = [frame.iloc[:, i].tolist() for i in range(len(columns))]
    rows = [
        (f"row {index}", [_text(v[i], missing[i, j]) for j, v in enumerate(values)])
        for i, index in enumerate(frame.index)
    ]
    return Table("the data frame", columns, rows)


def _text(value, missing: bool) -> str:
    if isinstance(value, (list, tuple, set, frozenset)):
        return ";".join(sorted(map(str, value)))
    if missing:
        return ""
    # A column of whole numbers with gaps is one of floats in pandas.
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value).strip()
