"""The lines of a CSV file as rows that have as many cells as there are columns."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from .._validation import counted
from ._draft import DatasetError, SetAside
from ._odd_rows import are_few, places_text

_OPEN_QUOTE = "a quote is not closed"


@dataclass
class Record:
    """The cells of a row, from the line where it begins; ``fault`` says why they are not known."""

    line: int
    cells: list[str]
    fault: str = ""

    @property
    def place(self) -> str:
        """Where it is, for messages."""
        return f"line {self.line}"


def read_records(text: str, delimiter: str) -> list[Record]:
    """All rows but empty ones; a quote that is not closed costs its own line only."""
    lines = list(io.StringIO(text, newline=""))

    def cells_of(rows: Iterable[str]) -> Iterator[list[str]]:
        return csv.reader(rows, delimiter=delimiter, skipinitialspace=True)

    return [r for r in _records(lines, cells_of) if r.fault or any(map(str.strip, r.cells))]


def _records(lines: list[str], cells_of: Callable) -> Iterator[Record]:
    start = begun = n_columns = 0
    reader = cells_of(lines)
    while start < len(lines):
        record = Record(start + 1, [])
        try:
            record.cells = next(reader)
        except csv.Error as error:
            record.fault = str(error)
        end = begun + reader.line_num
        if n_columns and end - start > 1:
            inner: Iterator[list[str]] = (
                next(cells_of([line]), []) for line in lines[start + 1 : end]
            )
            if record.fault or _has_swallowed(inner, n_columns):
                record.fault = _OPEN_QUOTE
        yield record
        if any(map(str.strip, record.cells)):
            n_columns = n_columns or len(record.cells)
        if record.fault:  # go on with the next line, whatever the quote has swallowed
            begun = end = start + 1
            reader = cells_of(lines[place] for place in range(begun, len(lines)))
        start = end


def _has_swallowed(inner: Iterable[list[str]], n_columns: int) -> bool:
    """Whether lines inside a cell are rows of their own."""
    return n_columns == 1 or any(len(cells) == n_columns for cells in inner)


def checked_rows(
    records: list[Record], columns: list[str], source: str
) -> tuple[list[tuple[str, list[str]]], list[SetAside], list[str]]:
    """Rows of as many cells as columns, what was set aside, and notes."""
    short, faults, rows = [], {}, []
    for record in records:
        cells = [_one_line(cell) for cell in record.cells]
        while len(cells) > len(columns) and not cells[-1]:
            cells.pop()
        if record.fault or len(cells) > len(columns):
            faults[record.place] = record.fault or _too_many(cells, columns)
        elif len(cells) < len(columns):
            short.append((record.place, cells))
        rows.append((record.place, cells + [""] * (len(columns) - len(cells))))
    _refuse_many(faults, len(records), source)
    few, notes = are_few(len(short), len(records)), []
    if few:
        faults |= {place: _too_few(cells, columns) for place, cells in short}
    elif short:
        places = places_text([place for place, _ in short])
        notes = [
            f"{counted(len(short), 'row')} with fewer cells than columns ({places}): those missing "
            "at the end count as empty"
        ]
    rows = [row for row in rows if row[0] not in faults]
    return rows, [SetAside(place, reason) for place, reason in faults.items()], notes


def _one_line(cell: str) -> str:
    return " ".join(cell.split()) if "\n" in cell or "\r" in cell else cell.strip()


def _refuse_many(faults: dict[str, str], n: int, source: str) -> None:
    if are_few(len(faults), n):
        return
    place, reason = next(iter(faults.items()))
    more = f"; so in {len(faults):,} of {n:,} rows ({places_text(list(faults))})"
    said = f"{place} has {reason}" if reason[0].isdigit() else f"{place}: {reason}"
    raise DatasetError(f"{source}, {said}" + more * (len(faults) > 1))


def _columns(columns: list[str]) -> str:
    verb = "is" if len(columns) == 1 else "are"
    return f"{verb} {counted(len(columns), 'column')} ({', '.join(columns)})"


def _too_many(cells: list[str], columns: list[str]) -> str:
    return (
        f"{len(cells)} cells, but there {_columns(columns)}; put "
        "quotes around a cell that holds the delimiter"
    )


def _too_few(cells: list[str], columns: list[str]) -> str:
    return (
        f"{counted(len(cells), 'cell')}, but there {_columns(columns)}; leave a cell empty, but "
        "not out"
    )
