"""CC402: width and height that tell the class."""

from collections.abc import Iterator

from ..facts import Facts
from ..shortcut import Shortcut
from ..telling import Answers, as_columns, by_columns


class DimensionsTell(Shortcut):
    """Width and height of the images."""

    code = "CC402"
    title = "the dimensions tell the class"
    severity = "warning"
    remedy = "find out why; crop or resize all images in one way, and mind the aspect ratio"

    def candidates(self, facts: Facts) -> Iterator[tuple[str, Answers]]:
        """Both sides and their ratio together."""
        width, height = facts.files.width, facts.files.height
        columns = as_columns(width, height, width / height)
        if columns.shape[1]:
            yield "the image size", by_columns(columns)
