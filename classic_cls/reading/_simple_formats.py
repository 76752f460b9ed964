"""BMP, GIF and WebP: headers, whether the file is complete, and pixels.

Pillow would allocate the whole image only to open a WebP or GIF, before any cap on its
size (1.1 GB for a WebP of 34 bytes), does not notice frames that are cut off, and decodes
BMP eight times slower than OpenCV.
"""

import struct

import numpy as np

from ._bmp_runs import RUNS_OF_BYTES, RUNS_OF_HALVES, are_runs_whole
from ._exif import exif_orientation
from ._header import CUT_SHORT, Header, Unreadable
from ._opencv import decode_any, decode_color
from ._pillow import decode_with_pillow

_UNCOMPRESSED = 0
_OLD_BMP_HEADER = 12
_ANIMATED, _TRANSPARENT = 2, 16
_HOLE, _SPARE = bytes(64), 8
_WEBP_PIXELS = (b"VP8 ", b"VP8L", b"ALPH")
_NOT_ALL_RIGHT = "damaged: its pixels are not all right; copy or download it again"


def bmp_header(data: bytes) -> Header:
    """Header; its ``detail`` is ``(bits per pixel, compression)``."""
    pixels_at, header_size = struct.unpack_from("<II", data, 10)
    if header_size == _OLD_BMP_HEADER:
        width, height, _, bits = struct.unpack_from("<HHHH", data, 18)
        compression = _UNCOMPRESSED
    else:
        width, height, _, bits, compression = struct.unpack_from("<iiHHI", data, 18)
    height = abs(height)
    size = struct.unpack_from("<I", data, 2)[0]
    if compression == _UNCOMPRESSED:
        size = pixels_at + (width * bits + 31) // 32 * 4 * height
    if size > len(data):
        raise Unreadable(CUT_SHORT)
    return Header("BMP", width, height, detail=(bits, compression))


def decode_bmp(data: bytes, header: Header) -> np.ndarray:
    """Pixels: grey, RGB or RGBA; alpha only where the header declares it."""
    bits, compression = header.detail
    if compression in (RUNS_OF_BYTES, RUNS_OF_HALVES):
        runs = data[struct.unpack_from("<I", data, 10)[0] :]
        if not are_runs_whole(runs, header.width, header.height, compression):
            raise Unreadable(_NOT_ALL_RIGHT)
    if compression != _UNCOMPRESSED or bits == 16:
        return decode_with_pillow(data, "BMP")
    return decode_color(data) if bits >= 24 else decode_any(data)


def gif_header(data: bytes) -> Header:
    """Header of a GIF whose blocks are all there; after a frame the end mark may be missing."""
    width, height, flags = struct.unpack_from("<HHB", data, 6)
    at = 13 + _gif_palette(flags)
    has_frame = False
    while not (has_frame and at == len(data)) and data[at] != ord(";"):
        if data[at] == 0:  # an empty block too many
            at += 1
            continue
        if data[at] == ord("!"):
            at += 2
        elif data[at] == ord(","):
            # A frame may be larger than the screen, which then grows.
            x, y, wide, high = struct.unpack_from("<HHHH", data, at + 1)
            width, height = max(width, x + wide), max(height, y + high)
            at += 11 + _gif_palette(data[at + 9])
            has_frame = True
        else:
            raise Unreadable("damaged: a block of the GIF begins with an unknown mark")
        while data[at]:
            at += 1 + data[at]
        at += 1
    return Header("GIF", width, height)


def _gif_palette(flags) -> int:
    return 3 << (flags & 7) + 1 if flags & 0x80 else 0


def decode_gif(data: bytes, header: Header) -> np.ndarray:
    """Pixels of the first frame: grey, RGB or RGBA."""
    return decode_with_pillow(data, "GIF")


def webp_header(data: bytes) -> Header:
    """Header; its ``detail`` is whether it is an animation, and whether it has alpha."""
    if len(data) < 8 + struct.unpack_from("<I", data, 4)[0]:
        raise Unreadable(CUT_SHORT)
    kind = data[12:16]
    if kind == b"VP8X":
        flags = data[20]
        width = 1 + int.from_bytes(data[24:27], "little")
        height = 1 + int.from_bytes(data[27:30], "little")
        return Header("WebP", width, height, "uint8", _webp_orientation(data), flags)
    if kind == b"VP8L":
        bits = struct.unpack_from("<I", data, 21)[0]
        width, height = 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
        return Header("WebP", width, height, detail=_TRANSPARENT if bits >> 28 & 1 else 0)
    if kind == b"VP8 ":
        width, height = (side & 0x3FFF for side in struct.unpack_from("<HH", data, 26))
        return Header("WebP", width, height, detail=0)
    raise Unreadable("damaged: its first WebP chunk is unknown")


def _webp_orientation(data) -> int:
    for name, start, end in _webp_chunks(data):
        if name == b"EXIF":
            return exif_orientation(data[start:end])
    return 1


def _webp_chunks(data):
    """Yield ``(name, start, end)`` of what a chunk holds."""
    at = 12
    while at + 8 <= len(data):
        length = struct.unpack_from("<I", data, at + 4)[0]
        yield data[at : at + 4], at + 8, at + 8 + length
        at += 8 + length + length % 2


def decode_webp(data: bytes, header: Header) -> np.ndarray:
    """Pixels of the only or first frame: RGB or RGBA."""
    if header.detail & _ANIMATED:
        return decode_with_pillow(data, "WebP")
    decode = decode_any if header.detail & _TRANSPARENT else decode_color
    pixels = decode(data)
    if _HOLE in data:
        _refuse_hole(data, decode)
    return pixels


def _refuse_hole(data, decode) -> None:
    # Many zeros are what a disk gives for what it has lost, or the flat part of an image. The
    # decoder does not say that bytes are left over: an intact image needs the last ones too.
    for name, start, end in _webp_chunks(data):
        if name in _WEBP_PIXELS and data.find(_HOLE, start, end) >= 0:
            shorter = bytearray(data[: end - _SPARE] + data[end:])
            struct.pack_into("<I", shorter, start - 4, end - start - _SPARE)
            struct.pack_into("<I", shorter, 4, struct.unpack_from("<I", data, 4)[0] - _SPARE)
            if _can_be_decoded(shorter, decode):
                raise Unreadable(_NOT_ALL_RIGHT)


def _can_be_decoded(data, decode) -> bool:
    try:
        decode(data)
    except Unreadable:
        return False
    return True
