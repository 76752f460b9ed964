"""JPEG: size, number of colours and orientation from its segments; reduced decoding."""

import numpy as np

from ._exif import exif_orientation
from ._header import CUT_SHORT, Header, Unreadable
from ._opencv import decode_color, decode_gray
from ._pillow import decode_with_pillow

_END = b"\xff\xd9"
_FRAME = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_WITHOUT_LENGTH = frozenset(range(0xD0, 0xD8)) | {0x01}
_SCAN, _APP1 = 0xDA, 0xE1


def jpeg_header(data: bytes) -> Header:
    """Header; its ``detail`` is the number of colour components (1, 3 or 4)."""
    at, width, orientation = 2, 0, 1
    while (marker := data[at + 1]) != _SCAN:
        if data[at] != 0xFF:
            raise Unreadable("damaged: its JPEG segments do not follow each other")
        if marker == 0xFF:
            at += 1
            continue
        if marker in _WITHOUT_LENGTH:
            at += 2
            continue
        if marker in _FRAME:
            bits, components = data[at + 4], data[at + 9]
            height = data[at + 5] << 8 | data[at + 6]
            width = data[at + 7] << 8 | data[at + 8]
        after = at + 2 + (data[at + 2] << 8 | data[at + 3])
        if marker == _APP1 and data.startswith(b"Exif\0\0", at + 4):
            orientation = exif_orientation(data[at + 4 : after])
        at = after
    if data[-2:] != _END and data.find(_END, at) < 0:
        raise Unreadable(CUT_SHORT)
    if not width or bits != 8 or components not in (1, 3, 4):
        raise Unreadable(
            "a JPEG of a rare kind (not 8 bits grey, colour or CMYK); convert it to PNG"
        )
    return Header("JPEG", width, height, "uint8", orientation, components)


def decode_jpeg(data: bytes, header: Header, min_size=None) -> np.ndarray:
    """Pixels, reduced as far as both sides stay at least twice ``min_size``."""
    if header.detail == 4:
        return decode_with_pillow(data, "JPEG")
    reduce = 1 if min_size is None else _reduction(header, min_size)
    return decode_gray(data, reduce) if header.detail == 1 else decode_color(data, reduce)


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
