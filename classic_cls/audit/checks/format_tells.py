"""CC401: file format or kind of pixels that tells the class."""

from collections.abc import Iterator

from ..facts import Facts
from ..shortcut import Shortcut
from ..telling import Answers, as_columns, by_columns


class FormatTells(Shortcut):
    """Format, extension, or kind of pixels (grey, colour, palette, depth, transparency)."""

    code = "CC401"
    title = "the file format tells the class"
    severity = "warning"
    remedy = "find out why the classes were stored differently; convert all files in one way"

    def candidates(self, facts: Facts) -> Iterator[tuple[str, Answers]]:
        """Format and extension, and what the pixels are stored as."""
        files = facts.files
        named = {
            "the file format": (files.format, files.extension),
            "how pixels are stored": (files.mode, files.depth, files.has_alpha, files.n_frames),
        }
        for name, values in named.items():
            columns = as_columns(*values)
            if columns.shape[1]:
                yield name, by_columns(columns)
