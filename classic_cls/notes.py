"""What a person is told: sentences that know which files they name."""

from collections.abc import Callable, Iterable

from ._validation import quoted

__all__ = ["Note", "renamed", "without_names"]


class Note(str):
    """A sentence that names files, which may say whom an image shows.

    ``names`` are these files, relative to the data set; ``without_names`` is the sentence to
    use where they may not be told. A sentence that names no file is a plain string.
    """

    names: tuple[str, ...]
    without_names: str

    def __new__(cls, text: str, names: Iterable[str], without_names: str):
        note = super().__new__(cls, text)
        note.names, note.without_names = tuple(map(str, names)), without_names
        return note

    def __getnewargs__(self):
        return str(self), self.names, self.without_names

    @classmethod
    def listing(cls, said: str, names: Iterable[str], limit: int = 3) -> "Note":
        """What is said of files, and the first of them.

        >>> note = Note.listing("2 set aside, no label", ["a.png", "b.png"])
        >>> print(note, note.without_names, sep="\\n")
        2 set aside, no label: 'a.png', 'b.png'
        2 set aside, no label: …
        """
        names = list(names)
        return cls(f"{said}: {quoted(names, limit)}", names[:limit], f"{said}: …")


def without_names(text: str) -> str:
    """A sentence as it may be told where no file may be named."""
    return text.without_names if isinstance(text, Note) else text


def renamed(text: str, new_name: Callable[[str], str]) -> str:
    """A sentence with another name for every file in it."""
    if not isinstance(text, Note):
        return text
    said, names = str(text), tuple(map(new_name, text.names))
    for old, new in zip(text.names, names, strict=True):
        said = said.replace(old, new)
    return Note(said, names, text.without_names)
