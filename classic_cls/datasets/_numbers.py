"""Numbers in cells: pages, and regions in pixels."""

import math
import re
from fractions import Fraction

_NUMBER = re.compile(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)(e[+-]?\d{1,2})?", re.IGNORECASE)
_MOST = 10**9


class NoNumber(ValueError):
    """A cell that does not hold the number it should; the message is the reason."""


def number(column: str, text: str, expected: str) -> Fraction | int:
    """The number in a cell, exactly; with a point or a comma.

    >>> number("x", "10,5", "a number")
    Fraction(21, 2)
    """
    if len(text) < 10 and text.isascii() and text.isdecimal():
        return int(text)  # as in nearly all cells of long tables
    if _NUMBER.fullmatch(text) is None or abs(float(text.replace(",", "."))) > _MOST:
        raise NoNumber(f"{column} is '{text}'; expected is {expected}")
    return Fraction(text.replace(",", "."))


def page_number(text: str) -> int | str | None:
    """A page from 0, 'max', or None."""
    if text in ("", "max"):
        return text or None
    expected = "a whole number of at least 0 or 'max'"
    value = number("page", text, expected)
    if value < 0 or value.denominator != 1:
        raise NoNumber(f"page is '{text}'; expected is {expected}")
    return int(value)


def region(texts: dict[str, str]) -> tuple[tuple[int, int, int, int] | None, bool]:
    """The smallest region of whole pixels that holds that of ``x, y, width, height``.

    The second value says whether it had fractions. No region is one of four empty cells.

    >>> region({"x": "10.49", "y": "3", "width": "20.5", "height": "30.75"})
    ((10, 3, 21, 31), True)
    """
    if not any(texts.values()):
        return None, False
    values = {}
    for name, text in texts.items():
        is_corner = name in ("x", "y")
        expected = "a number of at least 0" if is_corner else "a number above 0"
        values[name] = number(name, text, expected)
        if values[name] < 0 or (values[name] == 0 and not is_corner):
            raise NoNumber(f"{name} is '{text}'; expected is {expected}")
    x, y = math.floor(values["x"]), math.floor(values["y"])
    right = math.ceil(values["x"] + values["width"])
    bottom = math.ceil(values["y"] + values["height"])
    has_fractions = any(value.denominator != 1 for value in values.values())
    return (x, y, right - x, bottom - y), has_fractions
