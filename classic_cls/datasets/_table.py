"""A table as plain text cells, from a CSV file or a data frame."""

import csv
import io
import os
import re
from dataclasses import dataclass, field

import numpy as np

from .._file_names import read_windows
from ._columns import is_known, is_path
from ._draft import DatasetError, SetAside
from ._label_cells import as_list_text
from ._records import checked_rows, read_records

_DELIMITERS = ",;\t|"
_NUMBER = re.compile(r"-?\d+(\.\d+)?")


@dataclass
class Table:
    """Rows of text with the place of each for messages (``line 7``)."""

    source: str
    columns: list[str]
    rows: list[tuple[str, list[str]]]
    notes: list[str] = field(default_factory=list)
    set_aside: list[SetAside] = field(default_factory=list)
    """Lines whose cells are not as many as the columns, or cannot be told apart."""


def read_csv(path: str) -> Table:
    """Read a CSV file whose delimiter and encoding are found out."""
    source = os.path.basename(path)
    text, notes = _decode(_read_bytes(path), source)
    text, delimiter = _without_sep_line(text)
    header = next((line for line in text.splitlines() if line.strip()), None)
    if header is None:
        raise DatasetError(f"{source} is empty; its first line names the columns: path,label")
    records = read_records(text, delimiter or _delimiter(header))
    if records[0].fault:
        raise DatasetError(f"{source}, {records[0].place}: {records[0].fault}")
    columns = [name.strip() for name in records[0].cells]
    rows, set_aside, said = checked_rows(records[1:], columns, source)
    _make_whole([cells for _, cells in rows], len(columns))
    return Table(source, columns, rows, [*notes, *said], set_aside)


def _make_whole(rows: list[list[str]], n_columns: int) -> None:
    """Write 1 for 1.0 in columns of numbers: so pandas writes whole numbers with gaps."""
    for column in range(n_columns):
        cells = [row[column] for row in rows if row[column]]
        if all(map(_NUMBER.fullmatch, cells)):
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
    if data.count(0) * 3 > len(data):  # UTF-16 without a mark of it: every other byte is 0
        return data.decode("utf-16-le" if data[1:2] == b"\0" else "utf-16-be", "replace"), []
    header = data.lstrip().partition(b"\n")[0]
    if b"\0" in header or data.count(0) * 20 > len(data):
        raise DatasetError(
            f"{source} is not a text table; give a CSV file, or a folder with one folder per class"
        )
    data = data.removeprefix(b"\xef\xbb\xbf").replace(b"\0", b"\xef\xbf\xbd")
    try:
        return data.decode("utf-8"), []
    except UnicodeDecodeError:
        return _decode_lines(data.split(b"\n"), source)


def _decode_lines(lines: list[bytes], source: str) -> tuple[str, list[str]]:
    """Line by line, so that one odd byte does not change the accents of all other lines."""
    texts, odd = [], []
    for number, line in enumerate(lines, 1):
        try:
            texts.append(line.decode("utf-8"))
        except UnicodeDecodeError:
            text = line.decode("utf-8", "surrogateescape")
            if not _holds_other_scripts(text):
                text = read_windows(line)
                odd.append(number)
            texts.append(text)
    if not odd:
        return "\n".join(texts), []
    is_all = len(odd) == sum(not line.isascii() for line in lines)
    what = source if is_all and len(odd) > 1 else f"line {odd[0]} of {source}"
    if not is_all and len(odd) > 1:
        what = f"{len(odd)} lines of {source}, the first line {odd[0]},"
    note = f"{what} is not UTF-8 and was read as Windows-1252; look at names with accents"
    return "\n".join(texts), [note]


def _holds_other_scripts(text: str) -> bool:
    """Whether text is UTF-8 but for bytes in names of files, as it has other characters too."""
    return any(character > "\x7f" and not "\ud800" <= character <= "\udfff" for character in text)


def _without_sep_line(text: str) -> tuple[str, str | None]:
    """Take off the line ``sep=;`` by which Excel is told the delimiter; lines keep their number."""
    match = re.match(r"""\s*["']?sep=(.)["']?[,;\t ]*(?=\r?\n|\r|$)""", text, re.IGNORECASE)
    return (text, None) if match is None else (text[match.end() :], match[1])


def _delimiter(header: str) -> str:
    """The delimiter that finds most known column names in the header, then most columns."""

    def merit(delimiter: str) -> tuple[int, int]:
        names = next(csv.reader([header], delimiter=delimiter))
        return sum(map(is_known, names)), len(names)

    return max(_DELIMITERS, key=merit)


def table_from_frame(frame) -> Table:
    """The cells of a pandas data frame as the text that it would have in a CSV file."""
    _check_frame(frame)
    columns = [str(name).strip() for name in frame.columns]
    plain = frame.copy(deep=False)
    for position, dtype in enumerate(frame.dtypes):
        if dtype.kind == "O":  # not numbers, which `to_csv` writes as they are
            cells = np.empty(len(frame), object)
            cells[:] = [_plain_cell(value) for value in frame.iloc[:, position]]
            plain.isetitem(position, cells)
    # With this end of lines, cells with a break of either kind are quoted.
    text = plain.to_csv(index=False, header=False, lineterminator="\r\n")
    lines = list(csv.reader(io.StringIO(text, newline="")))
    rows = [
        (f"row {index}", [cell.strip() for cell in row])
        for index, row in zip(frame.index, lines, strict=True)
        if any(map(str.strip, row))
    ]
    _make_whole([row for _, row in rows], len(columns))
    return Table("the data frame", columns, rows)


def _check_frame(frame) -> None:
    if not all(hasattr(frame, name) for name in ("columns", "iloc", "to_csv")):
        raise DatasetError(
            f"frame is a {type(frame).__name__}, not a data frame; give a pandas.DataFrame with "
            "the columns path and label, or the file of the table to from_csv"
        )
    if is_known(str(frame.index.name)) and not any(is_path(name) for name in frame.columns):
        raise DatasetError(
            f"the data frame has '{frame.index.name}' as its index; give frame.reset_index()"
        )


def _plain_cell(value):
    """Sequences, sets and bytes as text, which a CSV file has no other place for."""
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if isinstance(value, (set, frozenset)):
        return as_list_text(sorted(value, key=str))
    is_sequence = isinstance(value, (list, tuple)) or getattr(value, "shape", ()) != ()
    return as_list_text(value) if is_sequence else value
