"""The zip of a model file: laid out byte by byte as it is written here, or refused.

What other readers of zip files pass over could hide something, or be read in two ways: bytes
before, between and behind the members, encryption, other methods of compression, members of one
name.
"""

import io
import struct
import zipfile

from ._errors import ModelFileError, damaged

_LOCAL, _END, _END_64 = struct.Struct("<26x2H"), struct.Struct("<4s4H2LH"), struct.Struct("<40x2Q")
_LOCATOR_SIZE, _END_64_SIZE = 20, 56
# Forests for some fifty labels have so many arrays; a list of a million takes seconds to read.
_MOST_BYTES_OF_LIST = 200_000 * 60
# From here on offsets are written in another way.
_LONG = 2**31 - 1


def open_zip(data: bytes) -> zipfile.ZipFile:
    """The archive, if the list of its members is at its end and is not absurdly long."""
    start, end = _list_of_members(data)
    if end - start > _MOST_BYTES_OF_LIST:
        raise ModelFileError("holds more arrays than any model has; it was not opened")
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except Exception as error:
        raise ModelFileError("damaged: the file is cut short or altered") from error


def check_members(data: bytes, archive: zipfile.ZipFile) -> None:
    """Refuse anything but plain members one behind the other."""
    members = archive.infolist()
    if any(member.flag_bits & 1 for member in members):
        raise damaged("encrypted members")
    if any(member.compress_type != zipfile.ZIP_DEFLATED for member in members):
        raise damaged("members compressed by another method")
    if len({member.filename for member in members}) < len(members):
        raise damaged("members of one name")
    if len(data) < _LONG:
        _check_layout(data, members, _list_of_members(data)[0])


def _list_of_members(data: bytes) -> tuple[int, int]:
    """Where the list of the members begins and ends, if the file ends behind it."""
    at = len(data) - _END.size
    if at < 0 or data[at : at + 4] != b"PK\5\6":
        raise ModelFileError("damaged: the file is cut short or altered, or bytes are appended")
    *_, n_members, size, start, comment = _END.unpack_from(data, at)
    if comment:
        raise damaged("a comment")
    if max(size, start) == 2**32 - 1 or n_members == 2**16 - 1:
        at -= _LOCATOR_SIZE + _END_64_SIZE
        if at < 0 or data[at : at + 4] != b"PK\6\6":
            raise damaged("the list of members")
        size, start = _END_64.unpack_from(data, at)
    if start + size != at:
        raise damaged("bytes before or behind the members")
    return start, at


def _check_layout(data: bytes, members, end: int) -> None:
    position = 0
    for member in members:
        if member.header_offset != position or member.flag_bits or member.extra or member.comment:
            raise damaged("bytes between the members")
        name_length, extra_length = _LOCAL.unpack_from(data, position)
        if name_length != len(member.filename) or extra_length:
            raise damaged("the head of a member")
        position += _LOCAL.size + name_length + member.compress_size
    if position != end:
        raise damaged("bytes between the members")
