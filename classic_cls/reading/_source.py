"""Where the bytes of an image come from, and what is said when there are none."""

import io
import os
import struct
from typing import BinaryIO

from ..base import ImageRef
from ..notes import Note
from ._formats import HEAD_LENGTH, format_of
from ._header import CUT_SHORT, ImageReadError, Unreadable

__all__ = ["content_of", "look", "named_error", "read_mask", "read_source"]

# Films and stacks of pages are large: looked at before all of it is read.
_LARGE = 2**20


def read_source(source) -> bytes:
    """Bytes of an image file.

    Parameters
    ----------
    source : str, path, ImageRef or bytes
        A file, under any name that the operating system can open; bytes come back.

    Returns
    -------
    bytes

    Raises
    ------
    ImageReadError
        If the file is missing, a folder, not permitted, or a large file of a known
        kind that is not an image.

    Examples
    --------
    >>> from classic_cls.reading import read_source
    >>> read_source(b"P5 1 1 255 A")
    b'P5 1 1 255 A'
    """
    if isinstance(source, bytes):
        return source
    return look(source, lambda file: _all_of(content_of(file)))


def _all_of(content) -> bytes:
    return content if isinstance(content, bytes) else content.read()


def content_of(file: BinaryIO) -> bytes | BinaryIO:
    """All bytes of an open file; of a large TIFF, of which one page may be wanted, the file."""
    if isinstance(file, io.FileIO) and os.fstat(file.fileno()).st_size > _LARGE:
        format = format_of(file.read(HEAD_LENGTH))
        file.seek(0)
        if format == "TIFF":
            return file
    return file.read()


def read_mask(source) -> bytes | None:
    """Bytes of the mask of an ``ImageRef``.

    Parameters
    ----------
    source : path, bytes or ImageRef

    Returns
    -------
    bytes or None
        None for whatever has no mask.

    Raises
    ------
    ImageReadError
        If the mask cannot be read; it names the reference, and the mask as the reason.
    """
    if not isinstance(source, ImageRef) or source.mask is None:
        return None
    try:
        return read_source(source.mask)
    except ImageReadError as error:
        said = f"its mask '{source.mask}': {error.reason}"
        reason = Note(said, [source.mask], f"its mask …: {error.reason}")
        raise ImageReadError(source, reason) from error


def look(source, function):
    """What ``function`` finds in the open file of a source; errors name the source."""
    try:
        file = _opened(source)
    except (OSError, ValueError) as error:
        raise named_error(source, error) from error
    with file:
        try:
            return function(file)
        except (OSError, struct.error, Unreadable) as error:
            raise named_error(source, error) from error


def _opened(source) -> BinaryIO:
    if isinstance(source, bytes):
        return io.BytesIO(source)
    return open(source.path if isinstance(source, ImageRef) else os.fspath(source), "rb", 0)


def named_error(source, error) -> ImageReadError:
    """The error to show for one that does not know the file."""
    match error:
        case Unreadable():
            reason = str(error)
        case struct.error():
            reason = CUT_SHORT
        case FileNotFoundError():
            reason = "no such file"
        case IsADirectoryError():
            reason = "a folder, not a file"
        case PermissionError() if os.path.isdir(error.filename or ""):  # as Windows says it
            reason = "a folder, not a file"
        case PermissionError():
            reason = "no permission to read it"
        case OSError():
            reason = f"cannot be opened ({error.strerror or error})"
        case _:
            reason = f"not a path that can be opened ({error})"
    return ImageReadError(source, reason)
