"""Which column of a table says what."""

from dataclasses import dataclass

from .._validation import quoted
from ._draft import DatasetError, none_needed
from ._files import has_image_extension
from ._odd_rows import are_few
from ._spelling import plain_text

_NAMES = {
    "path": ("path", "file", "filename", "image"),
    "label": ("label", "class", "category"),
    "labels": ("labels", "tags"),
    "group": ("group",),
    "split": ("split",),
    "page": ("page",),
    "x": ("x",),
    "y": ("y",),
    "width": ("width",),
    "height": ("height",),
    "mask": ("mask",),
}
_MEANING = {name: meaning for meaning, names in _NAMES.items() for name in names}
_BOX = ("x", "y", "width", "height")
_FLAGS = {"": 0, "0": 0, "false": 0, "0.0": 0, "1": 1, "true": 1, "1.0": 1}
_EXPECTED = (
    "expected are 'path' and one of: 'label'; 'labels' (several, joined by ; or |); "
    "one column of 0 and 1 for each class"
)

# What pandas reads as missing when it reads a table, so that frames and files are read alike.
_MISSING = frozenset(
    "#N/A|#N/A N/A|#NA|-1.#IND|-1.#QNAN|-NaN|-nan|1.#IND|1.#QNAN|<NA>|N/A|NA|NULL|NaN|NaT|None|n/a|"
    "nan|null".split("|")
)


@dataclass
class Columns:
    """Position of every column by its meaning; those of 0 and 1, and without meaning, by name."""

    of: dict[str, int]
    flags: dict[str, int]
    further: dict[str, int]
    unused: list[str]

    @property
    def has_box(self) -> bool:
        """Whether regions are given."""
        return all(name in self.of for name in _BOX)


def is_known(name: str) -> bool:
    """Whether a column of this name has a meaning here."""
    return meaning_of(name) is not None


def is_path(name: object) -> bool:
    """Whether a column of this name holds the paths."""
    return meaning_of(str(name)) == "path"


def is_missing(cell: str) -> bool:
    """Whether a cell says, as pandas takes it, that there is nothing."""
    return cell in _MISSING


def empty_missing(table) -> list[str]:
    """Empty the cells that say, as pandas takes it, that there is nothing; no names of files."""
    positions = [i for i, n in enumerate(table.columns) if meaning_of(n) not in ("path", "mask")]
    found: dict[str, str] = {}
    for _, cells in table.rows:
        for position in positions:
            if is_missing(cells[position]):
                found.setdefault(table.columns[position], cells[position])
                cells[position] = ""
    return [
        f"cells '{cell}' of column '{column}' count as empty; write another word if they say more"
        for column, cell in found.items()
    ]


def meaning_of(name: str) -> str | None:
    """What a column of this name says; None if the name has no meaning here."""
    return _MEANING.get(plain_text(name).strip().casefold())


def column_named(table, name: str | None) -> int | None:
    """Position of the column of this name, in upper or lower case; None if there is none."""
    names = [plain_text(column).casefold() for column in table.columns]
    return None if name is None or name.casefold() not in names else names.index(name.casefold())


def find_columns(table, ignored=(), group: int | None = None) -> Columns:
    """Find path, label and optional columns, but those of ``ignored`` meanings.

    ``group`` is the position of a column to take the groups from; it can still be asked for by its
    name.
    """
    columns = Columns({}, {}, {}, [])
    others: dict[str, int] = {}
    for position, name in enumerate(table.columns):
        if position != group or is_known(name):
            _place(name, position, columns, others, table)
    if "path" not in columns.of:
        raise _missing("path", table)
    if "label" in columns.of and "labels" in columns.of:
        raise DatasetError(
            f"{table.source} has a column for one label and one for several "
            f"({quoted(table.columns)}); rename or delete one"
        )
    for meaning in ignored:
        if meaning in columns.of:
            columns.unused.append(table.columns[columns.of.pop(meaning)])
    if columns.of.keys() & {"label", "labels"} or "label" in ignored:
        columns.further = others
    else:
        columns.flags = _flag_columns(others, table)
        columns.further = {n: others[n] for n in others if n not in columns.flags}
    _check_box(columns, table)
    if group is not None:
        _group_by(columns, group, plain_text(table.columns[group]))
    return columns


def _group_by(columns: Columns, position: int, name: str) -> None:
    """Take the groups from another column than ``group``."""
    if columns.of.get("group", position) != position:
        columns.unused.append("group")
    columns.of["group"] = position
    if not is_known(name):
        columns.further[name] = position


def _place(name: str, position: int, columns: Columns, others: dict, table) -> None:
    name, meaning = plain_text(name), meaning_of(name)
    known = columns.of if meaning else others
    # The index that pandas writes has no name.
    if not name or name.startswith("Unnamed:"):
        return
    if (meaning or name) in known:
        first = table.columns[known[meaning or name]]
        raise DatasetError(
            f"{table.source} has two columns for the same, '{first}' and '{name}'; "
            "rename or delete one"
        )
    known[meaning or name] = position


def _missing(what: str, table) -> DatasetError:
    if any(map(has_image_extension, table.columns)):
        return DatasetError(
            f"{table.source} does not name its columns: its first line is {quoted(table.columns)}; "
            "write a line such as path,label above it"
        )
    return DatasetError(
        f"{table.source} has no column '{what}'; its columns are {quoted(table.columns, 20)}; "
        + _EXPECTED
        + (none_needed() if what == "label" else "")
    )


def _flag_columns(others: dict[str, int], table) -> dict[str, int]:
    if not others:
        raise _missing("label", table)
    texts = {name: _texts(table, position) for name, position in others.items()}
    flags = {name: others[name] for name, odd in texts.items() if not odd}
    for name, odd in texts.items():
        # 0 and 1 beside other text is a slip of the pen, text alone a column about something else.
        is_mixed = bool(odd) and _holds_flag(table, others[name])
        if is_mixed and are_few(len(odd), len(table.rows)):
            flags[name] = others[name]  # the rows of these cells are set aside
        elif odd and (is_mixed or len(flags) < 2):
            raise DatasetError(
                f"{_missing('label', table)}; '{name}' is no column of 0 and 1, as {odd[0]}"
                + ("; mend the cell, or delete the column" if is_mixed and len(flags) > 1 else "")
            )
    if len(flags) == 1:
        raise DatasetError(
            f"{table.source} has one column of 0 and 1, '{next(iter(flags))}', and no column "
            "'label': rename it to 'label'"
        )
    return flags


def _texts(table, position: int) -> list[str]:
    """Where a column holds something else than 0, 1, ``?`` or nothing, and what."""
    return [
        f"{place} holds '{cells[position]}'"
        for place, cells in table.rows
        if not is_unknown(cells[position]) and flag_value(cells[position]) is None
    ]


def _holds_flag(table, position: int) -> bool:
    cells = (cells[position] for _, cells in table.rows)
    return any(cell and flag_value(cell) is not None for cell in cells)


def flag_value(cell: str) -> int | None:
    """0 or 1 as a cell says it (empty is 0); None if it says neither."""
    return _FLAGS.get(cell.casefold())


def is_unknown(cell: str) -> bool:
    """Whether a cell among those of 0 and 1 says that nobody knows."""
    return cell in ("?", "-1", "-1.0")


def _check_box(columns: Columns, table) -> None:
    """Refuse half a region; width and height alone are the size of the image."""
    if columns.has_box:
        return
    given = [name for name in _BOX if name in columns.of]
    if "x" in given or "y" in given:
        missing = [name for name in _BOX if name not in given]
        raise DatasetError(
            f"{table.source} has the columns {quoted(given)} but not {quoted(missing)}; a region "
            "is x, y, width, height in pixels"
        )
    columns.further |= {table.columns[columns.of[name]]: columns.of.pop(name) for name in given}
