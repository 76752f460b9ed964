"""Finds the file that a cell of a table names, also where it is spelled a little otherwise."""

import os
import unicodedata
from collections.abc import Iterator

from .._file_names import from_windows
from .._validation import quoted
from ..notes import Note
from ._files import extension, has_image_extension
from ._spelling import label_text, plain_text


class SeveralFiles(ValueError):
    """More than one file could be meant; the message is the reason."""


class FileFinder:
    """Looks for files relative to a root; what was found under another name is kept for a note."""

    def __init__(self, root: str):
        self._root = root
        self._listings: dict[str, list[str]] = {}
        self._keys: dict[str, dict[str, list[str]]] = {}
        self._respelled: dict[str, str] = {}

    def find(self, text: str) -> str | None:
        """Path of the file; None if there is none."""
        for spelling in _spellings(text):
            path = os.path.join(self._root, spelling)
            if os.path.isfile(path):
                return path
        found = self._search(text.replace("\\", "/"))
        if found is not None:
            self._respelled[text] = os.path.basename(found)
        return found

    def notes(self) -> list[Note]:
        """What was found under another name."""
        if not self._respelled:
            return []
        count, (first, found) = len(self._respelled), next(iter(self._respelled.items()))
        said = f"{count:,} found under a name with another extension, case or blanks"
        return [Note(f"{said}, such as '{first}': '{plain_text(found)}'", [first], f"{said}…")]

    def hint(self, text: str) -> str:
        """Where a file that was not found may be, to be said to a person."""
        name = os.path.basename(text.replace("\\", "/"))
        stem = name.rpartition(".")[0] if has_image_extension(name) else name
        here = self._alike(self._root, stem, without_extension=True)
        if here:
            return f"; there is {quoted(here, 3)}"
        for folder in sorted(self._list(self._root)):
            inside = os.path.join(self._root, folder)
            if os.path.isdir(inside) and self._alike(inside, stem, without_extension=True):
                return f"; a file of that name is in the folder '{plain_text(folder)}'"
        return ""

    def _search(self, text: str) -> str | None:
        *folders, name = text.split("/")
        place = self._root
        if text.startswith("/"):
            place, folders = "/", folders[1:]
        for folder in folders:
            inside = self._folder(place, folder)
            if inside is None:
                return None
            place = inside
        found = self._alike(place, name, without_extension=False)
        found = [other for other in found if os.path.isfile(os.path.join(place, other))]
        if not found and not has_image_extension(name):
            found = self._alike(place, name, without_extension=True)
        if len(found) > 1:
            kinds = ", ".join(sorted({f".{extension(other)}" for other in found}))
            raise SeveralFiles(f"several files of that name ({kinds})")
        return os.path.join(place, found[0]) if found else None

    def _folder(self, place: str, name: str) -> str | None:
        exact = os.path.join(place, name)
        if os.path.isdir(exact):
            return exact
        alike = [os.path.join(place, other) for other in self._alike(place, name, False)]
        folders = [path for path in alike if os.path.isdir(path)]
        return folders[0] if len(folders) == 1 else None

    def _alike(self, place: str, name: str, without_extension: bool) -> list[str]:
        """What lies in a folder under such a name; what is spelled the same goes first."""
        keys = self._keys.get(place)
        if keys is None:
            keys = self._keys[place] = {}
            for other in self._list(place):
                keys.setdefault(_key(other), []).append(other)
                if has_image_extension(other):
                    keys.setdefault(_key(_stem(other)) + "/", []).append(other)
        found = keys.get(_key(name) + "/" * without_extension, [])
        same = [other for other in found if name in (other, _stem(other))]
        return same or found

    def _list(self, place: str) -> list[str]:
        if place not in self._listings:
            try:
                self._listings[place] = os.listdir(place)
            except OSError:
                self._listings[place] = []
        return self._listings[place]


def _stem(name: str) -> str:
    return name.rpartition(".")[0]


def _key(name: str) -> str:
    return label_text(name).casefold()


def _spellings(path: str) -> Iterator[str]:
    """The path as it stands, then with the slashes, accents and bytes of other systems."""
    yield path
    path = path.replace("\\", "/")
    yield path
    if path.isascii():
        return
    yield unicodedata.normalize("NFC", path)
    yield unicodedata.normalize("NFD", path)
    yield from_windows(path)
