"""Cells of several labels: joined by a mark, or lists as Python, JSON and numpy write them."""

import ast
import json
import re
from collections.abc import Iterable

from .._validation import quoted

_QUOTED = re.compile(r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"")
_WRAPPED = re.compile(r"(?:np\.|numpy\.)?(?:array|set|frozenset|list|tuple)\((.*)\)", re.DOTALL)
_SCALAR = re.compile(r"\b(?:np|numpy)\.\w+\(((?:[^()'\"]|'[^']*'|\"[^\"]*\")*)\)")
_BRACKETS = {"[": "]", "(": ")", "{": "}"}


class NoList(ValueError):
    """A cell that begins as a list and is none; the message is the reason."""


def is_list(cell: str) -> bool:
    """Whether a cell is written as a list, and not as text in brackets.

    >>> is_list("['a' 'b']"), is_list("[]"), is_list("{a,b}"), is_list("(old)"), is_list("a;b")
    (True, True, True, False, False)
    """
    text = _unwrapped(cell)
    if text[:1] not in _BRACKETS:
        return text != cell.strip()
    return text[0] == "[" or len(text) == 2 or bool(_QUOTED.search(text)) or "," in text


def names_in_list(cell: str) -> list[str]:
    """The entries of a list as text.

    >>> names_in_list("['sea', 'sky']"), names_in_list('["it\\'s"]'), names_in_list("[3, 1.0]")
    (['sea', 'sky'], ["it's"], ['3', '1'])
    """
    text = _unwrapped(cell)
    if not text:
        return []
    if text[-1] != _BRACKETS[text[0]]:
        raise NoList("labels are a list without its end")
    inside = _SCALAR.sub(r"\1", text[1:-1])
    names = [_unquoted(piece) for piece in _QUOTED.findall(inside)]
    rest = _QUOTED.sub(" ", inside)
    if ":" in rest:
        raise NoList("labels are a mapping, not a list")
    names += _bare(rest, beside_quoted=bool(names))
    return [name for name in names if name.strip()]


class LabelCells:
    """Reads the cells of one column, which are joined by one kind of mark."""

    def __init__(self, cells: Iterable[str]):
        self._plain = [cell for cell in cells if cell and not is_list(cell)]
        marked = any(re.search("[;|]", cell) for cell in self._plain)
        self._mark = re.compile("[;|]" if marked else ",")

    def names(self, cell: str) -> list[str]:
        """The labels of a cell, with the question mark before those unknown."""
        if is_list(cell):
            return names_in_list(cell)
        return [part.strip() for part in self._mark.split(cell) if part.strip()]

    def notes(self) -> list[str]:
        """How the cells were read, where they could be meant otherwise."""
        joined = [cell for cell in self._plain if "," in cell]
        if joined and self._mark.pattern == ",":
            return [f"labels such as '{joined[0]}' are read as several, joined by commas"]
        names = sorted({name for cell in self._plain for name in self.names(cell)})
        odd = compound(names, r"[\s/+&,]+")
        return [
            f"labels such as {quoted(odd, 2)} count as one each; several labels in a cell are "
            "joined by ; or |, or written as a list"
        ] if odd else []  # fmt: skip


def compound(names: Iterable[str], marks: str) -> list[str]:
    """Names of several words of which one is found in another name too."""
    words = {name: {w for w in re.split(marks, name) if w} for name in names}
    count: dict[str, int] = {}
    for word in (word for of_name in words.values() for word in of_name):
        count[word] = count.get(word, 0) + 1
    return [n for n, own in words.items() if len(own) > 1 and any(count[w] > 1 for w in own)]


def as_list_text(values: Iterable) -> str:
    """Entries of a sequence in a data frame as one cell; those missing are left out."""
    names = [_plain(value) for value in values]
    return json.dumps([name for name in names if name], ensure_ascii=False)


def _plain(value) -> str:
    if value is None or value != value or type(value).__name__ == "NAType":
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)


def _unwrapped(cell: str) -> str:
    """Without ``array(..., dtype=object)`` or ``set()`` around a list."""
    text = cell.strip()
    match = _WRAPPED.fullmatch(text)
    if match is None:
        return text
    return re.sub(r",\s*dtype=[^\])}]*$", "", match[1].strip())


def _unquoted(piece: str) -> str:
    try:
        return json.loads(piece) if piece[0] == '"' else ast.literal_eval(piece)
    except (ValueError, SyntaxError):
        return piece[1:-1]


def _bare(text: str, beside_quoted: bool) -> list[str]:
    """Entries without quotes: parted by commas, numbers and what stands beside quotes by blanks."""
    by_blanks = beside_quoted or re.fullmatch(r"[\d\s.,;-]*", text)
    parts = re.split(r"[\s,;]+" if by_blanks else "[,;]", text)
    return [re.sub(r"^(-?\d+)\.0*$", r"\1", part.strip()) for part in parts]
