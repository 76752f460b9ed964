"""Where the bytes of an image come from, and what is said when there are none."""

import io
import os
import struct
from typing import BinaryIO

from ..base import ImageRef
from ..notes import Note
from ._formats import HEAD_LENGTH, refuse_foreign
from ._header import CUT_SHORT, ImageReadError, Unreadable

__all__ = ["named_error", "open_source", "read_mask", "read_source"]

# Films and microscope files are large: looked at before all of it is read.
_LARGE = 2**26


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
    try:
        with open_source(source) as file:
            if os.fstat(file.fileno()).st_size > _LARGE:
                refuse_foreign(file.read(HEAD_LENGTH))
                file.seek(0)
            return file.read()
    except (OSError, ValueError, Unreadable) as error:
        raise named_error(source, error) from error


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


def open_source(source) -> BinaryIO:
    """The file of a source, opened, or its bytes as a file."""
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
