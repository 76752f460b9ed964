"""Where the bytes of an image come from, and what is said when there are none."""

import errno
import io
import logging
import os
import stat
import struct
from contextlib import suppress
from typing import BinaryIO
from weakref import finalize

from ..base import ImageRef
from ..notes import Note
from ._formats import HEAD_LENGTH, format_of
from ._header import CANNOT_BE_DECODED, CUT_SHORT, ImageReadError, Unreadable
from ._listening import Listening, heard

_LOG = logging.getLogger(__name__)  # what is said of images that are used all the same
# Films and stacks of pages are large: looked at before all of it is read.
_LARGE = 2**20
# What a disk reads at a time in any case.
_SMALL = 2**17
# Files that are looked at before or after they are read for good are kept, up to this many bytes.
_MOST_KEPT = 2**26
_KEPT: dict[str, tuple] = {}
_WITHOUT_WAITING = os.O_RDONLY
for _flag in ("O_NONBLOCK", "O_NOCTTY", "O_CLOEXEC", "O_BINARY"):  # not every system has all
    _WITHOUT_WAITING |= getattr(os, _flag, 0)
_NO_FILE = "a pipe, socket or device, not a file"


def read_ahead(sources, owner) -> None:
    """Read files, if they are not large together, once for all while somebody holds the owner."""
    refs = [ImageRef.of(source) for source in sources if not isinstance(source, bytes)]
    stamps = {path: _stamp(path) for ref in refs for path in (ref.path, ref.mask) if path}
    if sum(stamp[0] for stamp in stamps.values() if stamp) > _MOST_KEPT:
        return
    paths = [path for path, stamp in stamps.items() if stamp and _kept(path) is None]
    for path in paths:
        with suppress(ImageReadError):  # whoever reads it says why
            _KEPT[path] = stamps[path], read_source(path)
    finalize(owner, lambda: [_KEPT.pop(path, None) for path in paths])


def _kept(source) -> bytes | None:
    """What was read ahead of a file that is still the same."""
    if not _KEPT or isinstance(source, bytes):
        return None
    path = ImageRef.of(source).path
    stamp, data = _KEPT.get(path, (None, None))
    return data if stamp is not None and stamp == _stamp(path) else None


def _stamp(path: str) -> tuple[int, int] | None:
    try:
        found = os.stat(path)
    except (OSError, ValueError):
        return None
    return found.st_size, found.st_mtime_ns


def read_source(source) -> bytes:
    """Bytes of an image file under any name that the operating system can open.

    >>> read_source(b"P5 1 1 255 A")
    b'P5 1 1 255 A'
    """
    if isinstance(source, bytes):
        return source
    if (kept := _kept(source)) is not None:
        return kept
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
    """Bytes of the mask of an ``ImageRef``, or None; an error names the reference."""
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
    except ValueError as error:
        reason = f"not a path that can be opened ({error})"
        raise ImageReadError(source, reason) from error
    except (OSError, Unreadable) as error:
        raise named_error(source, error) from error
    with file, named_errors(source):
        return function(file)


class named_errors(Listening):
    """The one wall between bytes and the rest: what is raised or printed in here names the file.

    Decoders, and parsers of headers that lie, raise nearly anything (MemoryError,
    OverflowError, RecursionError ...); it is the end of one file, never of a run.
    """

    def __init__(self, source):
        self._source = source

    def __exit__(self, kind, error, trace):
        said = heard()
        super().__exit__(kind, error, trace)
        if said:
            _LOG.info("%s: %s", ImageReadError(self._source, said).source, said)
        if isinstance(error, Exception) and not isinstance(error, ImageReadError):
            raise named_error(self._source, error) from error


def _opened(source) -> BinaryIO:
    kept = source if isinstance(source, bytes) else _kept(source)
    if kept is not None:
        return io.BytesIO(kept)
    path = source.path if isinstance(source, ImageRef) else os.fspath(source)
    number = os.open(path, _WITHOUT_WAITING)
    try:
        return _file_of(number)
    except (OSError, Unreadable):
        os.close(number)
        raise


def _file_of(number) -> BinaryIO:
    """What has been opened; a small file is read at once."""
    found = os.fstat(number)  # not of the path, which may be another file by now
    if stat.S_ISREG(found.st_mode) and found.st_size <= _SMALL:
        data = os.read(number, found.st_size + 1)
        if len(data) == found.st_size:
            os.close(number)
            return io.BytesIO(data)
        os.lseek(number, 0, os.SEEK_SET)  # it grows or shrinks at this moment
    elif not (stat.S_ISREG(found.st_mode) or stat.S_ISDIR(found.st_mode)):
        raise Unreadable(_NO_FILE)  # reading one may wait for ever
    return io.FileIO(number)


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
        case OSError(errno=errno.ENXIO | errno.ENODEV | errno.EOPNOTSUPP):
            reason = _NO_FILE  # sockets cannot even be opened
        case OSError():
            reason = f"cannot be opened ({error.strerror or error})"
        case MemoryError():
            reason = "needs more memory than there is; make it smaller, or close other programs"
        case _:
            reason = f"{CANNOT_BE_DECODED} ({type(error).__name__}: {error})"
    return ImageReadError(source, reason)
