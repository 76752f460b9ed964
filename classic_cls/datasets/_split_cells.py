"""Cells that name the part of an official split."""

from ._draft import DatasetError
from ._odd_rows import are_few, places_text
from ._split import split_part

_WORDS = "are train, test and val"


class NoPart(ValueError):
    """A cell that names no part; the message is the reason."""


class SplitCells:
    """Reads the cells of the column ``split`` (None: there is no such column)."""

    def __init__(self, source: str, cells: list[str] | None):
        self._source, self._is_there, self._is_given = source, cells is not None, any(cells or ())
        self._named: set[str] = set()
        self._odd: dict[str, list[str]] = {}

    def part(self, place: str, cell: str) -> str | None:
        """The part a cell names; None if there is no split."""
        if not self._is_given:
            return None
        part = split_part(cell)
        if part is None:
            self._odd.setdefault(cell, []).append(place)
            raise NoPart(f"{_reason(cell)}; expected {_WORDS}")
        self._named.add(part)
        return part

    def refuse_many(self, n_rows: int) -> None:
        """Refuse a table of which many rows name no part, or no two parts are left."""
        n_odd = sum(map(len, self._odd.values()))
        if not n_odd or (len(self._named) > 1 and are_few(n_odd, n_rows)):
            return
        said = [f"{_reason(cell)} ({places_text(at)})" for cell, at in self._odd.items()]
        more = f", and {len(said) - 3:,} other words" if len(said) > 3 else ""
        remedy = "; write these words, or rename the column if it says something else"
        raise DatasetError(
            f"{self._source}: {'; '.join(said[:3])}{more}; expected {_WORDS}{remedy}"
        )

    def notes(self) -> list[str]:
        """What a person should be told."""
        empty = self._is_there and not self._is_given
        return ["column 'split' is empty, so there is no official split"] if empty else []


def _reason(cell: str) -> str:
    return f"split is {repr(cell) if cell else 'empty'}"
