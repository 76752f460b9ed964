"""A long file of predictions, written as they are made, and gone on with after an interruption."""

import hashlib
import itertools
import os
from collections.abc import Iterator
from pathlib import Path

from .._writing import naming
from ..base import ImageRef
from ..extraction import IMAGES_OF_A_BATCH


class Part:
    """What is there of a file: beside it, under a name that goes with the model and the options.

    Whole batches are gone on behind, so that what is added is what one run would have written.
    """

    def __init__(self, out: str, rows, model_file: str, version: str):
        self.out, self.rows = out, rows
        digest = hashlib.sha256(Path(model_file).read_bytes())
        digest.update(f"{type(rows).__name__} {rows.top} {version}".encode())
        self.path = f"{out}.{digest.hexdigest()[:8]}.part"
        self.n_kept = self.n_rows = 0
        self.unread: list[tuple[str, str]] = []
        """Paths and reasons of what could not be read before."""
        self._end = 0

    def rest_of(self, sources: Iterator) -> Iterator:
        """Sources that have no row yet."""
        sources = iter(sources)
        if not os.path.exists(self.path):
            return sources
        batch: list = []
        unread = []
        with open(self.path, "rb") as file:
            self._end = len(file.readline()) if self.rows.opening else 0
            for found, end in self._records(file):
                source = next(sources, None)
                batch += [] if source is None else [source]
                if source is None or found[0] != ImageRef.of(source).label():
                    break
                unread += [found] if found[1] else []
                if len(batch) == IMAGES_OF_A_BATCH:
                    self.n_kept, self._end = self.n_kept + len(batch), end
                    self.unread += unread
                    batch, unread = [], []
        return itertools.chain(batch, sources)

    def _records(self, file):
        """Path and reason of every row that is whole, and where it ends."""
        lines = b""
        end = file.tell()
        for line in file:
            lines += line
            found = self.rows.known(lines.decode("utf-8", "surrogateescape"))
            if found is not None:  # else torn, or a name with a line break goes on
                end += len(lines)
                lines = b""
                yield found, end

    def write(self, batches) -> None:
        """Add the rows of batches of predictions, and make the whole the file."""
        self.n_rows, mode = self.n_kept, "r+" if self.n_kept else "w"
        text = {"encoding": "utf-8", "errors": "surrogateescape", "newline": ""}
        with naming(self.path), open(self.path, mode, **text) as file:
            file.seek(self._end if self.n_kept else 0)
            file.truncate()
            if not self.n_kept:
                file.write(self.rows.opening)
            for batch in batches:
                file.writelines(map(self.rows.row, batch))
                file.flush()
                self.n_rows += len(batch)
        self.rows.finish(self.path, self.out)

    def left(self) -> str:
        """After an interruption, say what is left of the work; nothing is left of no work."""
        if not self.n_rows:
            Path(self.path).unlink(missing_ok=True)
            return ""
        return f"{self.n_rows:,} rows are in {self.path}; the same command goes on from there"
