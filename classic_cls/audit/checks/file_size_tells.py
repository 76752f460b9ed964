"""CC411: the size of the file tells the class."""

from collections.abc import Iterator

from ..facts import Facts
from ..shortcut import Shortcut
from ..telling import Answers, as_columns, by_columns


class FileSizeTells(Shortcut):
    """Bytes of the file, which go with detail as well as with how it was stored."""

    code = "CC411"
    title = "the file size tells the class"
    severity = "info"
    remedy = "nothing, if the classes differ in detail; see whether they were stored in one way"

    def candidates(self, facts: Facts) -> Iterator[tuple[str, Answers]]:
        """The number of bytes."""
        columns = as_columns(facts.files.n_bytes)
        if columns.shape[1]:
            yield "the size of the file", by_columns(columns)
