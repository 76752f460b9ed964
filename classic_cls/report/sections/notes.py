"""What a person should be told, with file names and without."""

import re
import unicodedata

from ..plain import printable, relative_text
from ..section import Section

__all__ = ["Notes"]

_IMAGE_FILE = re.compile(r"\S*\w\.(?:png|jpe?g|tiff?|bmp|gif|webp|p[bgnp]m)\b", re.IGNORECASE)
# What stands before a list of names in a note; a name may hold blanks.
_MARKS = (": ", "; ", "'")


class Notes(Section):
    """What a person should be told."""

    key = "notes"

    def summarize(self, training) -> dict:
        """``notes``, and ``notes_without_names``, which are cut before the first file name."""
        root = training.dataset.root
        notes = [relative_text(note, root) for note in training.notes]
        names = {_composed(name) for name in _file_names(training)}
        return {
            "notes": notes,
            "notes_without_names": [_before_names(_composed(note), names) for note in notes],
        }

    def show(self, summary, pictures) -> dict | None:
        """The notes, with names of files where these may be shown."""
        notes = summary["notes_without_names" if pictures is None else "notes"]
        return {"notes": notes} if notes else None


def _file_names(training):
    root = training.dataset.root
    for ref in training.dataset.refs:
        yield type(ref)(ref.path).label(root)
        if ref.mask is not None:
            yield type(ref)(ref.mask).label(root)
    for item in training.rejected:
        yield item.path


def _composed(text: str) -> str:
    """Text in the form that notes have; a file system may keep accents apart."""
    return unicodedata.normalize("NFC", printable(text))


def _before_names(note: str, names: set[str]) -> str:
    """What a note says before it names a file: names may say whom an image shows."""
    starts = [_start(note, name) for name in names if name in note] + [_start_of_other(note)]
    starts = [start for start in starts if start is not None]
    return note if not starts else note[: min(starts)].rstrip(" '") + " \N{HORIZONTAL ELLIPSIS}"


def _start(note: str, name: str) -> int | None:
    found = re.search(rf"(?<!\w){re.escape(name)}(?!\w)", note)
    return None if found is None else found.start()


def _start_of_other(note: str) -> int | None:
    """Where a file is named that is no longer in the data, such as one of a dropped class."""
    found = _IMAGE_FILE.search(note)
    if found is None:
        return None
    before = note[: found.start()]
    return max([before.rfind(mark) + len(mark) for mark in _MARKS if mark in before], default=0)
