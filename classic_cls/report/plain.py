"""Plain values that every JSON reader and every browser takes."""

import os
import re
import shlex
from pathlib import Path

import numpy as np

__all__ = ["plain", "printable", "short_command"]

# What neither XML nor HTML may hold; a file name on Linux may.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


def printable(text: str) -> str:
    """Text without control characters and without halves of characters.

    Parameters
    ----------
    text : str
        Such as a file name, in which bytes that are no UTF-8 stand as surrogates.

    Returns
    -------
    str
        With a replacement mark in the place of each.

    Examples
    --------
    >>> print(printable("caf\\udce9.png"))
    caf\N{REPLACEMENT CHARACTER}.png
    """
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", text)


def plain(value):
    """Dicts, lists, text, numbers, booleans and None, as JSON has them.

    Parameters
    ----------
    value : object
        May hold arrays, numbers of numpy, tuples and sets. Numbers that are not finite
        become None, any other object its text.

    Returns
    -------
    dict, list, str, int, float, bool or None

    Examples
    --------
    >>> import numpy as np
    >>> plain({"size": (2, 3), "figure": np.float32(0.5), "none": float("nan")})
    {'size': [2, 3], 'figure': 0.5, 'none': None}
    """
    if isinstance(value, (np.ndarray, np.generic)):
        return plain(value.tolist())
    if isinstance(value, dict):
        return {printable(str(key)): plain(item) for key, item in value.items()}
    if isinstance(value, (set, frozenset)):
        return sorted((plain(item) for item in value), key=str)
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if value is None or isinstance(value, (bool, int)):
        return value
    if isinstance(value, float):
        return value if np.isfinite(value) else None
    return printable(str(value))


def short_command(command: str) -> str:
    """A command in which absolute paths are cut to their last name.

    Where the data lie says who has them, and is of no use to anybody else.

    Parameters
    ----------
    command : str
        As `shlex.join` writes it.

    Returns
    -------
    str

    Examples
    --------
    >>> import tempfile
    >>> short_command(f"classic-cls train {tempfile.gettempdir()}/ann/cells --cv 5")
    'classic-cls train cells --cv 5'
    """
    try:
        words = shlex.split(command)
    except ValueError:
        words = command.split()
    return shlex.join(_short_word(word) for word in words)


def _short_word(word: str) -> str:
    flag, equals, value = word.partition("=")
    if equals and flag.startswith("-"):
        return f"{flag}={_short_word(value)}"
    return (Path(word).name or word) if _is_path(word) else word


def _is_path(word: str) -> bool:
    """Whether a word is an absolute path; a regular expression may begin with a slash too."""
    return os.path.isabs(word) and os.path.exists(os.path.join(*Path(word).parts[:2]))
