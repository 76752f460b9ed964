"""The container: a zip of JSON and arrays, with a checksum for every member."""

import hashlib
import io
import json
import math
import re
import zipfile

import numpy as np

from ._container import check_members, open_zip
from ._errors import ModelFileError, damaged
from ._seal import SEAL, check_seal, seal

FORMAT = 2
_FORMAT_NAME = "classic_cls model"
_METADATA = "classic_cls.json"
SCHEMA = "schema.json"
# Rows of features; earlier versions, which know no such member, read format 1.
KEPT_ROWS = "kept_rows.npy"
_MEMBER = re.compile(r"schema\.json|kept_rows\.npy|\d{1,9}\.npy")

# Compression of real models is below 20; a bomb reaches 1000.
_MOST_RATIO = 200
_SMALL = 64 * 2**20
_LARGEST = 8 * 2**30
# Forests for some fifty labels; opening them takes more than a minute.
_MOST_PARTS = 900_000
_BYTES_OF_PART = 150


def write_archive(stream, metadata: dict, members: dict[str, bytes], key=None) -> None:
    """Write the members and, with their checksums, the metadata; and what seals these."""
    checksums = {name: hashlib.sha256(data).hexdigest() for name, data in members.items()}
    number = FORMAT if KEPT_ROWS in members else 1
    head = {"format_name": _FORMAT_NAME, "format": number, **metadata, "sha256": checksums}
    text = json.dumps(head, indent=1, allow_nan=False).encode()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, data in {_METADATA: text, SEAL: seal(text, key), **members}.items():
            info = zipfile.ZipInfo(name)  # without the time, which would differ
            archive.writestr(info, data, zipfile.ZIP_DEFLATED)


def open_archive(data: bytes, key=None) -> tuple[dict, zipfile.ZipFile]:
    """Metadata and archive of a model file, the seal and every checksum verified."""
    if data[:2] != b"PK":
        raise ModelFileError("not a model file of classic_cls")
    archive = open_zip(data)
    members = archive.infolist()
    names = [member.filename for member in members]
    if _METADATA not in names:
        raise ModelFileError("not a model file of classic_cls")
    check_members(data, archive)
    check_size(sum(member.file_size for member in members), len(data))
    text = _read_json(archive, _METADATA)
    metadata = json.loads(text)
    _check_format(metadata)
    if SEAL not in names:
        raise damaged("it has no digest of its contents")
    check_seal(_read_json(archive, SEAL), text, key)
    names = [name for name in names if name not in (_METADATA, SEAL)]
    if sorted(names) != sorted(metadata["sha256"]) or SCHEMA not in names:
        raise damaged("members are missing or too many")
    _read_json(archive, SCHEMA)
    for name in names:
        _check_member(name, archive.read(name), metadata["sha256"][name])
    return metadata, archive


def _read_json(archive: zipfile.ZipFile, name: str) -> bytes:
    """Text of a member, if it has not a million parts, which would take minutes and gigabytes."""
    if archive.getinfo(name).file_size > _MOST_PARTS * _BYTES_OF_PART:
        raise ModelFileError(f"'{name}' is larger than that of any model; it was not opened")
    text = archive.read(name)
    if text.count(b"{") + text.count(b"[") > _MOST_PARTS or text.count(b",") > 8 * _MOST_PARTS:
        raise ModelFileError(
            f"holds more than {_MOST_PARTS:,} parts; it was not opened (of a forest or of boosting "
            "for many labels: take fewer trees)"
        )
    return text


def _check_format(metadata) -> None:
    if not isinstance(metadata, dict) or metadata.get("format_name") != _FORMAT_NAME:
        raise ModelFileError("not a model file of classic_cls")
    number = metadata.get("format")
    if type(number) is not int or number < 1:
        raise damaged("no format number")
    if number > FORMAT:
        raise ModelFileError(
            f"written by a newer version (format {number}); this one reads {FORMAT}: "
            "upgrade classic_cls"
        )


def check_size(size: int, compressed: int) -> None:
    """Refuse contents that are absurdly larger than the file they come from."""
    if size > min(_LARGEST, max(_SMALL, _MOST_RATIO * compressed)):
        raise ModelFileError(
            f"would take {size / 2**30:.1f} GB of memory for {compressed / 2**20:.1f} MB of file; "
            "it was not opened"
        )


def _check_member(name: str, data: bytes, checksum: str) -> None:
    if hashlib.sha256(data).hexdigest() != checksum:
        raise damaged(f"checksum of member '{name}'")
    if not _MEMBER.fullmatch(name):
        raise damaged(f"unexpected member '{name}'")
    if name.endswith(".npy"):
        _check_array_header(name, data)


def _check_array_header(name: str, data: bytes) -> None:
    """Refuse arrays whose header promises other data than there are."""
    stream = io.BytesIO(data)
    readers = {
        (1, 0): np.lib.format.read_array_header_1_0,
        (2, 0): np.lib.format.read_array_header_2_0,
    }
    shape, _, dtype = readers[np.lib.format.read_magic(stream)](stream)
    plain = dtype.kind in "biufUV" and dtype.itemsize > 0 and min(shape, default=0) >= 0
    if not plain or math.prod(shape) * dtype.itemsize != len(data) - stream.tell():
        raise damaged(f"header of array '{name}'")


def read_array(archive: zipfile.ZipFile, name: str) -> np.ndarray:
    """One array of the archive."""
    return np.load(io.BytesIO(archive.read(name)), allow_pickle=False)
