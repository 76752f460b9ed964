"""Names that look alike: accents, blanks, case, and characters that nobody sees."""

import re
import unicodedata
from collections.abc import Iterable

from .._validation import quoted

# Marks of order and width, soft hyphens and byte order marks. The two joiners are not among them:
# Persian, Indian scripts and emoji need them.
_INVISIBLE = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")


def plain_text(text: str) -> str:
    """``text`` in NFC; bytes of a file name that are no UTF-8 become replacement marks."""
    if text.isascii():
        return text
    text = text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return unicodedata.normalize("NFC", text)


def label_text(text: str) -> str:
    """A label or group without what nobody sees, and with one plain blank between words.

    >>> label_text(" pine\u00a0 tree\u200b")
    'pine tree'
    """
    return " ".join(_INVISIBLE.sub("", plain_text(text)).split())


def look(name: str) -> str:
    """What a name looks like to somebody who reads in haste: without case, width and blanks.

    >>> look("Pine_Tree") == look("pine tree"), look("-1") == look("1")
    (True, False)
    """
    name = unicodedata.normalize("NFKC", _INVISIBLE.sub("", name)).casefold()
    name = "".join(c for c in name if unicodedata.category(c) != "Cf")
    return re.sub(r"(?<=\w)[\s_-]+(?=[^\W_])", "", name.replace("_", " ")).strip()


def alike_names(names: Iterable[str]) -> list[list[str]]:
    """Names that are hardly meant to be different, together.

    >>> alike_names(["Pine tree", "oak", "pine_tree"])
    [['Pine tree', 'pine_tree']]
    """
    alike: dict[str, list[str]] = {}
    for name in names:
        alike.setdefault(look(name), []).append(name)
    return [sorted(found) for found in alike.values() if len(found) > 1]


def alike_notes(what: str, names: Iterable[str]) -> list[str]:
    """Notes on names, of classes or groups, that are hardly meant to be different."""
    return [_alike_note(what, found) for found in alike_names(names)]


def _alike_note(what: str, names: list[str]) -> str:
    in_case = len({name.casefold() for name in names}) == 1
    how = "upper and lower case only" if in_case else "blanks, marks or hidden characters only"
    return f"{what} {quoted(map(visible, names))} differ in {how}"


def visible(name: str) -> str:
    """A name whose hidden characters can be seen."""
    hidden = [c for c in name if unicodedata.category(c) == "Cf"]
    for c in hidden:
        name = name.replace(c, f"\\u{ord(c):04x}")
    return name
