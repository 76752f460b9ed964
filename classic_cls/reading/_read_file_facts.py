"""A reader that gives what files say of themselves, in the place of images."""

import os
from collections.abc import Callable
from typing import Self

import numpy as np

from .._typing import Data
from ..base import ImageRef
from ._file_facts import FILE_FACTS, file_facts, record
from ._read_images import ReadImages
from ._source import named_errors, read_source


class ReadFileFacts(ReadImages):
    """A record of `FILE_FACTS` for every file, from its headers; an array has no format."""

    def fit(self, X: Data, y: Data = None) -> Self:
        """Validate the parameters."""
        self._check_parameters()
        return self

    def transform(self, X: Data) -> np.ndarray:
        """The records ``(n,)``."""
        return np.array([self._record(source) for source in X], FILE_FACTS)

    def decoder(self) -> Callable:
        """A function of ``(bytes, source, recent)``: the record, and 0."""
        return self._and_nothing_clipped

    def _and_nothing_clipped(self, data: bytes, source, recent) -> tuple[np.void, int]:
        return self._of_bytes(data, source), 0

    def _record(self, source) -> np.void:
        if isinstance(source, np.void):  # the engine fits the reader on what it gave
            return source
        if isinstance(source, (str, bytes, ImageRef, os.PathLike)):
            return self._of_bytes(read_source(source), source)
        height, width, *channels = np.shape(source)
        return record(format="", width=width, height=height, mode="colour" if channels else "grey")

    def _of_bytes(self, data: bytes, source) -> np.void:
        page = source.page if isinstance(source, ImageRef) else None
        with named_errors(data if source is None else source):
            return file_facts(data, self.page if page is None else page)
