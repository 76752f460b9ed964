"""JPEG: size, number of colours and orientation from its segments; reduced decoding."""

from itertools import takewhile
from typing import NamedTuple

import numpy as np

from ._exif import exif_orientation
from ._header import CUT_SHORT, Header, Unreadable
from ._jpeg_check import iterate_segments, refuse_damage
from ._listening import LISTENS, heard
from ._opencv import decode_color, decode_gray
from ._pillow import decode_with_pillow

_END = b"\xff\xd9"
# What a disk gives for what it has lost; two bytes so far from each other are seen first.
_HOLE, _APART = bytes(64), 32
_PLAIN, _EXIF = 0xC0, b"Exif\0\0"
# What to do at every marker, from a table: there are a dozen in a file, and files are many.
_PASS, _FRAME, _INTERVAL, _APP1, _SCAN, _ALONE, _FILL, _STRAY = range(8)
_ACTIONS = bytearray(256)
_ACTIONS[0xC0:0xD0] = bytes([_FRAME]) * 16
_ACTIONS[0xC4] = _ACTIONS[0xC8] = _ACTIONS[0xCC] = _PASS
_ACTIONS[0xD0:0xD8] = bytes([_ALONE]) * 8
_ACTIONS[0x01], _ACTIONS[0xFF], _ACTIONS[0x00] = _ALONE, _FILL, _STRAY
_ACTIONS[0xDD], _ACTIONS[0xDA], _ACTIONS[0xE1] = _INTERVAL, _SCAN, _APP1


class _Detail(NamedTuple):
    """What the decoder needs to know: colour components (1, 3 or 4), and what is unusual."""

    components: int
    is_simple: bool
    """Whether it has one scan without restarts, of which the decoder tells all damage."""
    scan_at: int
    has_stray: bool
    """Whether there are bytes between the segments."""


def jpeg_header(data: bytes) -> Header:
    """Header of a JPEG, up to its first scan."""
    at, width, orientation, interval, has_stray = 2, 0, 1, 0, False
    while (action := _ACTIONS[data[at + 1]] if data[at] == 0xFF else _STRAY) != _SCAN:
        if action > _SCAN:
            has_stray |= action == _STRAY
            at = _next_marker(data, at + 1 + (action == _ALONE))
            continue
        if action == _FRAME:
            frame, bits, components = data[at + 1], data[at + 4], data[at + 9]
            height = data[at + 5] << 8 | data[at + 6]
            width = data[at + 7] << 8 | data[at + 8]
        elif action == _INTERVAL:
            interval = data[at + 4] << 8 | data[at + 5]
        after = at + 2 + (data[at + 2] << 8 | data[at + 3])
        if action == _APP1 and data.startswith(_EXIF, at + 4):
            orientation = exif_orientation(data[at + 4 : after])
        at = after
    if not width or bits != 8 or components not in (1, 3, 4):
        raise Unreadable(
            "a JPEG of a rare kind (not 8 bits grey, colour or CMYK); convert it to PNG"
        )
    is_simple = frame == _PLAIN and not interval and data[at + 4] == components != 4
    detail = _Detail(components, is_simple, at, has_stray)
    return Header("JPEG", width, height, "uint8", orientation, detail)


def _next_marker(data, at) -> int:
    if (at := data.find(b"\xff", at)) < 0:
        raise Unreadable(CUT_SHORT)
    return at


def decode_jpeg(data: bytes, header: Header, min_size=None) -> np.ndarray:
    """Pixels, reduced as far as both sides stay at least twice ``min_size``."""
    components, is_simple, scan_at, has_stray = header.detail
    is_whole = data.endswith(_END) or data.find(_END, scan_at) >= 0
    if has_stray:
        data = _without_stray(data, scan_at)
    if not is_whole:
        data += _END  # all pixels may be there; if not, the decoder says so
    pixels = _decoded(data, components, 1 if min_size is None else _reduction(header, min_size))
    said = heard()
    if said or not (is_simple and is_whole and LISTENS) or _has_hole(data, scan_at):
        refuse_damage(data, said, is_whole)
    return pixels


def _has_hole(data, scan_at) -> bool:
    return _HOLE[:2] in data[scan_at::_APART] and data.find(_HOLE, scan_at) >= 0


def _without_stray(data, scan_at) -> bytes:
    segments = takewhile(lambda segment: segment[1] < scan_at, iterate_segments(data))
    return b"".join((data[:2], *(data[at - 4 : end] for _, at, end in segments), data[scan_at:]))


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
