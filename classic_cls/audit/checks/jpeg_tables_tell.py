"""CC403: JPEG quality that tells the class."""

from collections.abc import Iterator

from ..facts import Facts
from ..shortcut import Shortcut
from ..telling import Answers, as_columns, by_columns


class JpegTablesTell(Shortcut):
    """Quantisation tables of JPEG files, which go with quality and software."""

    code = "CC403"
    title = "the JPEG quality tells the class"
    severity = "warning"
    remedy = "get the originals, or decode all files and store them in one way; blur what remains"

    def candidates(self, facts: Facts) -> Iterator[tuple[str, Answers]]:
        """The tables by name."""
        columns = as_columns(facts.files.jpeg_tables)
        if columns.shape[1]:
            yield "the JPEG quality (quantisation tables)", by_columns(columns)
