"""JPEG: size, number of colours and orientation from its segments; reduced decoding."""

from typing import NamedTuple

import numpy as np

from ._exif import exif_orientation
from ._header import CUT_SHORT, Header, Unreadable
from ._jpeg_check import refuse_damage
from ._listening import LISTENS, heard
from ._opencv import decode_color, decode_gray
from ._pillow import decode_with_pillow

_END = b"\xff\xd9"
_FRAME = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_WITHOUT_LENGTH = frozenset(range(0xD0, 0xD8)) | {0x01}
_PLAIN = 0xC0
_HOLE = bytes(32)  # what a disk gives for what it has lost
_INTERVAL, _SCAN, _APP1 = 0xDD, 0xDA, 0xE1


class _Detail(NamedTuple):
    """What the decoder needs to know: colour components (1, 3 or 4), and what is unusual."""

    components: int
    is_simple: bool
    """Whether it has one scan without restarts, of which the decoder tells all damage."""
    scan_at: int
    segments: list | None
    """Start and end of all segments before, if there are stray bytes between them."""


def jpeg_header(data: bytes) -> Header:
    """Header of a JPEG, up to its first scan."""
    at, width, orientation, interval = 2, 0, 1, 0
    segments, is_stray = [], False
    while data[at] != 0xFF or (marker := data[at + 1]) != _SCAN:
        if data[at] != 0xFF or marker == 0:
            is_stray = True
            at = data.find(b"\xff", at + 1)
            if at < 0:
                raise Unreadable(CUT_SHORT)
            continue
        if marker == 0xFF:
            at += 1
            continue
        if marker in _WITHOUT_LENGTH:
            at += 2
            continue
        if marker in _FRAME:
            frame, bits, components = marker, data[at + 4], data[at + 9]
            height = data[at + 5] << 8 | data[at + 6]
            width = data[at + 7] << 8 | data[at + 8]
        elif marker == _INTERVAL:
            interval = data[at + 4] << 8 | data[at + 5]
        after = at + 2 + (data[at + 2] << 8 | data[at + 3])
        if marker == _APP1 and data.startswith(b"Exif\0\0", at + 4):
            orientation = exif_orientation(data[at + 4 : after])
        segments.append((at, after))
        at = after
    if not width or bits != 8 or components not in (1, 3, 4):
        raise Unreadable(
            "a JPEG of a rare kind (not 8 bits grey, colour or CMYK); convert it to PNG"
        )
    is_simple = frame == _PLAIN and not interval and data[at + 4] == components != 4
    detail = _Detail(components, is_simple, at, segments if is_stray else None)
    return Header("JPEG", width, height, "uint8", orientation, detail)


def decode_jpeg(data: bytes, header: Header, min_size=None) -> np.ndarray:
    """Pixels, reduced as far as both sides stay at least twice ``min_size``."""
    components, is_simple, scan_at, segments = header.detail
    is_whole = data.endswith(_END) or data.find(_END, scan_at) >= 0
    if segments:
        data = data[:2] + b"".join(data[start:end] for start, end in segments) + data[scan_at:]
    if not is_whole:
        data += _END  # all pixels may be there; if not, the decoder says so
    pixels = _decoded(data, components, 1 if min_size is None else _reduction(header, min_size))
    said = heard()
    if said or not (is_simple and is_whole and LISTENS) or data.find(_HOLE, scan_at) >= 0:
        refuse_damage(data, said, is_whole)
    return pixels


def _decoded(data, components, reduce) -> np.ndarray:
    if components == 4:
        return decode_with_pillow(data, "JPEG")
    return decode_gray(data, reduce) if components == 1 else decode_color(data, reduce)


def _reduction(header, min_size) -> int:
    """Largest of 1, 2, 4, 8 that leaves twice the size ``(width, height)`` wanted."""
    wide, high = min_size
    if header.orientation >= 5:
        wide, high = high, wide
    for reduce in (8, 4, 2):
        # The decoder rounds up.
        if -(-header.width // reduce) >= 2 * wide and -(-header.height // reduce) >= 2 * high:
            return reduce
    return 1
